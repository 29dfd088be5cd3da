"""What a Bongsu that was killed still held. Apart from `wiring`, so that `bongsu up` need not wait for all of that."""

from django.conf import settings
from django.db import connections

from bongsu.store import work


def take_over() -> None:
    """Give it back. Only where this folder is ours alone: others may share PostgreSQL."""
    if not settings.DATABASE:
        work.release_claims()
        connections.close_all()
