"""A week of the rota as seven lists of blocks: what a page draws, holes included."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bongsu.crisis.rota import Rota, holiday_name, instant, spans

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Block:
    start: datetime
    end: datetime
    names: tuple[str, ...]  # empty: a hole
    hours: int  # 1 to 24, for its height
    mine: bool
    now: bool


@dataclass(frozen=True, slots=True)
class DayOfWeek:
    day: date
    noon: datetime  # for its name
    holiday: str
    today: bool
    blocks: tuple[Block, ...]
    away: tuple[str, ...]


def monday_of(day: date) -> date:
    return day - day.weekday() * DAY


def bounds(monday: date, zone: str) -> tuple[datetime, datetime]:
    return instant(monday, 0, zone), instant(monday + 7 * DAY, 0, zone)


def week(
    rota: Rota, role: str, monday: date, *, names: Mapping[str, str], me: str, language: str, at: datetime
) -> tuple[DayOfWeek, ...]:
    today = at.astimezone(ZoneInfo(rota.zone)).date()
    days = []
    for day in (monday + n * DAY for n in range(7)):
        since, until = instant(day, 0, rota.zone), instant(day + DAY, 0, rota.zone)
        blocks = tuple(
            Block(
                start=span.start,
                end=span.end,
                names=tuple(names.get(key, key) for key in span.persons),
                hours=max(1, min(24, round((span.end - span.start) / timedelta(hours=1)))),
                mine=me in span.persons,
                now=span.start <= at < span.end,
            )
            for span in spans(rota, role, since, until)
        )
        away = {leave.person for leave in rota.leaves if leave.start < until and leave.end > since}
        days.append(
            DayOfWeek(
                day,
                since + timedelta(hours=12),
                holiday_name(rota.zone, day, language) if day in rota.holidays else "",
                day == today,
                blocks,
                tuple(sorted(names.get(key, key) for key in away)),
            )
        )
    return tuple(days)
