"""Formations as an organisation keeps them."""

from typing import Any

from bongsu.store.operations.models import Org


def formations_kept(org: int) -> list[Any]:
    return list(Org.objects.values_list("formations", flat=True).get(pk=org))
