"""“If it struck now” on the Watch: the settings as they stand, the answers in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from bongsu.core.values import SLOTS
from bongsu.crisis.if_now import IfNow, Setting, if_now
from bongsu.store.queries import settings as query

LEVELS_SHOWN = (3, 4, 5)


@dataclass(frozen=True, slots=True)
class Answer:
    result: IfNow
    why_not: str
    bottleneck: str
    late: bool
    when: str
    steps: tuple[tuple[str, int], ...]
    seats: tuple[tuple[str, int, int], ...]


def results(org: int, at: datetime, zone: str) -> tuple[IfNow, ...]:
    """For each level shown. The rule keeps its answers; a setting changes at most once a minute."""
    rules, now = query.ground(org), query.prepared(org, at)
    if rules is None or not now.table:
        return ()
    setting = Setting(
        ground=rules,
        people=now.people,
        at=at.replace(second=0, microsecond=0),
        zone=zone,
        prepared=all(now.holding.get(slot, "").strip() for slot in SLOTS),
        outlets=len(now.outlets),
    )
    return tuple(if_now(setting, level) for level in LEVELS_SHOWN)


def answer(result: IfNow) -> Answer:
    """In the active language."""
    steps = {
        "answer": _("호출에 답하기"),
        "draft": _("초안 쓰기"),
        "approve": _("승인하기"),
        "deliver": _("아웃렛에 싣기"),
    }
    reasons = {
        "nobody_drafts": _("초안을 쓸 실무자가 없어 첫마디가 나오지 못해요"),
        "nobody_approves": _("승인할 수 있는 사람이 없어 첫마디가 나오지 못해요"),
        "no_outlet": _("켜진 아웃렛이 없어 첫마디가 나갈 곳이 없어요"),
    }
    times = {"office": _("평일 낮"), "evening": _("저녁이나 주말 낮"), "night": _("밤")}
    seats = {"answer": _("초안을 쓸 사람"), "approve": _("승인할 사람")}
    return Answer(
        result=result,
        why_not=reasons.get(result.unreachable or "", ""),
        bottleneck=steps.get(result.bottleneck or "", ""),
        late=bool(result.p50 and result.first_word_min and result.p50 > result.first_word_min),
        when=times[result.when],
        steps=tuple((steps[step], minutes) for step, minutes in result.medians),
        seats=tuple((seats[seat], on, off) for seat, on, off in result.seats),
    )
