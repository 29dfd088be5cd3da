"""What lies ahead after a crisis: reviews that are booked, and promises that outlived their rooms."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bongsu.store.operations.models import Appointment, OpenPromise, Person

#: A review whose time has passed stays on the Watch for a day.
KEPT = timedelta(days=1)
SHOWN = 8


@dataclass(frozen=True, slots=True)
class ReviewAhead:
    room: int
    title: str
    on: datetime
    owner: str


@dataclass(frozen=True, slots=True)
class PromiseAhead:
    room: int
    title: str
    text: str
    owner: str
    due_at: datetime


def reviews(org: int, at: datetime) -> tuple[ReviewAhead, ...]:
    """The next ones first."""
    rows = Appointment.objects.filter(org_id=org, on__gt=at - KEPT).select_related("room").defer("room__state")
    names = _names(org)
    return tuple(ReviewAhead(r.room_id, r.room.title, r.on, names.get(r.owner, r.owner)) for r in rows[:SHOWN])


def promises(org: int) -> tuple[PromiseAhead, ...]:
    """Of rooms that were stood down: an open room shows its own."""
    rows = OpenPromise.objects.filter(org_id=org, room__is_open=False).select_related("room").defer("room__state")
    names = _names(org)
    return tuple(
        PromiseAhead(p.room_id, p.room.title, p.text, names.get(p.owner, p.owner), p.due_at) for p in rows[:SHOWN]
    )


def _names(org: int) -> dict[str, str]:
    return dict(Person.objects.filter(org_id=org).values_list("key", "name"))
