"""Acts of assess."""

from collections.abc import Mapping

from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy as lazy

from bongsu.crisis.assess import HORIZONS_H
from bongsu.flows import assess, facts, reports
from bongsu.web.room.acts.form import (
    Act,
    Field,
    Unreadable,
    checked,
    chosen,
    fields,
    minutes_or,
    number,
    text,
    time_of,
    words,
    yes,
)


def volumes(posted: QueryDict, _name: str) -> tuple[tuple[int, int, int], ...]:
    """Three guesses, each a number or a range, each of which may be left empty: `v1_low`, `v1_high` …"""
    found = []
    for hours in HORIZONS_H:
        low, high = (_count(posted, f"v{hours}_{end}") for end in ("low", "high"))
        if low is not None or high is not None:
            if low is not None and high is not None and low > high:
                raise Unreadable(f"v{hours}_high", gettext("앞 칸에 적은 수보다 크거나 같게 적어 주세요."))
            guesses = [n for n in (low, high) if n is not None]
            found.append((hours, guesses[0], guesses[-1]))
    return tuple(found)


def _count(posted: QueryDict, name: str) -> int | None:
    plain = posted.get(name, "").replace(",", "").strip()
    if not plain:
        return None
    if not plain.isascii() or not plain.isdigit() or len(plain) > 9:
        raise Unreadable(name, gettext("한 시간에 몇 건일지 숫자로 적어 주세요."))
    return int(plain)


ACTS: Mapping[str, Act] = {
    "note": Act(assess.write_note, "journal", lazy("기록했습니다."), fields(text, "text")),
    "estimate": Act(
        assess.send_estimate,
        "estimate",
        lazy("판단을 보냈습니다. 이제 모두의 판단이 보입니다."),
        (
            *fields(number, "level", "press_pct"),
            *fields(text, "why", "confidence", "would_do"),
            Field("volumes", volumes),
        ),
    ),
    "remark": Act(
        reports.remark,
        "reports",
        lazy("상황보고에 덧붙였습니다."),
        (Field("report", number), *fields(text, "text")),
    ),
    "settle_press": Act(
        assess.settle_press,
        "press-outcome",
        lazy("언론 보도 여부를 적었습니다."),
        (Field("reported", yes), Field("when", time_of), *fields(text, "link")),
    ),
    "note_fact": Act(
        facts.note_fact,
        "facts",
        lazy("사실을 적었습니다."),
        (
            *fields(text, "text", "source", "owner", "claim", "link"),
            *fields(chosen, "status"),
            Field("minutes", minutes_or(30)),
            Field("rumour", checked),
            Field("evidence", words),
        ),
    ),
    "settle_fact": Act(
        facts.settle_fact,
        "facts",
        lazy("사실의 상태를 바꿨습니다."),
        (*fields(chosen, "fact", "status"), *fields(text, "source", "link")),
    ),
    "assign_fact": Act(
        facts.assign_fact,
        "facts",
        lazy("확인할 사람과 시각을 정했습니다."),
        (*fields(chosen, "fact", "owner"), Field("minutes", minutes_or(30))),
    ),
    "coordinate_rumour": Act(
        facts.coordinate_rumour,
        "facts",
        lazy("답할 말을 정했습니다. 이제 소문이 도는 곳에서 바로잡아 주세요."),
        (*fields(chosen, "fact"), *fields(text, "answer")),
    ),
    "correct_rumour": Act(
        facts.correct_rumour,
        "facts",
        lazy("바로잡은 곳을 적었습니다."),
        (*fields(chosen, "fact"), *fields(text, "where", "statement", "link")),
    ),
}
