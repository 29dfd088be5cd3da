"""Telephone numbers for the ring list of an open room. They are shown there and to operators, and nowhere else."""

from collections.abc import Iterable, Mapping

from bongsu.store import secrets
from bongsu.store.operations import models as m


def phones(org: int, keys: Iterable[str]) -> Mapping[str, str]:
    """Key → number as a person dials it, decrypted; without those who have none."""
    rows = m.Person.objects.filter(org_id=org, key__in=set(keys))
    found = {row.key: secrets.open_(row.phone).strip() for row in rows}
    return {key: number for key, number in found.items() if number}
