"""The rota as iCalendar (RFC 5545), in and out.

What comes in was written elsewhere: every event either becomes shifts or is told as a fault, and neither a rule that
never ends nor a million events take more than a bounded time. Rules are unrolled for twelve months.
"""

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from icalendar import Calendar, Event
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from bongsu.crisis.rota import Rota, Shift, instant, spans
from bongsu.flows.recurring import days, rule_of
from bongsu.flows.tables import Fault, clean

MAX_BYTES = 1_000_000
MOST_EVENTS, MOST_RULES = 3_000, 300
#: Shifts of one event, and of the file.
MOST_OF_ONE, MOST_SHIFTS = 1_000, 5_000
BEFORE, AFTER = timedelta(days=7), timedelta(days=366)
#: A rule that began longer ago is walked through too slowly; a shift that lasts longer is no shift.
OLDEST, LONGEST = timedelta(days=366 * 10), timedelta(days=14)
MIDNIGHT = time()
_ZONE_BLOCK = re.compile(rb"BEGIN:VTIMEZONE.*?END:VTIMEZONE\r?\n?", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Somebody:
    """Whom an event may mean."""

    key: str
    name: str
    email: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    shifts: tuple[Shift, ...]
    faults: tuple[Fault, ...]  # `line` is the number of the event, from 1; 0: the file
    events: int  # events read
    name: str = ""  # what the calendar calls itself


class _Wrong(Exception):
    """One event cannot be used."""

    def __init__(self, code: str, value: str = "") -> None:
        super().__init__(code)
        self.code, self.value = code, value[:60]


# ── in ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
def read_calendar(data: bytes, *, role: str, people: Sequence[Somebody], zone: str, at: datetime) -> Imported:
    """Shifts from a calendar file. `role` is that of events without one (CATEGORIES). Never raises."""
    if len(data) > MAX_BYTES:
        return _unusable("file_too_large", str(MAX_BYTES // 1000))
    if data.upper().count(b"BEGIN:VEVENT") > MOST_EVENTS:
        return _unusable("too_many_events", str(MOST_EVENTS))
    try:
        # A calendar's own definitions of zones are left out: names are looked up in the zone data we have.
        with warnings.catch_warnings(action="ignore"):  # what it guesses about zones; we look them up ourselves
            calendar = Calendar.from_ical(_ZONE_BLOCK.sub(b"", data))
    except (ValueError, IndexError, KeyError, TypeError, AttributeError):
        return _unusable("not_a_calendar")
    events = [event for event in calendar.walk("VEVENT") if isinstance(event, Event)]
    reader = _Reader(role=role, people=people, zone=zone, since=at - BEFORE, until=at + AFTER)
    reader.read(events)
    faults = list(reader.faults) or ([] if events else [Fault(0, "", "no_events")])
    return Imported(
        shifts=tuple(sorted(reader.shifts, key=lambda s: (s.start, s.end, s.role, s.person))),
        faults=tuple(faults),
        events=len(events),
        name=clean(str(calendar.get("X-WR-CALNAME", "")))[:60],
    )


def _unusable(code: str, value: str = "") -> Imported:
    return Imported((), (Fault(0, "", code, value),), 0)


class _Reader:
    def __init__(self, *, role: str, people: Sequence[Somebody], zone: str, since: datetime, until: datetime) -> None:
        self._role, self._people, self._zone = role, people, zone
        self._since, self._until = since, until
        self._rules = 0
        self.shifts: set[Shift] = set()
        self.faults: list[Fault] = []

    def read(self, events: Sequence[Any]) -> None:
        moved = self._moved(events)
        for number, event in enumerate(events, start=1):
            if str(event.get("STATUS", "")).upper() == "CANCELLED":
                continue
            try:
                self._one(event, moved.get(str(event.get("UID", "")), frozenset()))
            except _Wrong as wrong:
                self.faults.append(Fault(number, _summary(event)[:60], wrong.code, wrong.value))
            except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as problem:
                self.faults.append(Fault(number, _summary(event)[:60], "unreadable", str(problem)[:60]))

    def _moved(self, events: Iterable[Any]) -> Mapping[str, frozenset[datetime]]:
        """By UID, the instances of a rule that another event tells anew (RECURRENCE-ID)."""
        moved: dict[str, set[datetime]] = {}
        for event in events:
            if "RECURRENCE-ID" in event:
                try:
                    moved.setdefault(str(event.get("UID", "")), set()).add(self._wall(event["RECURRENCE-ID"])[0])
                except (_Wrong, AttributeError, ValueError):
                    continue  # the event itself is told as a fault
        return {uid: frozenset(walls) for uid, walls in moved.items()}

    def _one(self, event: Any, moved: frozenset[datetime]) -> None:
        if "DTSTART" not in event:
            raise _Wrong("no_start")
        who = self._who(event)
        role = self._role_of(event)
        for person in who:
            if role not in person.roles:
                raise _Wrong("not_their_role", f"{person.name}|{role}")
        start, zone = self._wall(event["DTSTART"])
        length = self._length(event, start, zone)
        found: list[Shift] = []
        for n, wall in enumerate(self._walls(event, start, zone, moved)):
            if n == MOST_OF_ONE or len(self.shifts) + len(found) >= MOST_SHIFTS:
                raise _Wrong("too_many_shifts", str(MOST_OF_ONE if n == MOST_OF_ONE else MOST_SHIFTS))
            begin, end = _instant(wall, zone), _instant(wall + length, zone)
            if begin < end and end > self._since and begin < self._until:
                found += [Shift(person.key, role, begin, end) for person in who]
        self.shifts.update(found)

    # ── whom and what for ──────────────────────────────────────────────────────────────────────────────────────────
    def _who(self, event: Any) -> tuple[Somebody, ...]:
        """By our own mark, by attendee (address, name), else by the summary: a key, an address, or names in it."""
        own = clean(str(event.get("X-BONGSU-PERSON", ""))).casefold()
        if own:
            if found := [p for p in self._people if p.key == own]:
                return tuple(found)
            raise _Wrong("no_person", own)
        said: set[str] = set()
        attendees = event.get("ATTENDEE", [])
        for attendee in (attendees if isinstance(attendees, list) else [attendees])[:50]:
            said.add(str(attendee).casefold().removeprefix("mailto:"))
            said.add(clean(str(getattr(attendee, "params", {}).get("CN", ""))).casefold())
        if found := [p for p in self._people if {p.email.casefold(), p.name.casefold()} - {""} & said]:
            return tuple(found)
        summary = _summary(event).casefold()
        if found := [p for p in self._people if summary in (p.key, p.email.casefold())]:
            return tuple(found)
        if found := [p for p in self._people if p.name and p.name.casefold() in summary]:
            return tuple(found)
        raise _Wrong("no_person", _summary(event))

    def _role_of(self, event: Any) -> str:
        known = {role for person in self._people for role in person.roles}
        categories = event.get("CATEGORIES", [])
        for one in categories if isinstance(categories, list) else [categories]:
            for name in getattr(one, "cats", ()):
                if str(name) in known:
                    return str(name)
        return self._role

    # ── when ───────────────────────────────────────────────────────────────────────────────────────────────────────
    def _wall(self, value: Any) -> tuple[datetime, str]:
        """(local time, zone) of a date or time. A whole day begins at local midnight."""
        when = value.dt
        if not isinstance(when, datetime):
            if not isinstance(when, date):
                raise _Wrong("no_start")
            return datetime.combine(when, MIDNIGHT), self._zone
        name = str(value.params.get("TZID", ""))
        if name:
            return when.replace(tzinfo=None, second=0, microsecond=0), _zone(name)
        if when.tzinfo is not None:
            return when.astimezone(UTC).replace(tzinfo=None, second=0, microsecond=0), "UTC"
        return when.replace(second=0, microsecond=0), self._zone

    def _length(self, event: Any, start: datetime, zone: str) -> timedelta:
        """How long a shift lasts by the clock on the wall: from nine to six also where clocks change."""
        if "DTEND" in event:
            end, end_zone = self._wall(event["DTEND"])
            if end_zone != zone:
                end = _instant(end, end_zone).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
            length = end - start
        elif "DURATION" in event:
            length = event["DURATION"].dt
        else:
            length = timedelta() if isinstance(event["DTSTART"].dt, datetime) else timedelta(days=1)
        if length <= timedelta():
            raise _Wrong("no_length")
        if length > LONGEST:
            raise _Wrong("too_long", str(LONGEST.days))
        return length

    def _walls(self, event: Any, start: datetime, zone: str, moved: frozenset[datetime]) -> Iterator[datetime]:
        """The local starts of an event's shifts, in order, EXDATE and moved instances left out."""
        if "RECURRENCE-ID" in event or ("RRULE" not in event and "RDATE" not in event):
            yield start
            return
        skipped = moved | {self._in(zone, one) for one in _dates(event, "EXDATE")}
        more = sorted({self._in(zone, one) for one in _dates(event, "RDATE")})
        ruled = self._ruled(event["RRULE"], start, zone) if "RRULE" in event else iter((start,))
        for wall in (*more, *islice(ruled, MOST_OF_ONE + 1)):
            if wall not in skipped:
                yield wall

    def _in(self, zone: str, value: Any) -> datetime:
        wall, other = self._wall(value)
        return wall if other == zone else _instant(wall, other).astimezone(ZoneInfo(zone)).replace(tzinfo=None)

    def _ruled(self, recur: Any, start: datetime, zone: str) -> Iterator[datetime]:
        self._rules += 1
        if self._rules > MOST_RULES:
            raise _Wrong("too_many_rules", str(MOST_RULES))
        if isinstance(recur, list):
            raise _Wrong("rule", "RRULE, RRULE")
        try:
            rule = rule_of(recur)
        except ValueError as problem:
            raise _Wrong("rule", str(problem)) from problem
        if self._since - start.replace(tzinfo=UTC) > OLDEST:
            raise _Wrong("too_old", str(start.year))
        last = self._until.replace(tzinfo=None)
        if "UNTIL" in recur:
            last = min(last, self._last(recur["UNTIL"][0], zone))
        walls = (datetime.combine(day, start.time()) for day in days(rule, start.date(), last.date()))
        count = int(recur["COUNT"][0]) if "COUNT" in recur else None
        since = self._since.replace(tzinfo=None) - LONGEST - timedelta(days=1)
        return (wall for wall in islice(walls, count) if since <= wall <= last)

    def _last(self, until: Any, zone: str) -> datetime:
        if not isinstance(until, datetime):
            return datetime.combine(until, MIDNIGHT) + timedelta(hours=24, minutes=-1)
        return (until.astimezone(ZoneInfo(zone)) if until.tzinfo else until).replace(tzinfo=None)


def _dates(event: Any, name: str) -> Iterator[Any]:
    """The dates of EXDATE or RDATE, each with the parameters of its list."""
    lists = event.get(name, [])
    for one in lists if isinstance(lists, list) else [lists]:
        for value in one.dts:
            if isinstance(value.dt, tuple):
                raise _Wrong("rule", f"{name};VALUE=PERIOD")
            value.params = one.params
            yield value


def _summary(event: Any) -> str:
    return clean(str(event.get("SUMMARY", "")))


def _instant(wall: datetime, zone: str) -> datetime:
    return instant(wall.date(), wall.hour * 60 + wall.minute, zone)


@lru_cache(maxsize=1)
def _zones() -> Mapping[str, str]:
    return {name.casefold(): name for name in available_timezones()}


def _zone(name: str) -> str:
    """A zone we know by this name: IANA's, Windows', or IANA's behind a maker's prefix (/example.org/1/Asia/Seoul)."""
    plain = name.strip('"').strip("/")
    tail = "/".join(plain.split("/")[-2:])
    for candidate in (plain, WINDOWS_TO_OLSON.get(plain, ""), tail):
        if found := _zones().get(candidate.casefold()):
            return found
    raise _Wrong("zone", name)


# ── out ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def write_calendar(
    rota: Rota,
    *,
    roles: Iterable[str],
    since: datetime,
    until: datetime,
    titles: Mapping[tuple[str, str], str],
    name: str,
    at: datetime,
    person: str | None = None,
) -> bytes:
    """The shifts of [since, until) as a calendar, swaps and leave included; with `person`, only theirs.

    titles   (person, role) → what the event is called
    """
    calendar = Calendar()
    calendar.add("PRODID", "-//Bongsu//rota//KO")
    calendar.add("VERSION", "2.0")
    calendar.add("X-WR-CALNAME", name)
    calendar.add("REFRESH-INTERVAL;VALUE=DURATION", "PT1H")
    for role in roles:
        for shift in own_shifts(rota, role, since, until):
            if person is not None and shift.person != person:
                continue
            event = Event()
            event.add("UID", f"{role}.{shift.person}.{shift.start:%Y%m%dT%H%M%SZ}@bongsu")
            event.add("DTSTAMP", at)
            event.add("DTSTART", shift.start)
            event.add("DTEND", shift.end)
            event.add("SUMMARY", titles.get((shift.person, role), shift.person))
            event.add("CATEGORIES", [role])
            event.add("X-BONGSU-PERSON", shift.person)
            calendar.add_component(event)
    return bytes(calendar.to_ical())


def own_shifts(rota: Rota, role: str, since: datetime, until: datetime) -> Iterator[Shift]:
    """Each person's stretches of duty for a role, as they are after swaps and leave, oldest first."""
    running: dict[str, datetime] = {}
    for span in spans(rota, role, since, until):
        for gone in [p for p in running if p not in span.persons]:
            yield Shift(gone, role, running.pop(gone), span.start)
        for person in span.persons:
            running.setdefault(person, span.start)
    for person, start in running.items():
        yield Shift(person, role, start, until)
