"""A synthetic storm as a source: the demo's posts travel the same way as real ones, in the organisation's own time."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from bongsu.core.ports import Item, Polled
from bongsu.storm.script import STORMS, StormPost

BATCH = 500
NEXT_IN_S = 0.5


class StormSource:
    """Source port over `storm`. Settings: story, seed, start (ISO 8601). Cursor: how many posts have been given out.

    The same seed gives the same posts, so a restart goes on where the cursor stands.
    """

    def __init__(self) -> None:
        self._playing: dict[tuple[str, str, str], _Reel] = {}

    def poll(self, settings: Mapping[str, str], cursor: Mapping[str, str], *, at: datetime) -> Polled:
        which = (settings["story"], settings["seed"], settings["start"])
        given = int(cursor.get("given", "0"))
        reel = self._playing.get(which)
        if reel is None or reel.given != given:
            reel = _Reel(which)
            reel.skip(given)
            self._playing[which] = reel
        posts = reel.until(at, BATCH)
        items = tuple(
            Item(id=post.id, ts=post.ts, source=post.source, text=post.text, author=post.author, url=post.url)
            for post in posts
        )
        return Polled(items=items, cursor={"given": str(reel.given)}, next_in_s=NEXT_IN_S)


class _Reel:
    def __init__(self, which: tuple[str, str, str]) -> None:
        story, seed, start = which
        self._posts: Iterator[StormPost] = STORMS[story].posts(datetime.fromisoformat(start), int(seed))
        self._next: StormPost | None = None
        self.given = 0

    def skip(self, count: int) -> None:
        while self.given < count and self._peek() is not None:
            self._take()

    def until(self, at: datetime, limit: int) -> list[StormPost]:
        posts: list[StormPost] = []
        while len(posts) < limit and (post := self._peek()) is not None and post.ts <= at:
            posts.append(post)
            self._take()
        return posts

    def _peek(self) -> StormPost | None:
        if self._next is None:
            self._next = next(self._posts, None)
        return self._next

    def _take(self) -> None:
        self._next = None
        self.given += 1
