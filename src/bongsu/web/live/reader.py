"""Follows one topic while somebody looks at it: what changed is rendered once, and handed to every screen."""

import asyncio
import contextlib
import hashlib
import logging
import re
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence

from bongsu.core.errors import BongsuError
from bongsu.web import panels
from bongsu.web.live.news import News, Shown, TopicKey, both
from bongsu.web.live.presence import Presence
from bongsu.web.live.rounds import Rendered, Round
from bongsu.web.live.screen import Screen
from bongsu.web.viewer import Viewer

#: A room in which everybody writes at once is rendered at most this often.
ROUND_S = 0.1
_TICKING = re.compile(r'(data-due="[^"]*"[^>]*>)[^<]*')
_CLOCKED = re.compile(r'class="countdown[^"]*"')

#: Does one pass over a topic, in a thread.
Draw = Callable[[Round], Awaitable[Rendered]]

log = logging.getLogger("bongsu.live")


def digest(html: str) -> bytes:
    """Of what a reader would notice: time left ticks by itself in the browser."""
    still = _CLOCKED.sub('class="countdown"', _TICKING.sub(r"\1", html))
    return hashlib.blake2b(still.encode(), digest_size=12).digest()


class Reader:
    """Follows one topic while somebody looks at it."""

    def __init__(self, topic: TopicKey, draw: Draw) -> None:
        self.topic = topic
        self._draw = draw
        self.screens: set[Screen] = set()
        self.joining: list[tuple[Screen, int]] = []
        self.seq = -1
        self.behind = False  # something may be new
        self._stirred = asyncio.Event()
        self._seen: dict[tuple[str, Viewer], bytes] = {}
        self._presence = Presence(topic.name)
        self.task = asyncio.create_task(self._run(), name=f"live {topic.name}")
        self.task.add_done_callback(self._ended)

    def join(self, screen: Screen, after: int) -> None:
        self.joining.append((screen, after))
        self.wake()

    def leave(self, screen: Screen) -> None:
        self.screens.discard(screen)
        self.joining = [pair for pair in self.joining if pair[0] is not screen]
        self._stirred.set()

    def wake(self) -> None:
        """Look for news in the next round."""
        self.behind = True
        self._stirred.set()

    @property
    def is_empty(self) -> bool:
        return not self.screens and not self.joining

    async def _run(self) -> None:
        every = min((p.every_s for p in panels.of(self.topic.kind) if p.every_s), default=None)
        timed_at = time.monotonic()
        while True:
            at = time.monotonic()
            waits = (self._presence.next_look_s(at), None if every is None else max(0.0, timed_at + every - at))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stirred.wait(), min((s for s in waits if s is not None), default=None))
            self._stirred.clear()
            if self.is_empty:
                return
            timed = every is not None and time.monotonic() >= timed_at + every
            if timed:
                timed_at = time.monotonic()
            joined: list[Screen] = []
            if timed or self.behind:
                self.behind = False
                try:
                    joined = await self._round(timed=timed)
                except BongsuError:
                    self._lose()
                    return
            self._tell_who_is_here(joined)
            await asyncio.sleep(ROUND_S)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        """A panel that cannot be rendered must not leave screens that look alive: they are closed, and ask again."""
        if not task.cancelled() and (problem := task.exception()) is not None:
            log.error("live topic %s stopped", self.topic.name, exc_info=problem)
            self._lose()

    def _lose(self) -> None:
        for screen in [*self.screens, *(s for s, _ in self.joining)]:
            screen.end()

    async def _round(self, *, timed: bool) -> list[Screen]:
        """Tell everybody what is new; gives back who has joined with it."""
        joining, self.joining = self.joining, []
        first = self.seq < 0
        asked = Round(
            topic=self.topic,
            since=min((after for _, after in joining), default=0) if first else self.seq,
            timed=timed,
            viewers=self._viewers(),
            fresh=tuple({(s.viewer, after, s.panels_of(self.topic.kind)) for s, after in joining}),
        )
        done = await self._draw(asked)
        self._tell_those_here(asked.since, done)
        for screen, after in joining:
            self.screens.add(screen)
            if after != done.seq:
                whole = _only(done.whole.get(screen.viewer, {}), screen.panels_of(self.topic.kind))
                lines = done.lines.get((screen.viewer.shared(), after), "")
                screen.tell(News(self.topic.name, done.seq, whole, lines))
            else:
                screen.tell(News(self.topic.name, done.seq))
        self.seq = done.seq
        return [screen for screen, _ in joining]

    def _viewers(self) -> dict[Viewer, Shown]:
        found: dict[Viewer, Shown] = {}
        for screen in self.screens:
            shown = screen.panels_of(self.topic.kind)
            found[screen.viewer] = both(found[screen.viewer], shown) if screen.viewer in found else shown
        return found

    def _tell_those_here(self, since: int, done: Rendered) -> None:
        newly: dict[tuple[str, Viewer], str] = {}
        for seen, html in done.panels.items():
            now = digest(html)
            if self._seen.get(seen) != now:
                self._seen[seen] = now
                newly[seen] = html
        joined = {s.viewer for s in self.screens} | {s.shared for s in self.screens}
        self._seen = {seen: was for seen, was in self._seen.items() if seen[1] in joined}
        names = {name for name, _ in newly}
        by_viewer: dict[tuple[Viewer, Shown], News] = {}
        alike: dict[tuple[object, ...], News] = {}
        for screen in self.screens:
            viewer, shown = screen.viewer, screen.panels_of(self.topic.kind)
            news = by_viewer.get((viewer, shown))
            if news is None:
                changed: dict[str, str] = {}
                for name in names if shown is None else names & shown:
                    html = newly.get((name, viewer)) or newly.get((name, screen.shared), "")
                    if html or (name, viewer) in newly:
                        changed[name] = html
                lines = done.lines.get((screen.shared, since), "")
                news = alike.setdefault(
                    (lines, *sorted(changed.items())), News(self.topic.name, done.seq, changed, lines)
                )
                by_viewer[viewer, shown] = news
            if news.panels or news.lines or done.seq != since:
                screen.tell(news)

    def _tell_who_is_here(self, joined: Sequence[Screen]) -> None:
        if self.topic.kind != "room":
            return
        people = {screen.viewer.person for screen in self.screens if screen.viewer.person}
        all_told = self._presence.look(people, time.monotonic())
        for screen in self.screens if all_told else joined:
            screen.tell_here(self._presence.here)


def _only(whole: Mapping[str, str], shown: Shown) -> dict[str, str]:
    return {name: html for name, html in whole.items() if shown is None or name in shown}
