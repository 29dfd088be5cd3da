"""The rules in force for an organisation, from the JSON that its people edit (Org.levels, charter, playbook)."""

from bongsu.core.values import Ground
from bongsu.crisis.ground import parse_ground
from bongsu.store.operations.models import Org


def ground_of(org: Org) -> Ground:
    """Level table, charter and playbook, to be frozen. Raises SetupError where one is missing or wrong."""
    return parse_ground(levels=org.levels, charter=org.charter, playbook=org.playbook)
