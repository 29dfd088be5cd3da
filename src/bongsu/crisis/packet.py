"""The emergency packet (비상 꾸러미): who gets one, when the next is due, and who has none in hand.

It is for the day our own mail, sign-in or chat is down. Each recipient gets theirs once a week, and at once after
something in it changed; what changes again within `SETTLE` waits, so that an afternoon of edits is not ten packets.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bongsu.core.values import LevelRow, Person
from bongsu.crisis.readiness import leading

#: Beside whoever may lead, unless the organisation says otherwise.
KEEPERS = "operator"
#: A week's packet is made at this hour of Monday: nobody is rung at midnight for paper.
FROM_HOUR = 9
SETTLE = timedelta(minutes=10)
#: From this many days on, a packet in hand counts as not renewed.
STALE_DAYS = 8
#: Where one turns when the usual way is down, in this order (PACE).
PACE = ("primary", "alternate", "contingency", "emergency")


@dataclass(frozen=True, slots=True)
class Fallback:
    """One way to speak when another is down: where, who can, and how."""

    step: str  # one of PACE
    where: str = ""
    who: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """What is known of the newest packet of somebody."""

    week: str
    fingerprint: str
    phrase: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Holding:
    """Whether a recipient can open a packet, and since when they have the newest they hold."""

    person: str
    name: str
    phrase_at: datetime | None  # when they made their passphrase; None: never
    held_at: datetime | None  # when a packet last reached them; None: never


def recipients(people: Sequence[Person], table: Sequence[LevelRow], roles: Collection[str] = ()) -> tuple[Person, ...]:
    """Who holds one of `roles`; without any, whoever may lead at some level, and the operators."""
    wanted = set(roles) or {role for role, _ in leading(table)} | {KEEPERS}
    return tuple(person for person in people if wanted & set(person.roles))


def week_of(at: datetime, zone: str) -> str:
    """The week a packet made at `at` belongs to.

    >>> from datetime import UTC
    >>> [week_of(datetime(2026, 11, 29, 23, m, tzinfo=UTC) + timedelta(hours=1), "Asia/Seoul") for m in (0, 59)]
    ['2026-W49', '2026-W49']
    >>> week_of(datetime(2026, 11, 29, 23, 59, tzinfo=UTC), "Asia/Seoul")
    '2026-W48'
    """
    year, week, _ = (at.astimezone(ZoneInfo(zone)) - timedelta(hours=FROM_HOUR)).isocalendar()
    return f"{year}-W{week:02}"


def cause(last: Issue | None, *, week: str, fingerprint: str, phrase: int, at: datetime) -> str | None:
    """Why another packet is due: "first" | "phrase" | "week" | "changed"; None: the last one still holds."""
    if last is None:
        return "first"
    if last.phrase != phrase:
        return "phrase"
    if last.week < week:
        return "week"
    if last.fingerprint != fingerprint and at - last.at >= SETTLE:
        return "changed"
    return None


def days_without(one: Holding, at: datetime) -> int:
    """Whole days since a packet reached them, or since they could have opened one."""
    since = one.held_at or one.phrase_at
    return max(0, (at - since).days) if since else 0


def unready(holdings: Sequence[Holding]) -> tuple[Holding, ...]:
    """Recipients who could not open one."""
    return tuple(one for one in holdings if one.phrase_at is None)


def stale(holdings: Sequence[Holding], at: datetime) -> tuple[tuple[Holding, int], ...]:
    """Recipients whose packet is too old, each with its days, the oldest first."""
    found = [(one, days) for one in holdings if one.phrase_at and (days := days_without(one, at)) >= STALE_DAYS]
    return tuple(sorted(found, key=lambda entry: -entry[1]))
