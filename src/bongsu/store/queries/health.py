"""Whether this process can serve, and when the workers were last heard of."""

from django.db import DatabaseError, connections
from django.utils import timezone

from bongsu.store.mentions.models import InboxBatch
from bongsu.store.operations.models import Lease, Org


def look() -> dict[str, object]:
    """`{status, database, workers: {duty: seconds since its lease was last renewed or left to run}}`.

    Reads both databases. A duty is "late" once its lease has run out.
    """
    try:
        Org.objects.exists()
        InboxBatch.objects.exists()
        leases = list(Lease.objects.all()[:50])
    except DatabaseError as problem:
        connections.close_all()
        return {"status": "down", "database": type(problem).__name__, "workers": {}}
    now = timezone.now()
    workers = {lease.name: "late" if lease.until < now else "ok" for lease in leases}
    return {"status": "ok", "database": "ok", "workers": workers}
