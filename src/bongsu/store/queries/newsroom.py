"""What the public reads."""

from dataclasses import dataclass
from datetime import datetime

from bongsu.store.operations.models import NewsroomPost
from bongsu.store.queries import front
from bongsu.store.queries.front import OrgView

MOST = 100


@dataclass(frozen=True, slots=True)
class Post:
    slug: str
    title: str
    text: str
    published_at: datetime
    next_update_at: datetime | None
    withdrawn_at: datetime | None

    @property
    def updated_at(self) -> datetime:
        return self.withdrawn_at or self.published_at


def _post(row: NewsroomPost) -> Post:
    return Post(row.slug, row.title, row.text, row.published_at, row.next_update_at, row.withdrawn_at)


def newsroom(slug: str | None = None) -> OrgView | None:
    """The organisation of a newsroom: by its slug, else the first one."""
    return front.first_org() if slug is None else front.org_by_slug(slug)


def posts(org: int) -> tuple[Post, ...]:
    """Newest first, at most 100."""
    return tuple(_post(row) for row in NewsroomPost.objects.filter(org_id=org)[:MOST])


def post(org: int, slug: str) -> Post | None:
    row = NewsroomPost.objects.filter(org_id=org, slug=slug).first()
    return None if row is None else _post(row)
