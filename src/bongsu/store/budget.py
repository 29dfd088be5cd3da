"""How much of a service's day is used up (core.ports.Budget): conditional UPDATEs; no two take the last call."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import F

from bongsu.store.operations.models import ServiceDay

#: The services we know of begin their day at midnight in Korea.
ZONE = ZoneInfo("Asia/Seoul")
KEPT_DAYS = 30


class DjangoBudget:
    def spend(self, purse: str, *, calls: int, per_day: int, at: datetime) -> bool:
        """Take `calls` out of the day's `per_day`. False: not so many are left, and none was taken."""
        day = at.astimezone(ZONE).date().isoformat()
        _, new = ServiceDay.objects.get_or_create(purse=purse, day=day)
        if new:
            old = (at.astimezone(ZONE) - timedelta(days=KEPT_DAYS)).date().isoformat()
            ServiceDay.objects.filter(purse=purse, day__lt=old).delete()
        row = ServiceDay.objects.filter(purse=purse, day=day, calls__lte=per_day - calls)
        return calls <= per_day and bool(row.update(calls=F("calls") + calls))


def spent(purse: str, *, at: datetime) -> int:
    """Calls made on the day of `at`."""
    day = at.astimezone(ZONE).date().isoformat()
    return ServiceDay.objects.filter(purse=purse, day=day).values_list("calls", flat=True).first() or 0
