"""What a synthetic organisation notes about itself: that it is complete, its receivers' secret, what a source did."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bongsu.crisis.rota.holidays import holidays_in
from bongsu.sense.habit import Habit
from bongsu.store import prepared
from bongsu.store.clock import real_now
from bongsu.store.operations.models import Org, Room, Source


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


def lived(source: int, moments: Iterable[datetime], *, until: datetime) -> None:
    """A synthetic source has brought something at these moments, and was listened to up to `until`."""
    row = Source.objects.select_related("org").get(pk=source, org__synthetic=True)
    if row.heard_at is not None:
        return
    habit, zone = Habit(), ZoneInfo(row.org.zone)
    off = holidays_in(row.org.zone, (until - timedelta(weeks=10)).date(), until.date())
    for at in moments:
        habit.learn_one(at, zone, off)
    assert habit.heard is not None
    last = real_now() - (until - habit.heard)
    Source.objects.filter(pk=source).update(
        habit=habit.plain(), heard_at=habit.heard, watched_at=until, last_ok_at=last, last_item_at=last
    )


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
    return tuple(org for (org,) in prepared.select(Org, ("id",), where={"synthetic": True}, order=("id",)))
