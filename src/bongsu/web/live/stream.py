"""GET /live?token=…&topics=room:7@41,watch&show=room:facts,room:next — Server-Sent Events, answered beside Django.

Raw ASGI because a thousand screens that connect again at once took 6–7 s through Django's middleware and 0.6 s
without (docs/decisions/0003-web.md). The token, signed and short-lived, says who reads. Access is
checked when a stream opens and from time to time while it is open; no database connection is held for it. `show` names
the panels that stand on the reader's pages; without it all panels of a topic are sent. `again` says that the page is
not new: it may have missed what moved without a line.

    id: room:7@43,watch@1290
    event: panels
    data: {"topic": "room:7", "seq": 43, "now": "…", "speed": 1, "panels": {"facts": "<h2>…"}, "lines": "<li>…"}

    event: here
    data: {"topic": "room:7", "people": [{"name": "이서준", "title": "온라인팀장"}]}
"""

import asyncio
import contextlib
import json
import logging
import random
import re
import time
from collections.abc import Iterable, Mapping
from datetime import UTC
from urllib.parse import parse_qs

from bongsu.core.errors import NoSuchRoom
from bongsu.core.ports import Clock
from bongsu.store.queries import front, live as query
from bongsu.store.queries.front import OrgView, PersonView
from bongsu.web import panels, tokens
from bongsu.web.asgi import Message, Receive, Scope, Send
from bongsu.web.language import LANGUAGES, zone_of
from bongsu.web.live.hub import Hub
from bongsu.web.live.news import TopicKey
from bongsu.web.live.screen import Screen
from bongsu.web.viewer import Viewer

HEARTBEAT_S = 15.0
#: An event, not a comment: a page must be able to notice that a connection hangs without a word.
BEAT = b"event: beat\ndata: 1\n\n"
#: A page whose stream broke asks again after so long; each stream is told its own, so that a thousand that a restart
#: has cut off do not come back in one instant.
RETRY_MS = (500, 3000)
#: What is sent and not taken for so long goes to nobody: the stream ends, and whoever wakes up asks again.
STUCK_S = 30.0
#: How often it is asked whether those who read may still.
CHECK_S = 20.0
#: A screen ticks by itself between two messages; this is how old the time in one may be.
TIME_TRUST_S = 0.2
MOST_TOPICS = 12
_TOPIC = re.compile(r"([a-z]{1,20})(?::([0-9]{1,18}))?(?:@(-?[0-9]{1,18}))?")
#: A screen without a number has seen nothing yet.
NOTHING_SEEN = -1

log = logging.getLogger("bongsu.live")


def read_topics(text: str) -> dict[str, int] | None:
    """ "room:7@41,watch" → {"room:7": 41, "watch": -1}; None where it is not that."""
    found: dict[str, int] = {}
    for part in filter(None, re.split(r"[,\s]+", text[:2000])):
        match = _TOPIC.fullmatch(part)
        if match is None or len(found) >= MOST_TOPICS:
            return None
        kind, key, seq = match.groups()
        found[f"{kind}:{key}" if key else kind] = int(seq) if seq else NOTHING_SEEN
    return found


def read_shown(text: str) -> dict[str, frozenset[str]] | None:
    """ "room:facts,room:next" → {"room": {"facts", "next"}}; None where nothing was named."""
    found: dict[str, set[str]] = {}
    for part in text[:4000].split(","):
        kind, colon, name = part.partition(":")
        if colon and name:
            found.setdefault(kind, set()).add(name)
    return {kind: frozenset(names) for kind, names in found.items()} or None


def admit(token: str, wanted: dict[str, int]) -> tuple[Viewer, list[tuple[TopicKey, int]]] | int:
    """Who reads and what they may read, or the HTTP status that says why not. Runs in a thread."""
    try:
        who = tokens.read(token)
        found = front.reader(*who) if who else None
        if found is None:
            return 401
        viewer = _viewer(*found)
        topics = []
        for name, after in wanted.items():
            kind, _, key = name.partition(":")
            if panels.find_topic(kind) is None:
                return 404
            if kind == "room" and (not key or query.room_seq(viewer.org.id, int(key)) is None):
                return 404
            topics.append((TopicKey(viewer.org.id, kind, key), after))
        return viewer, topics
    except NoSuchRoom:
        return 404
    finally:
        query.rest()


def _viewer(person: PersonView, org: OrgView) -> Viewer:
    lang = person.locale if person.locale in LANGUAGES else LANGUAGES[0]
    return Viewer(org, lang, zone_of(person.zone).key, person)


def still_admitted(asked: Iterable[tuple[str, Viewer]]) -> frozenset[tuple[str, Viewer]]:
    """Of tokens with whom their streams are drawn for: those that still hold, for people who are still who they were.

    Runs in a thread.
    """
    try:
        known: dict[tuple[int, int], Viewer | None] = {}
        good = []
        for token, viewer in asked:
            who = tokens.read(token)
            if who is None:
                continue
            if who not in known:
                found = front.reader(*who)
                known[who] = _viewer(*found) if found else None
            if known[who] == viewer:
                good.append((token, viewer))
        return frozenset(good)
    finally:
        query.rest()


class Live:
    """The ASGI application of /live."""

    def __init__(self, hub: Hub, *, heartbeat_s: float = HEARTBEAT_S, stuck_s: float = STUCK_S) -> None:
        self.hub = hub
        self.heartbeat_s = heartbeat_s
        self.stuck_s = stuck_s
        self._open: dict[Screen, asyncio.Task[None]] = {}
        self._keeper: asyncio.Task[None] | None = None
        self._times: dict[int, tuple[float, asyncio.Future[bytes]]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = parse_qs(scope["query_string"].decode("latin-1"))
        headers = dict(scope["headers"])
        wanted = read_topics(",".join(asked.get("topics", [])))
        if scope["method"] != "GET" or not wanted:
            return await _refuse(send, 400)
        # A browser that connects again says what it has; the address still carries the numbers of the first time.
        last = headers.get(b"last-event-id", b"").decode("latin-1")
        wanted |= {name: seq for name, seq in (read_topics(last) or {}).items() if name in wanted}
        token = asked.get("token", [""])[0]
        admitted = await self.hub.in_thread(lambda: admit(token, wanted))
        if isinstance(admitted, int):
            return await _refuse(send, admitted)
        viewer, topics = admitted
        screen = Screen(viewer, read_shown(",".join(asked.get("show", []))), token)
        joined = self.hub.subscribe(screen, topics, again=bool(last or asked.get("again")))
        gone = asyncio.create_task(_until_gone(receive))
        gone.add_done_callback(lambda _: screen.end())
        cursors = {name: seq for name, seq in wanted.items() if seq >= 0}
        # In a task of its own: it is ended when nobody takes what it sends.
        streaming = self._open[screen] = asyncio.create_task(self._stream(screen, send, cursors=cursors))
        if self._keeper is None or self._keeper.done():
            self._keeper = asyncio.create_task(self._keep())
        try:
            await asyncio.wait({streaming})
            if not streaming.cancelled():
                streaming.result()
        finally:
            del self._open[screen]
            streaming.cancel()
            gone.cancel()
            self.hub.unsubscribe(screen, joined)
            with contextlib.suppress(OSError, TimeoutError):
                async with asyncio.timeout(1.0):
                    await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _stream(self, screen: Screen, send: Send, *, cursors: dict[str, int]) -> None:
        async def say(body: bytes) -> None:
            screen.sending_since = time.monotonic()
            await send(_chunk(body))
            screen.sending_since, screen.spoke_at = None, time.monotonic()

        screen.sending_since = time.monotonic()
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        await say(f"retry: {random.randint(*RETRY_MS)}\n: hello\n\n".encode())
        org = screen.viewer.org
        while True:
            await screen.ready.wait()
            screen.ready.clear()
            if screen.over:
                if screen.anew:
                    nothing = dict.fromkeys(cursors, NOTHING_SEEN)
                    await say(_event("beat", nothing) + b"1\n\n")
                return
            told, screen.pending = screen.pending, {}
            here, screen.here = screen.here, {}
            now_said = await self._time(org.id) if told else b""
            parts: list[bytes] = []
            for name, news in told.items():
                cursors[name] = news.seq
                parts += (_event("panels", cursors), news.said, b", ", now_said, b"\n\n")
            for someone in here.values():
                parts += (_event("here", cursors), someone.said, b"\n\n")
            await say(b"".join(parts) or BEAT)

    async def _keep(self) -> None:
        """While streams are open: say that a quiet one is there, end those that nobody reads or may read any more."""
        checked_at = time.monotonic()
        while self._open:
            await asyncio.sleep(min(1.0, self.heartbeat_s, self.stuck_s))
            now = time.monotonic()
            for screen, streaming in self._open.items():
                if screen.sending_since is None:
                    if now - screen.spoke_at >= self.heartbeat_s:
                        screen.ready.set()
                elif now - screen.sending_since >= self.stuck_s:
                    streaming.cancel()
            if now - checked_at >= CHECK_S:
                checked_at = now
                await self._check()

    async def _check(self) -> None:
        """A stream outlives its token, and what its reader was when it opened. It ends, and its page asks again."""
        asked = {(screen.token, screen.viewer) for screen in self._open}
        try:
            good = await self.hub.in_thread(lambda: still_admitted(asked))
        except Exception:
            log.exception("whether streams may stay open could not be asked; asked again in %s s", CHECK_S)
            return
        for screen in self._open:
            if (screen.token, screen.viewer) in asked - good:
                screen.end(anew=True)

    async def _time(self, org: int) -> bytes:
        """The organisation's time, and how fast it runs, as the end of a JSON object. Asked once for all screens."""
        known = self._times.get(org)
        if known is None or time.monotonic() > known[0]:
            asking = asyncio.ensure_future(self.hub.in_thread(lambda: _time(self.hub.ports.clock, org)))
            known = self._times[org] = (time.monotonic() + TIME_TRUST_S, asking)
        return known[1].result() if known[1].done() else await asyncio.shield(known[1])


def _time(clock: Clock, org: int) -> bytes:
    try:
        found = front.org(org)
        told = {"now": clock.now(org).astimezone(UTC).isoformat(), "speed": found.speed if found else 0}
        return json.dumps(told)[1:].encode()
    finally:
        query.rest()


def _event(kind: str, cursors: Mapping[str, int]) -> bytes:
    at = ",".join(f"{topic}@{seq}" for topic, seq in cursors.items())
    return f"id: {at}\nevent: {kind}\ndata: ".encode()


_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store, no-transform"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


def _chunk(body: bytes) -> Message:
    return {"type": "http.response.body", "body": body, "more_body": True}


async def _refuse(send: Send, status: int) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": str(status).encode()})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
