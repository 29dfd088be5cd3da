"""What a synthetic organisation's own receivers took in."""

from dataclasses import dataclass
from datetime import datetime

from bongsu.store import codec
from bongsu.store.operations.models import DemoReceived, Org
from bongsu.store.queries.front import OrgView

MOST = 100


@dataclass(frozen=True, slots=True)
class Received:
    title: str
    text: str
    at: datetime


def org_of(hook: str) -> OrgView | None:
    """The synthetic organisation whose receivers have this secret in their addresses."""
    row = Org.objects.filter(synthetic=True, setup__demo_hook=hook).first() if hook else None
    return None if row is None else OrgView(row.pk, row.slug, row.name, row.zone, True, row.clock_speed)


def take(org: int, *, kind: str, to: str = "", key: str = "", title: str, text: str, at: datetime) -> bool:
    """Keep one; False where `key` was received before."""
    if key and DemoReceived.objects.filter(org_id=org, kind=kind, key=key[:120]).exists():
        return False
    DemoReceived.objects.create(
        org_id=org,
        kind=kind,
        to=to[:40],
        key=key[:120],
        title=codec.keepable(title)[:200],
        text=codec.keepable(text)[:20_000],
        at=at,
    )
    return True


def received(org: int, *, kind: str, to: str = "") -> tuple[Received, ...]:
    """Newest first, at most 100."""
    rows = DemoReceived.objects.filter(org_id=org, kind=kind, to=to)[:MOST]
    return tuple(Received(row.title, row.text, row.at) for row in rows)
