"""The numbers of a situation report: bounded reads, whatever the storm."""

from collections import Counter
from datetime import datetime, timedelta

from bongsu.core.values import ClaimSeen, Picture
from bongsu.store.mentions.models import Mention
from bongsu.store.queries.pulse import pulse
from bongsu.store.queries.spreading import claims
from bongsu.store.queries.watch import counted

HALF_HOUR = timedelta(minutes=30)
#: Where it is told is counted among so many of the latest mentions.
LATEST = 5_000
SOURCES = 8


def picture(org: int, brand: int, at: datetime) -> Picture:
    """What is told of a brand at `at`."""
    minute = at.replace(second=0, microsecond=0)
    now = pulse(org, brand, at)
    told = sorted(claims(org, brand, at), key=lambda c: (not c.category, -c.authors, -c.lately))
    seen = tuple(ClaimSeen(c.key, c.size, c.authors, c.first_at, c.first_mention) for c in told)
    first = min(seen[:3], key=lambda c: c.first_at, default=None)
    rows = Mention.objects.filter(org=org, brand=brand, matched=True, ts__gte=at - 6 * HALF_HOUR, ts__lte=at)
    sources = Counter(rows.order_by("-ts").values_list("source", flat=True)[:LATEST])
    return Picture(
        hour=now.last_hour,
        usual_milli=round(now.usual.mean * 60_000) if now.usual else None,
        last_half=counted(org, brand, minute - HALF_HOUR, minute),
        half_before=counted(org, brand, minute - 2 * HALF_HOUR, minute - HALF_HOUR),
        claims=seen,
        origin=first.first_mention if first else "",
        spread=tuple(sources.most_common(SOURCES)),
    )
