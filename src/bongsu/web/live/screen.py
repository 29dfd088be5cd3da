"""One open stream: who reads, what stands on the pages, and what waits to be sent."""

import asyncio
import time
from collections.abc import Mapping

from bongsu.web.live.news import News, Shown
from bongsu.web.live.presence import Here
from bongsu.web.viewer import Viewer


class Screen:
    """One open stream. `shows`: kind of topic → names of panels that stand on its pages. Instants are monotonic."""

    def __init__(self, viewer: Viewer, shows: Mapping[str, frozenset[str]] | None = None, token: str = "") -> None:
        self.viewer = viewer
        self.shared = viewer.shared()
        self.shows = shows
        self.token = token
        self.pending: dict[str, News] = {}
        self.here: dict[str, Here] = {}
        self.ready = asyncio.Event()
        self.spoke_at = time.monotonic()
        self.sending_since: float | None = None  # something is being handed to the network, and has not been taken
        self.over = False  # a topic has gone, or the reader has: close; a page that still stands asks again
        self.anew = False  # … for everything, also for what it has

    def panels_of(self, kind: str) -> Shown:
        return None if self.shows is None else self.shows.get(kind, frozenset())

    def tell(self, news: News) -> None:
        waiting = self.pending.get(news.topic)
        self.pending[news.topic] = news if waiting is None else waiting.then(news)
        self.ready.set()

    def tell_here(self, here: Here) -> None:
        self.here[here.topic] = here
        self.ready.set()

    def end(self, *, anew: bool = False) -> None:
        self.over, self.anew = True, anew
        self.ready.set()
