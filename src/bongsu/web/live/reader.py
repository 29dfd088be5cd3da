"""Follows one topic while somebody looks at it: what changed is rendered once, and handed to every screen."""

import asyncio
import contextlib
import hashlib
import logging
import re
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from bongsu.core.errors import BongsuError
from bongsu.web import panels
from bongsu.web.live.audience import Audience
from bongsu.web.live.news import News, TopicKey
from bongsu.web.live.presence import Presence
from bongsu.web.live.rounds import Joiner, Rendered, Round, Seen
from bongsu.web.live.screen import Screen

#: A room in which everybody writes at once is rendered at most this often, and its screens are left this long to be
#: written to before the next round.
ROUND_S = 0.1
BREATH_S = 0.03
_TICKING = re.compile(r'(data-due="[^"]*"[^>]*>)[^<]*')
_CLOCKED = re.compile(r'class="countdown[^"]*"')

#: Does one pass over a topic, in a thread.
Draw = Callable[[Round], Awaitable[Rendered]]

log = logging.getLogger("bongsu.live")


def digest(html: str) -> bytes:
    """Of what a reader would notice: time left ticks by itself in the browser."""
    still = _CLOCKED.sub('class="countdown"', _TICKING.sub(r"\1", html))
    return hashlib.blake2b(still.encode(), digest_size=12).digest()


@dataclass(frozen=True, slots=True)
class _Coming:
    """A screen that has not been told anything yet."""

    after: int
    again: bool


class Reader:
    """Follows one topic while somebody looks at it."""

    def __init__(self, topic: TopicKey, draw: Draw) -> None:
        self.topic = topic
        self._draw = draw
        self.screens = Audience(topic.kind)
        self.joining: dict[Screen, _Coming] = {}
        self.seq = -1
        self.behind = False  # something may be new
        self._stirred = asyncio.Event()
        self._seen: dict[Seen, bytes] = {}
        self._known: dict[Seen, str] = {}
        self._presence = Presence(topic.name)
        self._every = {p.name: p.every_s for p in panels.of(topic.kind) if p.every_s is not None}
        self._due_at = {name: time.monotonic() + every for name, every in self._every.items()}
        self.task = asyncio.create_task(self._run(), name=f"live {topic.name}")
        self.task.add_done_callback(self._ended)

    def join(self, screen: Screen, after: int, *, again: bool = False) -> None:
        self.joining[screen] = _Coming(after, again)
        self.wake()

    def leave(self, screen: Screen) -> None:
        self.screens.discard(screen)
        self.joining.pop(screen, None)
        self._stirred.set()

    def wake(self) -> None:
        """Look for news in the next round."""
        self.behind = True
        self._stirred.set()

    @property
    def is_empty(self) -> bool:
        return not self.screens and not self.joining

    async def _run(self) -> None:
        while True:
            at = time.monotonic()
            waits = [when - at for when in self._due_at.values()]
            if (look_s := self._presence.next_look_s(at)) is not None:
                waits.append(look_s)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stirred.wait(), max(0.0, min(waits)) if waits else None)
            self._stirred.clear()
            if self.is_empty:
                return
            begun = time.monotonic()
            timed = frozenset(name for name, when in self._due_at.items() if when <= begun)
            self._due_at |= {name: begun + self._every[name] for name in timed}
            joined: list[Screen] = []
            if timed or self.behind:
                self.behind = False
                try:
                    joined = await self._round(timed)
                except BongsuError:
                    self._lose()
                    return
            self._tell_who_is_here(joined)
            await asyncio.sleep(max(BREATH_S, begun + ROUND_S - time.monotonic()))

    def _ended(self, task: "asyncio.Task[None]") -> None:
        """A panel that cannot be rendered must not leave screens that look alive: they are closed, and ask again."""
        if not task.cancelled() and (problem := task.exception()) is not None:
            log.error("live topic %s stopped", self.topic.name, exc_info=problem)
            self._lose()

    def _lose(self) -> None:
        for screen in [*self.screens, *self.joining]:
            screen.end()

    async def _round(self, timed: frozenset[str]) -> list[Screen]:
        """Tell everybody what is new; gives back who has joined with it."""
        # They stay in `joining` meanwhile: who leaves before the round is done must not be counted in at its end.
        joining = {
            screen: Joiner(screen.viewer, coming.after, screen.panels_of(self.topic.kind), coming.again)
            for screen, coming in self.joining.items()
        }
        first = self.seq < 0
        asked = Round(
            topic=self.topic,
            since=min((joiner.after for joiner in joining.values()), default=0) if first else self.seq,
            timed=timed,
            viewers=self.screens.viewers(),
            joiners=frozenset(joining.values()),
            known=dict(self._known),
        )
        done = await self._draw(asked)
        self._tell_those_here(asked.since, done)
        still_here = [screen for screen in joining if screen in self.joining]
        told: dict[Joiner, News] = {}
        for screen in still_here:
            joiner = joining[screen]
            if joiner not in told:
                lines = done.lines.get((screen.shared, joiner.after), "")
                told[joiner] = News(
                    self.topic.name,
                    done.seq,
                    done.joined.get(joiner, {}),
                    (lines,) if lines else (),
                    back=joiner.after > done.seq,
                )
            del self.joining[screen]
            self.screens.add(screen)
            screen.tell(told[joiner])
        self._remember(done)
        self.seq = done.seq
        return still_here

    def _tell_those_here(self, since: int, done: Rendered) -> None:
        newly: dict[Seen, str] = {}
        for seen, html in done.panels.items():
            now = digest(html)
            if self._seen.get(seen) != now:
                self._seen[seen] = now
                newly[seen] = html
        names = {name for name, _ in newly}
        alike: dict[tuple[object, ...], News] = {}
        for viewer, shown, screens in self.screens.groups():
            shared = viewer.shared()
            changed: dict[str, str] = {}
            for name in names if shown is None else names & shown:
                html = newly.get((name, viewer)) or newly.get((name, shared), "")
                if html or (name, viewer) in newly:
                    changed[name] = html
            rows = done.lines.get((shared, since), "")
            lines = (rows,) if rows else ()
            news = alike.setdefault(
                (lines, *sorted(changed.items())),
                News(self.topic.name, done.seq, changed, lines, back=done.seq < since),
            )
            if news.panels or news.lines or done.seq != since:
                for screen in screens:
                    screen.tell(news)

    def _remember(self, done: Rendered) -> None:
        """What was drawn serves who comes later, until something happens to it; only of what those here see."""
        readers = [viewer for viewer, _, _ in self.screens.groups()]
        here = {*readers, *(viewer.shared() for viewer in readers)}
        kept = {seen: html for seen, html in self._known.items() if seen[0] not in done.due}
        self._known = {seen: html for seen, html in (kept | done.known).items() if seen[1] in here}
        self._seen = {seen: was for seen, was in self._seen.items() if seen[1] in here}

    def _tell_who_is_here(self, joined: Iterable[Screen]) -> None:
        if self.topic.kind != "room":
            return
        people = {viewer.person for viewer, _, _ in self.screens.groups() if viewer.person}
        all_told = self._presence.look(people, time.monotonic())
        for screen in self.screens if all_told else joined:
            screen.tell_here(self._presence.here)
