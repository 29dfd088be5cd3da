"""Who looks at what, and one reader for each topic: it renders what changed once, and hands it to every screen.

All of this lives in one event loop; rendering and the database in threads. Nothing here is needed to be right: a screen
that connects again, with the number of the last line it has, is given everything since.
"""

import asyncio
import contextlib
import hashlib
import json
import logging
import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from bongsu.core.errors import BongsuError
from bongsu.core.ports import Ports
from bongsu.store.queries import live as query
from bongsu.web import panels
from bongsu.web.presence import Here, Presence
from bongsu.web.viewer import Viewer

SWEEP_SQLITE_S = 0.1
SWEEP_S = 2.0
#: A room in which everybody writes at once is rendered at most this often.
ROUND_S = 0.1
_TICKING = re.compile(r'(data-due="[^"]*"[^>]*>)[^<]*')
_CLOCKED = re.compile(r'class="countdown[^"]*"')

log = logging.getLogger("bongsu.live")


@dataclass(frozen=True, slots=True)
class TopicKey:
    """`kind` "room", `key` "7"."""

    org: int
    kind: str
    key: str

    @property
    def name(self) -> str:
        return f"{self.kind}:{self.key}" if self.key else self.kind


@dataclass(frozen=True)
class News:
    """What one topic has to say. Screens that see alike are given the same news, spelled once (`said`)."""

    topic: str
    seq: int
    panels: Mapping[str, str] = field(default_factory=dict)
    lines: str = ""
    _joined: "dict[int, tuple[News, News]]" = field(default_factory=dict, repr=False, compare=False)

    def then(self, later: "News") -> "News":
        """Both at once: newer panels replace older, newer lines stand above. Screens equally far behind share it."""
        if id(later) not in self._joined:
            both = News(
                self.topic,
                max(self.seq, later.seq),
                {**self.panels, **later.panels},
                later.lines + self.lines,
            )
            # `later` is kept with it, so that its id stays its own.
            self._joined[id(later)] = (later, both)
        return self._joined[id(later)][1]

    @cached_property
    def said(self) -> bytes:
        """As JSON, open at its end: the reader's clock is added for each batch."""
        told = {"topic": self.topic, "seq": self.seq, "panels": dict(self.panels), "lines": self.lines}
        return json.dumps(told, ensure_ascii=False)[:-1].encode()


#: The panels that a page shows; None: all of its topic.
Shown = frozenset[str] | None


def both(a: Shown, b: Shown) -> Shown:
    return None if a is None or b is None else a | b


class Screen:
    """One open stream. `shows`: kind of topic → names of panels that stand on its pages."""

    def __init__(self, viewer: Viewer, shows: Mapping[str, frozenset[str]] | None = None) -> None:
        self.viewer = viewer
        self.shared = viewer.shared()
        self.shows = shows
        self.pending: dict[str, News] = {}
        self.here: dict[str, Here] = {}
        self.ready = asyncio.Event()
        self.over = False  # a topic has gone, or the reader has: close; a page that still stands asks again

    def panels_of(self, kind: str) -> Shown:
        return None if self.shows is None else self.shows.get(kind, frozenset())

    def tell(self, news: News) -> None:
        waiting = self.pending.get(news.topic)
        self.pending[news.topic] = news if waiting is None else waiting.then(news)
        self.ready.set()

    def tell_here(self, here: Here) -> None:
        self.here[here.topic] = here
        self.ready.set()

    def end(self) -> None:
        self.over = True
        self.ready.set()


@dataclass(frozen=True, slots=True)
class _Round:
    """What one pass over a topic is asked to render."""

    topic: TopicKey
    since: int
    timed: bool  # panels that move by themselves are due
    viewers: Mapping[Viewer, Shown]
    fresh: tuple[tuple[Viewer, int, Shown], ...]  # screens that join: (viewer, last line they have, what they show)


@dataclass(frozen=True, slots=True)
class _Rendered:
    seq: int
    panels: dict[tuple[str, Viewer], str]  # (name, viewer; without the person where they share)
    whole: dict[Viewer, dict[str, str]]  # everything they show, for those who join late
    lines: dict[tuple[Viewer, int], str]


def digest(html: str) -> bytes:
    """Of what a reader would notice: time left ticks by itself in the browser."""
    still = _CLOCKED.sub('class="countdown"', _TICKING.sub(r"\1", html))
    return hashlib.blake2b(still.encode(), digest_size=12).digest()


def render_round(ports: Ports, asked: _Round) -> _Rendered:
    """Runs in a thread. Reads the topic once and renders each panel once for each way of seeing it."""
    kind = panels.find_topic(asked.topic.kind)
    if kind is None:
        raise LookupError(asked.topic.kind)
    org, key = asked.topic.org, asked.topic.key
    try:
        # The number first: what is read afterwards is at least as new, and never claims to be newer.
        seq = kind.version(org, key)
        late = any(after != seq for _, after, _ in asked.fresh)
        types: frozenset[str] | None = frozenset()
        if seq != asked.since:
            if asked.topic.kind == "room":
                types = query.room_types(int(key), asked.since)
            elif asked.topic.kind == "me":
                types = query.org_types(org, seq - asked.since)
            else:
                types = None
        due = [
            panel
            for panel in panels.of(asked.topic.kind)
            if (seq != asked.since and (panel.events is None or types is None or panel.events & types))
            or (asked.timed and panel.every_s is not None)
        ]
        done = _Rendered(seq, {}, {}, {})
        if not due and not late and seq == asked.since:
            return done
        view = kind.load(org, key, ports.clock.now(org))
        drawn = _Drawn(view)
        for panel in due:
            for viewer, shown in asked.viewers.items():
                seen_by = viewer if panel.per_person else viewer.shared()
                if (shown is None or panel.name in shown) and (panel.name, seen_by) not in done.panels:
                    done.panels[panel.name, seen_by] = drawn.html(panel, viewer)
        for viewer, after, shown in asked.fresh:
            if after != seq:
                mine = done.whole.setdefault(viewer, {})
                for panel in panels.of(asked.topic.kind):
                    if (shown is None or panel.name in shown) and panel.name not in mine:
                        mine[panel.name] = drawn.html(panel, viewer)
        write_lines = panels.lines_of(asked.topic.kind)
        if write_lines is not None:
            wanted = {(v.shared(), after) for v, after, _ in asked.fresh if after != seq}
            if seq != asked.since:
                wanted |= {(v.shared(), asked.since) for v in asked.viewers}
            for viewer, after in wanted:
                with panels.speaking_to(viewer):
                    done.lines[viewer, after] = write_lines(viewer, view, after)
        return done
    finally:
        query.close()


class _Drawn:
    """Each panel of one view, drawn once for all who see it alike."""

    def __init__(self, view: Any) -> None:
        self._view = view
        self._html: dict[tuple[str, Viewer, Any], str] = {}

    def html(self, panel: panels.Panel, viewer: Viewer) -> str:
        seen: tuple[str, Viewer, Any] = (panel.name, viewer if panel.per_person else viewer.shared(), None)
        if panel.alike is not None:
            with panels.speaking_to(viewer):
                seen = (panel.name, viewer.shared(), panel.alike(viewer, self._view))
        if seen not in self._html:
            self._html[seen] = panels.inner(panel, viewer, self._view)
        return self._html[seen]


class Reader:
    """Follows one topic while somebody looks at it."""

    def __init__(self, hub: "Hub", topic: TopicKey) -> None:
        self.hub = hub
        self.topic = topic
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
        asked = _Round(
            topic=self.topic,
            since=min((after for _, after in joining), default=0) if first else self.seq,
            timed=timed,
            viewers=self._viewers(),
            fresh=tuple({(s.viewer, after, s.panels_of(self.topic.kind)) for s, after in joining}),
        )
        done = await self.hub.in_thread(lambda: render_round(self.hub.ports, asked))
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

    def _tell_those_here(self, since: int, done: _Rendered) -> None:
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


class Hub:
    """All readers of this process."""

    def __init__(self, ports: Callable[[], Ports]) -> None:
        self._ports = ports
        self._readers: dict[TopicKey, Reader] = {}
        self._threads = ThreadPoolExecutor(max_workers=3, thread_name_prefix="live")
        # Of its own: SQLite's data_version compares within one connection.
        self._sweeper = ThreadPoolExecutor(max_workers=1, thread_name_prefix="live-sweep")
        self._tasks: list[asyncio.Task[None]] = []
        self._somebody = asyncio.Event()  # looks

    @property
    def ports(self) -> Ports:
        return self._ports()

    @property
    def readers(self) -> int:
        return len(self._readers)

    async def in_thread(self, work: Callable[[], Any]) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def subscribe(self, screen: Screen, topics: Iterable[tuple[TopicKey, int]]) -> list[TopicKey]:
        if not self._tasks:
            self._tasks = [asyncio.create_task(self._hear()), asyncio.create_task(self._sweep())]
        joined = []
        for topic, after in topics:
            reader = self._readers.get(topic)
            if reader is None or reader.task.done():
                reader = self._readers[topic] = Reader(self, topic)
            reader.join(screen, after)
            joined.append(topic)
        self._somebody.set()
        return joined

    def unsubscribe(self, screen: Screen, topics: Sequence[TopicKey]) -> None:
        for topic in topics:
            reader = self._readers.get(topic)
            if reader is None:
                continue
            reader.leave(screen)
            if reader.is_empty:
                reader.task.cancel()
                del self._readers[topic]

    def _wake(self, org: int, room: int) -> None:
        for topic in (TopicKey(org, "room", str(room)), TopicKey(org, "watch", ""), TopicKey(org, "me", "")):
            if topic in self._readers:
                self._readers[topic].wake()

    async def _hear(self) -> None:
        with self.ports.wake.subscribe() as woken:
            async for org, room, _ in woken:
                self._wake(org, room)

    async def _sweep(self) -> None:
        """What another process did, and wake-ups that were lost. While nobody looks, nothing is asked."""
        loop = asyncio.get_running_loop()
        before: tuple[int, ...] | None = ()
        while True:
            if not self._readers:
                self._somebody.clear()
                await self._somebody.wait()
            try:
                before, behind = await loop.run_in_executor(
                    self._sweeper, _look_around, before, {t: r.seq for t, r in self._readers.items()}
                )
            except BongsuError:
                behind = ()
            for topic in behind:
                if topic in self._readers:
                    self._readers[topic].wake()
            await asyncio.sleep(SWEEP_S if before is None else SWEEP_SQLITE_S)

    async def close(self) -> None:
        """End all work of this hub; streams end with their server."""
        tasks = [*self._tasks, *(reader.task for reader in self._readers.values())]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._readers.clear()
        self._tasks.clear()
        await asyncio.get_running_loop().run_in_executor(self._sweeper, query.close)
        self._threads.shutdown(wait=True)
        self._sweeper.shutdown(wait=True)


def _look_around(
    before: tuple[int, ...] | None, known: dict[TopicKey, int]
) -> tuple[tuple[int, ...] | None, tuple[TopicKey, ...]]:
    """(the databases' versions, topics that have moved on since `known`)."""
    versions = query.data_versions()
    if versions is not None and versions == before:
        return versions, ()
    behind = []
    for topic, seq in known.items():
        kind = panels.find_topic(topic.kind)
        if kind is not None and kind.version(topic.org, topic.key) != seq:
            behind.append(topic)
    if versions is None:
        query.close()
    return versions, tuple(behind)
