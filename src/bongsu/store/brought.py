"""Sources that nobody polls: what our own people keep, and what is reported without an account."""

from django.db import transaction

from bongsu.store.clock import real_now
from bongsu.store.operations import models as m

#: kind → its name on the Watch
NAMES = {"clip": "클립", "report": "제보"}


def heard(org: int, kind: str) -> None:
    """Something came in by it; the first time it becomes a source of the organisation. Two at once: one source."""
    now = real_now()
    with transaction.atomic():
        m.Org.objects.select_for_update().get(pk=org)
        rows = m.Source.objects.filter(org_id=org, kind=kind)
        if not rows.update(last_ok_at=now, last_item_at=now, last_error=""):
            m.Source.objects.create(org_id=org, kind=kind, name=NAMES[kind], last_ok_at=now, last_item_at=now)
