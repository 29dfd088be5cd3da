"""Names of touch-points, also of those that are no longer in use."""

from collections.abc import Mapping

from bongsu.store.operations.models import TouchPoint


def names(org: int) -> Mapping[str, str]:
    """Key → name."""
    return dict(TouchPoint.objects.filter(org_id=org).values_list("key", "name"))
