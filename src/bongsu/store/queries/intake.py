"""Secrets of the places where others may post mentions."""

from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone

from bongsu.store import secrets
from bongsu.store.operations.models import Source


@dataclass(frozen=True, slots=True)
class Intake:
    id: int
    org: int
    brand: int | None
    secret: str


def intakes() -> tuple[Intake, ...]:
    """Every enabled intake that has a secret."""
    rows = Source.objects.filter(kind="intake", enabled=True).exclude(secret="")
    return tuple(Intake(row.pk, row.org_id, row.brand_id, secrets.open_(row.secret)) for row in rows)


def heard(intake: int, *, items: int, refused: int) -> None:
    """Note that an intake was used: the Watch says which sources are silent."""
    now = timezone.now()
    rows = Source.objects.filter(pk=intake)
    rows.update(last_ok_at=now, last_error="", refused_items=F("refused_items") + refused)
    if items:
        rows.update(last_item_at=now)
