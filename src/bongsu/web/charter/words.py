"""The charter in words: an answer and its trace, a mandate, what changed for whom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy as lazy

from bongsu.core.values import ApprovalStep, Charter, Mandate
from bongsu.crisis.charter import Change, Verdict
from bongsu.crisis.charter.changes import Power
from bongsu.web.setup.words import act_words, category_words, role_words

SECTION_WORDS: Mapping[str, Promise] = {
    "principles": lazy("원칙"),
    "red_lines": lazy("금지선"),
    "mandates": lazy("위임"),
    "approvals": lazy("결재선"),
    "playbook": lazy("대응 순서"),
}
_FIELDS: Mapping[str, Promise] = {
    "id": lazy("이름"),
    "text": lazy("내용"),
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
    "caps.act": lazy("한 번"),
    "caps.case": lazy("한 사건"),
    "caps.day": lazy("하루"),
    "per": lazy("한도를 세는 단위"),
    "outlets": lazy("이 아웃렛에서만"),
    "templates": lazy("이 문안으로만"),
    "needs_confirmed_fact": lazy("확인된 사실이 있을 때만"),
    "forbidden_when": lazy("이 징후가 있으면 안 됨"),
    "chain": lazy("결재 차례"),
    "minutes": lazy("몇 분 안에"),
    "within_min": lazy("몇 분 안에"),
    "deputy": lazy("답이 없으면"),
    "must": lazy("꼭 승인해야 함"),
}


def field_words(parts: Sequence[str]) -> list[str]:
    """Where in a row something stands, part by part: ["한도", "하루"] for caps.day. Ids and numbers stay."""
    return [
        str(_FIELDS.get(f"{before}.{part}") or _FIELDS.get(part) or part) for before, part in pairwise(("", *parts))
    ]


def trace_words(charter: Charter, line: str) -> str:
    """A rule of the trace: “위임 refund: 기한이 지났어요”."""
    kind, ref, outcome = ([*line.split(":"), "", ""])[:3]
    if line == "nothing_granted":
        return _("허락한 위임도, 정해진 결재선도 없어요")
    outcomes = {
        "holds": _("해당해요"),
        "below_level": _("그 단계에는 걸리지 않아요"),
        "role": _("다른 역할의 위임이에요"),
        "level": _("단계 밖이에요"),
        "early": _("아직 시작 전이에요"),
        "expired": _("기한이 지났어요"),
        "revoked": _("거두어졌어요"),
        "cap": _("한도를 넘어요"),
        "outlet": _("다른 아웃렛의 위임이에요"),
        "template": _("정해진 문안으로만 할 수 있어요"),
        "fact": _("확인된 사실이 하나는 있어야 해요"),
        "forbidden": _("이런 징후가 있을 때는 할 수 없어요"),
        "needed": _("결재가 필요해요"),
    }
    return f"{_rule_words(charter, kind, ref)}: {outcomes.get(outcome, outcome)}"


def _rule_words(charter: Charter, kind: str, ref: str) -> str:
    """A rule as people know it. Ids stay in the YAML."""
    if kind == "mandate":
        return mandate_words(charter, ref)
    if kind == "red_line":
        line = next((r for r in charter.red_lines if r.id == ref), None)
        named = line.text or _("%(n)s단계부터") % {"n": line.min_level} if line else ref
        return _("금지선 ‘%(x)s’") % {"x": named}
    return _("결재선 ‘%(x)s’") % {"x": act_words(ref)} if kind == "chain" else f"{kind} {ref}"


def mandate_words(charter: Charter, ref: str) -> str:
    """“위기 리더 위임 ‘입장문 내기’ 3–4단계”."""
    m = next((m for m in charter.mandates if m.id == ref), None)
    if m is None:
        return _("위임 ‘%(x)s’") % {"x": ref}
    same = m.level_from == m.level_to
    return _("%(role)s 위임 ‘%(act)s’ %(levels)s단계") % {
        "role": role_words(m.role),
        "act": act_words(m.act),
        "levels": m.level_to if same else f"{m.level_from}–{m.level_to}",
    }


def under_words(charter: Charter, under: str) -> str:
    """What something was allowed under: a mandate, or the role whose approval it was."""
    return mandate_words(charter, under) if any(m.id == under for m in charter.mandates) else role_words(under)


def principle_of(charter: Charter, verdict: Verdict) -> str:
    """The principle behind a yes, or the sentence of the red line behind a no."""
    if verdict.verdict == "yes":
        mandate = next((m for m in charter.mandates if m.id == verdict.under), None)
        return next((p.text for p in charter.principles if mandate and p.id == mandate.principle), "")
    return next((r.text for r in charter.red_lines if verdict.verdict == "no" and r.id == verdict.under), "")


def who_can(charter: Charter, *, act: str, level: int, at: datetime) -> tuple[str, ...]:
    """Roles with a mandate for `act` at `level` in force at `at`, whatever else keeps it from holding now."""
    if any(r.act == act and level >= r.min_level for r in charter.red_lines):
        return ()
    found = (
        m.role
        for m in charter.mandates
        if m.act == act
        and m.level_from <= level <= m.level_to
        and m.since <= at < min(m.until, m.revoked_at or m.until)
    )
    return tuple(role_words(role) for role in dict.fromkeys(found))


def won(amount: int) -> str:
    return _("%(won)s원") % {"won": number_format(amount, force_grouping=True)}


def caps_words(limits: Mapping[str, int]) -> str:
    kinds = {"act": _("한 번에"), "case": _("한 사건에"), "day": _("하루에")}
    return ", ".join(f"{kinds[kind]} {won(limit)}" for kind, limit in sorted(limits.items()))


def terms(m: Mandate) -> tuple[str, ...]:
    """What narrows a mandate beside role, level and time."""
    said = []
    if m.limits:
        said.append(caps_words(m.limits))
    if m.outlets:
        said.append(_("아웃렛 %(x)s에서만") % {"x": ", ".join(m.outlets)})
    if m.templates:
        said.append(_("문안 %(x)s로만") % {"x": ", ".join(m.templates)})
    if m.needs_confirmed_fact:
        said.append(_("확인된 사실이 있을 때만"))
    if m.forbidden_when:
        said.append(_("이 징후가 있으면 안 됨: %(x)s") % {"x": ", ".join(map(category_words, m.forbidden_when))})
    return tuple(said)


@dataclass(frozen=True, slots=True)
class ChangeRow:
    tone: str  # "ok" | "bad" | "warn"
    mark: str
    who: str
    what: str
    levels: str
    before: str
    after: str


def change_rows(found: Iterable[Change]) -> tuple[ChangeRow, ...]:
    marks = {
        "gains": ("ok", _("넓어짐")),
        "loses": ("bad", _("줄어듦")),
        "differs": ("warn", _("달라짐")),
    }
    return tuple(
        ChangeRow(
            *marks[c.kind],
            who=role_words(c.role),
            what=act_words(c.act),
            levels=str(c.level_from) if c.level_from == c.level_to else f"{c.level_from}–{c.level_to}",
            before=power_words(c.before),
            after=power_words(c.after),
        )
        for c in found
    )


def power_words(power: Power) -> str:
    if power.red_line:
        return _("금지")
    if power.verdict == "yes":
        said = dict.fromkeys("; ".join(terms(m)) or _("조건 없이") for m in power.mandates)
        return _("혼자 할 수 있음 (%(x)s)") % {"x": " / ".join(said)}
    if power.verdict == "needs":
        return _("결재: %(x)s") % {"x": chain_words(power.chain)}
    return _("할 수 없음")


def chain_words(chain: Iterable[ApprovalStep]) -> str:
    return " → ".join(_("%(role)s %(n)s분") % {"role": role_words(s.role), "n": s.minutes} for s in chain)
