"""The rules in force for an organisation, from the JSON that its people edit (Org)."""

from bongsu.core.values import Ground
from bongsu.crisis.ground import parse_ground
from bongsu.store.operations.models import Org


def ground_of(org: Org) -> Ground:
    """All that is frozen into a room. Raises SetupError where something is missing or wrong."""
    return parse_ground(
        levels=org.levels,
        charter=org.charter,
        playbook=org.playbook,
        statutory=org.statutory,
        formations=org.formations,
    )
