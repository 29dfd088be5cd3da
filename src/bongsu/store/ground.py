"""The rules in force for an organisation, from the JSON that its people edit (Org)."""

from dataclasses import replace

from bongsu.core.values import Ground
from bongsu.crisis.ground import parse_ground
from bongsu.store.operations.models import Org, Revocation


def ground_of(org: Org) -> Ground:
    """All that is frozen into a room. Raises SetupError where something is missing or wrong."""
    ground = parse_ground(
        levels=org.levels,
        charter=org.charter,
        playbook=org.playbook,
        statutory=org.statutory,
        formations=org.formations,
        calling=org.calling,
    )
    return _without_revoked(org, ground)


def _without_revoked(org: Org, ground: Ground) -> Ground:
    """`ground` without the leave that executives took back since they signed."""
    gone = dict(Revocation.objects.filter(org=org, lifted_at=None).values_list("mandate", "at"))
    if not gone:
        return ground
    mandates = tuple(
        replace(m, revoked_at=min(m.revoked_at or gone[m.id], gone[m.id])) if m.id in gone else m
        for m in ground.charter.mandates
    )
    return replace(ground, charter=replace(ground.charter, mandates=mandates))
