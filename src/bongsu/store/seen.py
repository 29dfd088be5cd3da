"""Who had what on their screen (본 사람). One row for each person and item; estimates are never among them."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import Count

from bongsu.store.operations import models as m


def mark(org: int, room: int, *, person: str, items: Collection[str], at: datetime) -> int:
    """Note what this person sees for the first time; returns how many. Two screens at once: one row each."""
    known = set(m.Seen.objects.filter(room_id=room, person=person).values_list("item", flat=True))
    fresh = [item for item in dict.fromkeys(items) if item not in known]
    if fresh:
        rows = (m.Seen(org_id=org, room_id=room, item=item, person=person, at=at) for item in fresh)
        m.Seen.objects.bulk_create(rows, ignore_conflicts=True)
    return len(fresh)


def counts(room: int) -> Mapping[str, int]:
    """How many people saw each item, in one query."""
    rows = m.Seen.objects.filter(room_id=room).values("item").annotate(n=Count("id"))
    return dict(rows.values_list("item", "n"))


def who(org: int, room: int, item: str) -> tuple[tuple[str, datetime], ...]:
    """(person key, when they first saw it), the first one first."""
    rows = m.Seen.objects.filter(org_id=org, room_id=room, item=item).order_by("at", "id")
    return tuple(rows.values_list("person", "at"))
