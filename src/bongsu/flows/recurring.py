"""The days of a repeating event (RFC 5545, RRULE), walked day by day so that its cost is known beforehand.

dateutil's rrule walks to the year 9999 where a rule never comes true (FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30: 8 s), and on
the spot where the interval is 0. A duty repeats by days, weeks or months; for those a walk of at most eleven years
costs a few milliseconds whatever the rule says. dateutil is what the tests compare with.
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY")
#: UNTIL and COUNT are the reader's.
PARTS = frozenset(("FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTH", "BYMONTHDAY", "WKST"))
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BYDAY = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rule:
    frequency: str
    interval: int = 1
    weekdays: frozenset[tuple[int, int]] = frozenset()  # (n-th of the month, 0: each; weekday)
    months: frozenset[int] = frozenset()
    month_days: frozenset[int] = frozenset()  # from 1, or from −1 at the month's end
    week_start: int = 0


def rule_of(parts: Mapping[str, Sequence[object]]) -> Rule:
    """The rule in the parts of an RRULE. Raises ValueError for one that is none, or that we do not follow."""
    said = {str(name).upper(): [str(value).upper() for value in values] for name, values in parts.items()}
    if unknown := sorted(said.keys() - PARTS):
        raise ValueError(", ".join(unknown))
    if any(len(values) > 40 for values in said.values()):
        raise ValueError("…")
    frequency = said.get("FREQ", [""])[0]
    interval = int(said.get("INTERVAL", ["1"])[0])
    weekdays = frozenset(_weekday(word) for word in said.get("BYDAY", []))
    months = frozenset(int(word) for word in said.get("BYMONTH", []))
    month_days = frozenset(int(word) for word in said.get("BYMONTHDAY", []))
    if frequency not in FREQUENCIES or interval < 1:
        raise ValueError(f"FREQ={frequency};INTERVAL={interval}")
    if frequency != "MONTHLY" and any(nth for nth, _ in weekdays):
        raise ValueError("BYDAY")
    if frequency == "WEEKLY" and month_days:
        raise ValueError("BYMONTHDAY")
    return Rule(frequency, interval, weekdays, months, month_days, WEEKDAYS.index(said.get("WKST", ["MO"])[0]))


def _weekday(word: str) -> tuple[int, int]:
    found = _BYDAY.fullmatch(word)
    if found is None:
        raise ValueError(word)
    return int(found[1] or 0), WEEKDAYS.index(found[2])


def days(rule: Rule, start: date, last: date) -> Iterator[date]:
    """The days from `start` to `last`, both included, on which the rule comes true."""
    for n in range((last - start).days + 1):
        day = start + n * DAY
        if (not rule.months or day.month in rule.months) and _on(rule, start, day):
            yield day


def _on(rule: Rule, start: date, day: date) -> bool:
    plain = {weekday for _, weekday in rule.weekdays}
    if rule.frequency == "DAILY":
        if (day - start).days % rule.interval or (rule.month_days and not _month_day(rule, day)):
            return False
        return not plain or day.weekday() in plain
    if rule.frequency == "WEEKLY":
        weeks = (_week(rule, day) - _week(rule, start)).days // 7
        return weeks % rule.interval == 0 and day.weekday() in (plain or {start.weekday()})
    months = (day.year - start.year) * 12 + day.month - start.month
    if months % rule.interval:
        return False
    if not rule.weekdays and not rule.month_days:
        return day.day == start.day
    return (not rule.month_days or _month_day(rule, day)) and (not rule.weekdays or _nth_weekday(rule, day))


def _week(rule: Rule, day: date) -> date:
    return day - (day.weekday() - rule.week_start) % 7 * DAY


def _month_day(rule: Rule, day: date) -> bool:
    return bool({day.day, day.day - monthrange(day.year, day.month)[1] - 1} & rule.month_days)


def _nth_weekday(rule: Rule, day: date) -> bool:
    from_end = monthrange(day.year, day.month)[1] - day.day
    places = (0, (day.day - 1) // 7 + 1, -(from_end // 7 + 1))
    return any((place, day.weekday()) in rule.weekdays for place in places)
