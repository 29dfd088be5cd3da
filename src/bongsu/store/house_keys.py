"""Keys of this installation: made on first use, sealed in the database, the same for all its processes."""

from collections.abc import Callable

from bongsu.store import secrets
from bongsu.store.operations.models import HouseKey


def house_key(name: str, make: Callable[[], str]) -> str:
    """The key of this name; `make` makes it where there is none. Two at once: the first stays."""
    kept = HouseKey.objects.filter(pk=name).values_list("value", flat=True).first()
    if kept is None:
        HouseKey.objects.bulk_create([HouseKey(name=name, value=secrets.seal(make()))], ignore_conflicts=True)
        kept = HouseKey.objects.get(pk=name).value
    return secrets.open_(kept)
