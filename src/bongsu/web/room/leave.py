"""May this reader publish, or open the outlets again? The answer in words, with the rule it rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from bongsu.crisis import speak
from bongsu.crisis.charter import Verdict
from bongsu.crisis.room import Room
from bongsu.store.queries.front import PersonView
from bongsu.web.setup.words import role_words


@dataclass(frozen=True, slots=True)
class Leave:
    """The answer to "may I?" in words."""

    verdict: str  # "yes" | "needs" | "no"
    words: str
    under: str | None


def may_publish(room: Room, reader: PersonView, at: datetime, outlets: Sequence[str]) -> Leave:
    """May this reader publish the draft at this level, at all of `outlets`, and why."""
    verdict = speak.verdict(room, by=reader.key, roles=reader.roles, at=at, outlets=outlets)
    under = speak.released_under(room, by=reader.key, roles=reader.roles, at=at, outlets=outlets)
    if verdict.verdict == "yes":
        return Leave("yes", _mandate_words(room, verdict.under or ""), verdict.under)
    if under is not None:
        return Leave(
            "yes", _("승인 절차의 마지막 단계(%(role)s)로서 승인할 수 있습니다.") % {"role": role_words(under)}, under
        )
    if verdict.verdict == "needs":
        return Leave("needs", _chain_words(verdict, at), verdict.under)
    line = next((x for x in room.charter.red_lines if x.id == verdict.under), None)
    if line is not None:
        return Leave("no", _("금지선: %(text)s") % {"text": line.text}, line.id)
    return Leave("no", _("이 단계에서 당신의 역할에 위임된 일이 아닙니다. 지휘자에게 요청해 주세요."), None)


def _mandate_words(room: Room, under: str) -> str:
    mandate = next((m for m in room.charter.mandates if m.id == under), None)
    if mandate is None:
        return _("위임에 따라 할 수 있습니다.")
    principle = next((p.text for p in room.charter.principles if p.id == mandate.principle), "")
    low, high = mandate.level_from, mandate.level_to
    words = _("위임: 봉화 %(levels)s에서 %(role)s 역할이 할 수 있습니다.") % {
        "levels": low if low == high else f"{low}~{high}",
        "role": role_words(mandate.role),
    }
    return f"{words} {principle}".strip()


def _chain_words(verdict: Verdict, at: datetime) -> str:
    steps = " → ".join(
        _("%(role)s (%(minutes)d분 안)")
        % {"role": role_words(s.role), "minutes": int((s.by - at).total_seconds() // 60)}
        for s in verdict.steps
    )
    return _("승인 절차를 거쳐야 합니다: %(steps)s") % {"steps": steps}


def may_resume(room: Room, reader: PersonView, at: datetime) -> Leave:
    if speak.may_resume(room, by=reader.key, roles=reader.roles, at=at):
        if room.leader == reader.key:
            return Leave("yes", _("지휘자로서 다시 열 수 있습니다."), None)
        return Leave("yes", _("위임에 따라 다시 열 수 있습니다."), None)
    return Leave("no", _("다시 여는 일은 지휘자나 위임받은 사람이 합니다."), None)
