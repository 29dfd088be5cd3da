"""Sources that are due, one worker each, and how each of them fares (core.ports.SourceShelf)."""

import json
import math
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from bongsu.core.ports import Polled, Receipt, SourceJob
from bongsu.store import secrets
from bongsu.store.operations.models import Source

#: How many candidates one look tries before it gives the others a chance.
CANDIDATES = 8
LEAST_NEXT_S = 0.2
MOST_NEXT_S = 86_400.0
REASON_LIMIT = 300
#: Between two looks that a bell asked for, seconds.
LEAST_APART_S = 2.0


class DjangoShelf:
    """Conditional UPDATEs: two workers never hold the same source, and a lease that ran out is void."""

    def claim_source(self, at: datetime, lease_s: float, *, kinds: Sequence[str]) -> SourceJob | None:
        """The source of these connectors that has waited longest. None: none is due at `at`."""
        free = Q(lease_until=None) | Q(lease_until__lte=at)
        due = Q(next_poll_at=None) | Q(next_poll_at__lte=at)
        waiting = Source.objects.filter(free, due, enabled=True, kind__in=kinds)
        until = at + timedelta(seconds=lease_s)
        for row in waiting.order_by(F("next_poll_at").asc(nulls_first=True), "id")[:CANDIDATES]:
            if Source.objects.filter(free, due, pk=row.pk, enabled=True).update(lease_until=until):
                row.refresh_from_db()
                return _job(row, until)
        return None

    def source_done(self, job: SourceJob, polled: Polled, receipt: Receipt, *, at: datetime) -> None:
        """Save cursor and heartbeat; nothing when the lease has passed to another."""
        changes: dict[str, Any] = {
            "cursor": dict(polled.cursor),
            "next_poll_at": at + _bounded(polled.next_in_s),
            "lease_until": None,
            "last_ok_at": at,
            "last_error": "",
        }
        if receipt.accepted:
            changes["last_item_at"] = at
        if receipt.refused:
            changes["refused_items"] = F("refused_items") + len(receipt.refused)
            worst = receipt.refused[0]
            changes["last_error"] = f"{worst.code}: {worst.message}"[:REASON_LIMIT]
        self._mine(job).update(**changes)

    def source_failed(self, job: SourceJob, reason: str, retry_in_s: float, *, at: datetime) -> None:
        """Keep the cursor, say why, come back later."""
        words = "".join(c if c.isprintable() else " " for c in reason)[:REASON_LIMIT]
        self._mine(job).update(last_error=words, next_poll_at=at + _bounded(retry_in_s), lease_until=None)

    def with_bell(self, *, kinds: Sequence[str]) -> tuple[SourceJob, ...]:
        rows = Source.objects.filter(enabled=True, kind__in=kinds, settings__stream="true").order_by("id")
        return tuple(_job(row, row.lease_until or row.org.created_at) for row in rows.select_related("org"))

    def ring(self, source: int, *, at: datetime) -> bool:
        """Bring the next look forward, but no nearer to the last one than LEAST_APART_S."""
        row = Source.objects.filter(pk=source, enabled=True).values("lease_until", "last_ok_at", "last_error").first()
        if row is None or row["last_error"]:
            return True  # it waits as its failure says
        if row["lease_until"] is not None and row["lease_until"] > at:
            return False
        soon = max(at, row["last_ok_at"] + timedelta(seconds=LEAST_APART_S)) if row["last_ok_at"] else at
        later = Q(next_poll_at__gt=soon)
        Source.objects.filter(later, pk=source, lease_until=row["lease_until"]).update(next_poll_at=soon)
        return True

    def _mine(self, job: SourceJob) -> QuerySet[Source]:
        return Source.objects.filter(pk=job.id, org_id=job.org, lease_until=job.leased_until)


def _bounded(seconds: float) -> timedelta:
    return timedelta(seconds=min(max(seconds, LEAST_NEXT_S), MOST_NEXT_S) if math.isfinite(seconds) else MOST_NEXT_S)


def _job(row: Source, until: datetime) -> SourceJob:
    settings = texts(row.settings)
    if row.secret:
        settings["secret"] = secrets.open_(row.secret)
    return SourceJob(
        id=row.pk,
        org=row.org_id,
        brand=row.brand_id,
        kind=row.kind,
        settings=settings,
        cursor=texts(row.cursor),
        leased_until=until,
    )


def texts(values: Mapping[str, Any]) -> dict[str, str]:
    """JSON's values as connectors read them: true is "true", 60 is "60", null is left out."""
    return {
        str(name): value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in values.items()
        if value is not None
    }
