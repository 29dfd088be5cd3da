"""What a rota is made of. Patterns repeat in the organisation's local time; everything else is an instant, UTC."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

#: The role whose changes are handed over and whose gaps are holes: somebody must hear the phone.
DUTY_ROLE = "practitioner"
DAY_MIN = 24 * 60
#: Longer than this is no shift: a swap or a one-off that spans weeks is a leave or a pattern.
MOST_SHIFT_H = 72

OnHolidays = Literal["holds", "rests", "only"]
ON_HOLIDAYS: tuple[OnHolidays, ...] = ("holds", "rests", "only")


@dataclass(frozen=True, slots=True)
class Pattern:
    """`person` is on for `role` on these weekdays, from `starts` to `ends`, every `every_weeks` weeks.

    weekdays      0 Monday … 6 Sunday: the days on which the shift begins
    starts, ends  minutes after local midnight, 0 … 1439; `ends` at or before `starts` is the next day's
    since, until  first day on which it may begin, and the first on which it no longer does
    every_weeks   counted in weeks from Monday, beginning with the week of `since`
    on_holidays   a public holiday: the shift holds, rests, or is for holidays only
    """

    key: str
    person: str
    role: str
    weekdays: tuple[int, ...]
    starts: int
    ends: int
    since: date
    until: date | None = None
    every_weeks: int = 1
    on_holidays: OnHolidays = "holds"

    def __post_init__(self) -> None:
        if not self.weekdays or not all(0 <= day <= 6 for day in self.weekdays):
            raise ValueError("a pattern needs weekdays, 0 to 6")
        if not (0 <= self.starts < DAY_MIN and 0 <= self.ends < DAY_MIN):
            raise ValueError("starts and ends are minutes of a day, 0 to 1439")
        if self.every_weeks < 1 or self.on_holidays not in ON_HOLIDAYS:
            raise ValueError("every_weeks is 1 or more; on_holidays is holds, rests or only")

    @property
    def next_day(self) -> bool:
        """Whether the shift ends on the day after it began."""
        return self.ends <= self.starts


@dataclass(frozen=True, slots=True)
class Shift:
    """One stretch of duty: a single one that somebody wrote down, or one that a pattern gives."""

    person: str
    role: str
    start: datetime
    end: datetime  # no longer on at this instant
    key: str = ""


@dataclass(frozen=True, slots=True)
class Swap:
    """`to` stands in for `person`, who asked and whom `to` answered. One that was not accepted moves nothing."""

    key: str
    role: str
    person: str
    to: str
    start: datetime
    end: datetime
    accepted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Leave:
    person: str
    start: datetime
    end: datetime
    key: str = ""


@dataclass(frozen=True, slots=True)
class Rota:
    """Who is on duty when. `zone` is the organisation's; `holidays` are its public holidays, as local dates."""

    zone: str
    patterns: tuple[Pattern, ...] = ()
    shifts: tuple[Shift, ...] = ()
    swaps: tuple[Swap, ...] = ()
    leaves: tuple[Leave, ...] = ()
    holidays: frozenset[date] = frozenset()
    written: tuple[tuple[str, datetime, datetime], ...] = ()  # role, first start and last end of all written shifts


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time in which the same people are on; nobody in a hole."""

    start: datetime
    end: datetime
    persons: tuple[str, ...]
