"""Won given by day and mandate, across rooms: the sum of the journals' lines, and the lock under which it grows.

A cap for a day counts in all rooms of an organisation, so the room's own lock is not enough. Rows are locked in the
order of their mandates, always after a room's: nobody waits in a circle.
"""

from collections.abc import Mapping, Sequence

from django.db.models import F

from bongsu.crisis.room import Room
from bongsu.store.operations.models import Spending


def locked(room: Room, day: str, mandates: Sequence[str]) -> Mapping[str, int]:
    """Won given on `day` under each of `mandates`, held until the transaction ends."""
    wanted = sorted(set(mandates))
    Spending.objects.bulk_create(
        (Spending(org_id=room.org, kind=room.kind, day=day, mandate=mandate) for mandate in wanted),
        ignore_conflicts=True,
    )
    rows = Spending.objects.select_for_update().filter(org_id=room.org, kind=room.kind, day=day, mandate__in=wanted)
    return dict(rows.order_by("mandate").values_list("mandate", "won"))


def add(room: Room, *, day: str, mandate: str, won: int) -> None:
    """Follow one journal line."""
    row, _ = Spending.objects.get_or_create(org_id=room.org, kind=room.kind, day=day, mandate=mandate)
    Spending.objects.filter(pk=row.pk).update(won=F("won") + won)
