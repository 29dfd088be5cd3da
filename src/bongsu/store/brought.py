"""Sources that nobody polls: what our own people keep, and what is reported without an account."""

from bongsu.store.clock import real_now
from bongsu.store.operations import models as m

#: kind → its name on the Watch
NAMES = {"clip": "클립", "report": "제보"}


def heard(org: int, kind: str) -> None:
    """Something came in by it; the first time it becomes a source of the organisation."""
    row, _ = m.Source.objects.get_or_create(org_id=org, kind=kind, defaults={"name": NAMES[kind]})
    now = real_now()
    m.Source.objects.filter(pk=row.pk).update(last_ok_at=now, last_item_at=now, last_error="")
