"""What is wrong with a row of the charter that somebody edits, in the reader's language."""

import re
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy as lazy

from bongsu.core.values import PER
from bongsu.crisis.charter import MOST_MINUTES, Problem

_SECTIONS: Mapping[str, Promise] = {
    "principles": lazy("원칙"),
    "red_lines": lazy("금지선"),
    "mandates": lazy("위임"),
    "approvals": lazy("결재선"),
    "playbook": lazy("대응 순서"),
}
_FIELDS: Mapping[str, Promise] = {
    "id": lazy("이름"),
    "text": lazy("글"),
    "act": lazy("무엇을"),
    "role": lazy("누가"),
    "levels": lazy("단계"),
    "min_level": lazy("단계"),
    "from_level": lazy("단계"),
    "from": lazy("언제부터"),
    "until": lazy("언제까지"),
    "revoked_at": lazy("거둔 때"),
    "principle": lazy("어느 원칙에 따라"),
    "granted_by": lazy("누가 맡겼나"),
    "cap_krw": lazy("한도"),
    "caps": lazy("한도"),
    "per": lazy("한도를 세는 단위"),
    "chain": lazy("결재 차례"),
    "minutes": lazy("몇 분 안에"),
    "within_min": lazy("몇 분 안에"),
    "deputy": lazy("답이 없으면"),
}
_WORDS: tuple[tuple[str, Promise], ...] = (
    ("from must not be above to", lazy("앞 단계가 뒤 단계보다 높아요. 두 단계를 바꿔 주세요.")),
    ("must be after from", lazy("끝나는 때가 시작보다 뒤여야 해요.")),
    ("there is no principle .*", lazy("그런 원칙이 없어요. 원칙을 먼저 적거나 다른 원칙을 골라 주세요.")),
    (".* is used twice", lazy("같은 이름이 이미 있어요. 다른 이름으로 적어 주세요.")),
    ("missing|must be a word.*|must be text", lazy("비어 있어요. 적어 주세요.")),
    (
        "must be a whole number of won, 0 or more|must be a mapping like .*",
        lazy("금액을 원으로 적어 주세요. 예: 50,000이나 5만 원"),
    ),
    (
        "must be a whole number of minutes, .*",
        lazy("0에서 %(most)s까지의 분으로 적어 주세요."),
    ),
    ("needs at least one step", lazy("결재할 사람을 한 명은 정해 주세요.")),
    ("must be small letters, digits and _, .*", lazy("영문 소문자와 숫자, 밑줄(_)로만 적어 주세요. 예: stop_sale")),
    ("must be a level, 1 to 5|must be \\[from, to\\]", lazy("단계는 1에서 5까지예요.")),
    ("must be a time like .*", lazy("날짜와 시각을 골라 주세요.")),
    (f"must be one of {', '.join(PER)}", lazy("한 번, 한 사건, 하루 가운데 하나예요.")),
    ("must be a list of words; .*", lazy("낱말을 쉼표로 나누어 적어 주세요.")),
)
_PLACE = re.compile(r"(\w+)\[(\d+)\](?:\.(.+))?")


def fault_words(problem: Problem) -> str:
    """“위임 2 · 한도: 금액을 원으로 적어 주세요.” What the check says in words not known here stands as it is."""
    said = next((words for form, words in _WORDS if re.fullmatch(form, problem.message)), None)
    what = str(said) % {"most": MOST_MINUTES} if said is not None else problem.message
    return f"{_place(problem.path)}: {what}"


def _place(path: str) -> str:
    found = _PLACE.fullmatch(path)
    if found is None:
        return str(_SECTIONS.get(path, path))
    section, number, rest = found[1], int(found[2]) + 1, found[3] or ""
    row = _("%(section)s %(n)s번째") % {"section": _SECTIONS.get(section, section), "n": number}
    parts = [re.sub(r"\[\d+\]", "", part) for part in rest.split(".") if part]
    known = [str(_FIELDS[part]) for part in parts if part in _FIELDS]
    return " · ".join((row, *dict.fromkeys(known)))
