"""What a synthetic organisation notes about itself: that it is complete, and the secret in its receivers' addresses."""

from bongsu.store.operations.models import Org, Room


def find(slug: str) -> int | None:
    """Id of a synthetic organisation whose seeding was finished; None: begin (again)."""
    row = Org.objects.filter(slug=slug, synthetic=True).values_list("id", "setup").first()
    return int(row[0]) if row and row[1].get("demo_ready") else None


def hook(org: int, fresh: str) -> str:
    """The secret in the addresses of this organisation's board and phones: the one it has, else `fresh`."""
    row = Org.objects.get(pk=org, synthetic=True)
    if "demo_hook" not in row.setup:
        row.setup = row.setup | {"demo_hook": fresh}
        row.save(update_fields=("setup",))
    return str(row.setup["demo_hook"])


def finish(org: int) -> None:
    _note(org, "demo_ready")


def calm_down(org: int) -> bool:
    """True once: when the first room of a demo has opened, and its clock should slow."""
    row = Org.objects.get(pk=org)
    if row.setup.get("demo_calm") or not Room.objects.filter(org_id=org).exists():
        return False
    _note(org, "demo_calm")
    return True


def _note(org: int, what: str) -> None:
    row = Org.objects.get(pk=org, synthetic=True)
    row.setup = row.setup | {what: True}
    row.save(update_fields=("setup",))


def synthetic_orgs() -> tuple[int, ...]:
    return tuple(Org.objects.filter(synthetic=True).order_by("id").values_list("id", flat=True))
