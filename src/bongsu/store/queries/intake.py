"""Secrets of the places where others may post mentions."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import F
from django.utils import timezone

from bongsu.store import secrets
from bongsu.store.operations.models import Source
from bongsu.store.sources import texts


@dataclass(frozen=True, slots=True)
class Intake:
    id: int
    org: int
    brand: int | None
    secret: str
    settings: Mapping[str, str] = field(default_factory=dict)


def intakes(kind: str = "intake") -> tuple[Intake, ...]:
    """Every enabled source of this kind that has a secret."""
    rows = Source.objects.filter(kind=kind, enabled=True).exclude(secret="")
    return tuple(
        Intake(
            row.pk, row.org_id, row.brand_id, secrets.open_(row.secret), {"source": row.name[:60]} | texts(row.settings)
        )
        for row in rows
    )


def failed(intake: int, reason: str) -> None:
    """Note that what came could not be used at all."""
    Source.objects.filter(pk=intake).update(last_error=reason[:300])


def heard(intake: int, *, items: int, refused: int) -> None:
    """Note that an intake was used: the Watch says which sources are silent."""
    now = timezone.now()
    rows = Source.objects.filter(pk=intake)
    rows.update(last_ok_at=now, last_error="", refused_items=F("refused_items") + refused)
    if items:
        rows.update(last_item_at=now)
