"""The rules in force for an organisation, from the JSON that its people edit (Org.levels, charter, playbook)."""

import msgspec

from bongsu.core.values import Charter, Ground, LevelRow, PlaybookStep
from bongsu.store.operations.models import Org


def ground_of(org: Org) -> Ground:
    """Level table, charter and playbook, frozen. Raises msgspec.ValidationError for a document never checked."""
    return Ground(
        table=msgspec.convert(org.levels, tuple[LevelRow, ...]),
        charter=msgspec.convert(org.charter or {"version": ""}, Charter),
        playbook=msgspec.convert(org.playbook, tuple[PlaybookStep, ...]),
    )
