"""Name a room, stand it down with nothing forgotten, begin again."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bongsu.core import events as e
from bongsu.core.errors import AlreadyDone, ChecklistOpen, NotReady, OutOfRange, StillSending
from bongsu.core.values import CAUTION, Person
from bongsu.crisis import text
from bongsu.crisis.convene.command import only_leader
from bongsu.crisis.convene.one_voice import in_force
from bongsu.crisis.room import Room
from bongsu.crisis.told import owed

UNSETTLED = frozenset(("planned", "started", "unsure"))
#: Who has been in a room for so long is sent to rest.
TOO_LONG = timedelta(hours=10)
#: A review is held within so many business days (PagerDuty; DOMAIN §3).
REVIEW_WITHIN_DAYS = 5
ITEMS = (
    *("promises", "outlets", "statement", "tasks", "inquiries", "corrections", "duties"),
    *("one_voice", "thanks", "rest", "review"),
)


@dataclass(frozen=True, slots=True)
class Check:
    """One item of the checklist."""

    item: str  # one of ITEMS
    state: str  # "met" | "none" (there was nothing to do) | "waived" | "blocking"
    left: int = 0  # how many of them
    about: tuple[str, ...] = ()  # keys: of promises, tasks, inquiries, corrections, statutory clocks, people

    @property
    def blocks(self) -> bool:
        return self.state == "blocking"


def rename(room: Room, *, by: str, title: str, at: datetime) -> e.RoomRenamed:
    text.open_room(room)
    text.a_person(by)
    new = text.needed(title, most=text.TITLE, what="title")
    if new == room.title:
        raise AlreadyDone(what="rename")
    return e.RoomRenamed(title=new)


# ── standing down ──────────────────────────────────────────────────────────────────────────────────────────────────
def checklist(room: Room, at: datetime) -> tuple[Check, ...]:
    """What is done and what is left before the room is stood down, computed from the room alone."""
    promises = tuple(p.id for p in room.promises if p.is_open and not p.handed_on)
    tasks = tuple(t.id for t in room.tasks if t.done_at is None)
    alone = len(room.team) < 2
    left: dict[str, tuple[str, ...]] = {
        "promises": promises,
        "outlets": () if room.paused_at is None else ("paused",),
        "statement": () if room.first_word_at or room.level < CAUTION else ("none",),
        "tasks": tasks,
        # Who waits for an answer, who was told what no longer stands, and who is to print a correction.
        "inquiries": tuple(q.id for q in room.inquiries if owed(room, q)),
        "corrections": tuple(c.id for c in room.corrections if c.is_open),
        # The law's clock runs on in a closed room, and nobody is warned of it there.
        "duties": tuple(duty.id for duty in room.duties if duty.is_open),
        "one_voice": ("order",) if in_force(room) else (),
        "thanks": () if room.thanked_at or alone else ("team",),
        "rest": tuple(key for key in tired(room, at) if key not in room.rested),
        "review": () if room.review else ("none",),
    }
    waived = dict(room.waived)
    never = _never_called_for(room)

    def state(item: str) -> str:
        if left[item]:
            return "waived" if item in waived else "blocking"
        return "none" if item in never else "met"

    return tuple(Check(item=item, state=state(item), left=len(left[item]), about=left[item]) for item in ITEMS)


def _never_called_for(room: Room) -> frozenset[str]:
    """Items of which this room has nothing: where none is left of them, there was nothing to do."""
    had = {
        "promises": room.promises,
        "statement": room.first_word_at,
        "tasks": room.tasks,
        "one_voice": room.one_voice,
        "thanks": room.thanked_at,
        "rest": room.rested,
    }
    return frozenset(item for item, what in had.items() if not what)


def tired(room: Room, at: datetime) -> tuple[str, ...]:
    """Who came so long ago that they must rest."""
    came = {c.person: c.acknowledged_at for c in reversed(room.calls) if c.acknowledged_at}
    return tuple(key for key in room.team if (since := came.get(key)) and at - since >= TOO_LONG)


def close(room: Room, *, by: str, summary: str, at: datetime, waiver: str = "") -> tuple[e.Event, ...]:
    """Stand down: the leader's act. What the checklist still asks for is done first, or left out with a reason.

    Raises StillSending while a delivery may yet leave or its fate is unknown, ChecklistOpen.
    """
    text.open_room(room)
    text.a_person(by)
    only_leader(room, by)
    if unsettled := sum(d.state in UNSETTLED for d in room.deliveries):
        raise StillSending(count=unsettled)
    closed = e.RoomClosed(summary=text.needed(summary, most=text.NOTE, what="summary"))
    left = tuple(check.item for check in checklist(room, at) if check.blocks)
    if not left:
        return (closed,)
    why = text.clean(waiver, most=text.WHY, what="waiver")
    if not why:
        raise ChecklistOpen(items=left)
    return (e.StandDownWaived(items=left, why=why), closed)


def thank(room: Room, *, by: str, words: str, at: datetime) -> e.ThanksSent:
    """Thanks to everybody who came. Raises NotReady as long as nobody did: nobody would get them."""
    text.open_room(room)
    text.a_person(by)
    only_leader(room, by)
    to = tuple(key for key in room.team if key != by)
    if not to:
        raise NotReady(need="team")
    return e.ThanksSent(text=text.needed(words, most=text.WHY, what="text"), to=to)


def note_rest(room: Room, *, by: str, note: str, at: datetime) -> e.RestNoted:
    """Who was here too long goes to rest, and who takes over. Raises AlreadyDone when nobody is left to send."""
    text.open_room(room)
    text.a_person(by)
    only_leader(room, by)
    left = tuple(key for key in tired(room, at) if key not in room.rested)
    if not left:
        raise AlreadyDone(what="rest")
    return e.RestNoted(people=left, note=text.needed(note, most=text.WHY, what="note"))


def book_review(
    room: Room,
    *,
    by: str,
    on: datetime,
    owner: str,
    people: Sequence[Person],
    zone: str,
    holidays: Collection[date],
    at: datetime,
) -> e.ReviewBooked:
    """Fix the review within five business days. `holidays`: days on which nobody works, in `zone`."""
    text.open_room(room)
    text.a_person(by)
    today = at.astimezone(ZoneInfo(zone)).date()
    last = business_day(today, REVIEW_WITHIN_DAYS, holidays)
    if on <= at or on.astimezone(ZoneInfo(zone)).date() > last:
        raise OutOfRange(what="review", low=today.isoformat(), high=last.isoformat())
    return e.ReviewBooked(on=on, owner=text.known(people, owner).key)


def business_day(start: date, nth: int, holidays: Collection[date]) -> date:
    """The `nth` business day after `start`; weekends and `holidays` are none.

    >>> business_day(date(2026, 2, 13), 1, {date(2026, 2, 16), date(2026, 2, 17), date(2026, 2, 18)}).isoformat()
    '2026-02-19'
    """
    day, left = start, nth
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5 and day not in holidays
    return day


def reopen(room: Room, *, by: str, why: str, at: datetime) -> e.RoomReopened:
    text.a_person(by)
    if room.is_open:
        raise AlreadyDone(what="reopen")
    return e.RoomReopened(why=text.needed(why, most=text.WHY, what="why"))
