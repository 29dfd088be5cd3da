"""Work that waits for a hand: claimed by conditional UPDATE with a lease, so that two workers never take the same.

Due times are the organisation's; leases run in real time, for they guard against processes that died.
"""

import json
from datetime import datetime, timedelta

from django.db.models import Q

from bongsu.core.ports import DeliveryJob
from bongsu.store import codec, secrets
from bongsu.store.operations import models as m

#: How many candidates one look tries before it gives the others a chance.
CANDIDATES = 8


def claim_delivery(*, org: int, at: datetime, lease_s: float, real: datetime) -> DeliveryJob | None:
    """The next delivery that may leave at `at`, or whose worker died after it had started. None: nothing to do.

    While any open room of the organisation has paused the outlets, there is none. What is meant for an outlet that was
    switched off waits until it is switched on again, or until its text goes stale.
    """
    if m.Room.objects.filter(org_id=org, is_open=True, paused=True).exists():
        return None
    free = Q(lease_until=None) | Q(lease_until__lt=real)
    due = Q(state="planned", outlet__enabled=True) & (Q(not_before=None) | Q(not_before__lte=at))
    waiting = m.Delivery.objects.filter(free, due | Q(state="started"), org_id=org)
    for row in waiting.select_related("outlet", "room", "org").order_by("id")[:CANDIDATES]:
        mine = m.Delivery.objects.filter(free, pk=row.pk, state=row.state)
        if mine.update(lease_until=real + timedelta(seconds=lease_s)):
            return _delivery_job(row)
    return None


def release_claims() -> None:
    """End every claim, where no worker runs: what a killed one had claimed can be taken up at once."""
    m.Delivery.objects.exclude(lease_until=None).update(lease_until=None)
    m.Call.objects.exclude(lease_until=None).update(lease_until=None)
    m.DecisionLink.objects.exclude(lease_until=None).update(lease_until=None)
    m.Notice.objects.exclude(lease_until=None).update(lease_until=None)
    m.ShiftHandover.objects.exclude(lease_until=None).update(lease_until=None)
    m.StepInNotice.objects.exclude(lease_until=None).update(lease_until=None)
    m.Source.objects.exclude(lease_until=None).update(lease_until=None)
    m.Packet.objects.exclude(lease_until=None).update(lease_until=None)
    m.Mirror.objects.exclude(lease_until=None).update(lease_until=None)


def _delivery_job(row: m.Delivery) -> DeliveryJob:
    room = codec.room_from(row.room.state, row.room.ground)
    statement = next(s for s in room.statements if s.id == row.statement)
    title = row.org.holding.get("title") or f"{row.org.name} 입장문"
    settings = json.loads(secrets.open_(row.outlet.settings) or "{}")
    return DeliveryJob(
        org=row.org_id,
        room=row.room_id,
        delivery=row.key,
        outlet=row.outlet.key,
        outlet_kind=row.outlet.kind,
        settings={str(k): str(v) for k, v in settings.items()},
        statement=statement.id,
        title=title,
        text=statement.text,
        approved_at=statement.approved_at,
        next_update_at=statement.next_update_at,
        key=f"{row.org_id}-{row.room_id}-{row.key}",
        was_started=row.state == "started",
    )
