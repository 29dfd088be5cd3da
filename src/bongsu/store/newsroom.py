"""The newsroom's posts: what the public reads. One for each delivery, however often it is asked for."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from bongsu.core.ports import Clock, DeliveryJob
from bongsu.store import codec
from bongsu.store.clock import OrgClock
from bongsu.store.operations.models import NewsroomPost, Org

_TITLE_MAX = 200


def path_of(org: str, slug: str) -> str:
    """Where a post of the organisation with this slug is read."""
    return f"/newsroom/o/{org}/{slug}/"


class DjangoNewsroom:
    """What `bongsu.connectors.newsroom` asks for, as a table."""

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or OrgClock()

    def publish(self, job: DeliveryJob) -> str:
        """Path of the post made under `job.key`, now or before."""
        at = self._clock.now(job.org)
        while True:
            there = self.find(job.key)
            if there is not None:
                return there
            try:
                with transaction.atomic():
                    post = NewsroomPost.objects.create(
                        org_id=job.org,
                        key=job.key,
                        slug=_free_slug(job.org, at),
                        title=codec.keepable(job.title)[:_TITLE_MAX],
                        text=codec.keepable(job.text),
                        published_at=at,
                        next_update_at=job.next_update_at,
                    )
            except IntegrityError:
                continue  # somebody else took the slug, or published this; look again
            return path_of(post.org.slug, post.slug)

    def find(self, key: str) -> str | None:
        """Path of the post made under this key; None where nothing is. A withdrawn one still has its path."""
        there = NewsroomPost.objects.filter(key=key).values_list("org__slug", "slug").first()
        return None if there is None else path_of(*there)


def _free_slug(org: int, at: datetime) -> str:
    """The organisation's own date and the number of the post on that day: 2026-03-02-1."""
    zone = Org.objects.values_list("zone", flat=True).get(pk=org)
    day = at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d")
    numbers = NewsroomPost.objects.filter(org_id=org, slug__startswith=f"{day}-").values_list("slug", flat=True)
    return f"{day}-{max((int(slug.rsplit('-', 1)[1]) for slug in numbers), default=0) + 1}"
