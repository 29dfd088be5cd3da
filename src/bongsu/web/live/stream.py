"""GET /live?token=…&topics=room:7@41,watch&show=room:facts,room:next — Server-Sent Events, answered beside Django.

Raw ASGI because a thousand screens that connect again at once took 6–7 s through Django's middleware and 0.6 s
without (docs/decisions/0003-web.md). The token, signed and short-lived, says who reads; access is checked when a
stream opens. No database connection is held while it stays open. `show` names the panels that stand on the reader's
pages; without it all panels of a topic are sent.

    id: room:7@43,watch@1290
    event: panels
    data: {"topic": "room:7", "seq": 43, "now": "…", "speed": 1, "panels": {"facts": "<h2>…"}, "lines": "<li>…"}

    event: here
    data: {"topic": "room:7", "people": [{"name": "이서준", "title": "온라인팀장"}]}
"""

import asyncio
import contextlib
import json
import re
import time
from datetime import UTC
from urllib.parse import parse_qs

from bongsu.core.errors import NoSuchRoom
from bongsu.core.ports import Clock
from bongsu.store.queries import front, live as query
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
RETRY_MS = 1000
#: A screen ticks by itself between two messages; this is how old the time in one may be.
TIME_TRUST_S = 0.2
MOST_TOPICS = 12
_TOPIC = re.compile(r"([a-z]{1,20})(?::([0-9]{1,18}))?(?:@(-?[0-9]{1,18}))?")
#: A screen without a number has seen nothing yet.
NOTHING_SEEN = -1


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
        person, org = found
        topics = []
        for name, after in wanted.items():
            kind, _, key = name.partition(":")
            if panels.find_topic(kind) is None:
                return 404
            if kind == "room" and (not key or query.room_seq(org.id, int(key)) is None):
                return 404
            topics.append((TopicKey(org.id, kind, key), after))
        lang = person.locale if person.locale in LANGUAGES else LANGUAGES[0]
        return Viewer(org, lang, zone_of(person.zone).key, person), topics
    except NoSuchRoom:
        return 404
    finally:
        query.close()


class Live:
    """The ASGI application of /live."""

    def __init__(self, hub: Hub, *, heartbeat_s: float = HEARTBEAT_S) -> None:
        self.hub = hub
        self.heartbeat_s = heartbeat_s
        self._times: dict[int, tuple[float, asyncio.Future[bytes]]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = parse_qs(scope["query_string"].decode("latin-1"))
        headers = dict(scope["headers"])
        wanted = read_topics(",".join(asked.get("topics", [])))
        if scope["method"] != "GET" or not wanted:
            return await _refuse(send, 400)
        # A browser that connects again says what it has; the address still carries the numbers of the first time.
        again = read_topics(headers.get(b"last-event-id", b"").decode("latin-1"))
        wanted |= {name: seq for name, seq in (again or {}).items() if name in wanted}
        token = asked.get("token", [""])[0]
        admitted = await self.hub.in_thread(lambda: admit(token, wanted))
        if isinstance(admitted, int):
            return await _refuse(send, admitted)
        viewer, topics = admitted
        screen = Screen(viewer, read_shown(",".join(asked.get("show", []))))
        joined = self.hub.subscribe(screen, topics)
        gone = asyncio.create_task(_until_gone(receive))
        gone.add_done_callback(lambda _: screen.end())
        try:
            await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
            await send(_chunk(f"retry: {RETRY_MS}\n: hello\n\n".encode()))
            await self._stream(screen, send, cursors={name: seq for name, seq in wanted.items() if seq >= 0})
        finally:
            gone.cancel()
            self.hub.unsubscribe(screen, joined)
            with contextlib.suppress(OSError):
                await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _stream(self, screen: Screen, send: Send, *, cursors: dict[str, int]) -> None:
        org = screen.viewer.org
        while True:
            try:
                async with asyncio.timeout(self.heartbeat_s):
                    await screen.ready.wait()
            except TimeoutError:
                await send(_chunk(BEAT))
                continue
            if screen.over:
                return
            screen.ready.clear()
            told, screen.pending = screen.pending, {}
            here, screen.here = screen.here, {}
            now_said = await self._time(org.id) if told else b""
            parts: list[bytes] = []
            for name, news in told.items():
                cursors[name] = news.seq
                parts += (_event("panels", cursors), news.said, b", ", now_said, b"\n\n")
            for someone in here.values():
                parts += (_event("here", cursors), someone.said, b"\n\n")
            if parts:
                await send(_chunk(b"".join(parts)))

    async def _time(self, org: int) -> bytes:
        """The organisation's time, and how fast it runs, as the end of a JSON object. Asked once for all screens."""
        known = self._times.get(org)
        if known is None or time.monotonic() > known[0]:
            asking = asyncio.ensure_future(self.hub.in_thread(lambda: _time(self.hub.ports.clock, org)))
            known = self._times[org] = (time.monotonic() + TIME_TRUST_S, asking)
        return await asyncio.shield(known[1])


def _time(clock: Clock, org: int) -> bytes:
    try:
        found = front.org(org)
        told = {"now": clock.now(org).astimezone(UTC).isoformat(), "speed": found.speed if found else 0}
        return json.dumps(told)[1:].encode()
    finally:
        query.close()


def _event(kind: str, cursors: dict[str, int]) -> bytes:
    at = ",".join(f"{topic}@{seq}" for topic, seq in cursors.items())
    return f"id: {at}\nevent: {kind}\ndata: ".encode()


_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
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
