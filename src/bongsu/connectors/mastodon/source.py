"""Reads timelines page by page from where it stopped; a stream, where there is one, only says when to look.

No client library: Mastodon.py was seen to take half a minute and then to break over another server's answers.
"""

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlsplit

import httpx
import msgspec

from bongsu.connectors.kit.guard import Allowed, PrivateAddress
from bongsu.connectors.kit.http import client, read_body, retry_after_s, said
from bongsu.connectors.mastodon import post
from bongsu.connectors.mastodon.streams import Stream, Streams
from bongsu.core.errors import SourceBusy, SourceError
from bongsu.core.ports import Item, Polled, Refusal

PAGE = 40  # the most a server gives at once
PAGES = 5  # of one timeline in one look
BODY_LIMIT = 4 * 1024 * 1024
SEEN_LIMIT = 800  # for servers that know no min_id
TAGS = 5
EVERY_S, LEAST_EVERY_S, MORE_S = 60.0, 10.0, 2.0
BUSY_S = 300.0
#: With fewer calls left than this the rest of the window is left to others of the account.
SPARE_CALLS = 20
#: Seconds for a call when streams ring without end: 250 of the 300 that Mastodon gives an account in five minutes.
CALL_S = 1.2
LINE_LIMIT = 64 * 1024
#: A stream says something every half minute, be it a colon.
QUIET_STREAM_S = 60.0
WHAT = ("public", "local", "home", "tag", "list")


@dataclass(frozen=True, slots=True)
class _Timeline:
    key: str
    path: str
    local: bool = False


class MastodonSource:
    """Source and Bell port for Mastodon's API.

    Settings: url (of the server); what (public, local, home, tag, list); tags? (up to five); list? (its number);
    secret? (an access token); stream? ("true"); source?, every_s?, allow_private? as with feeds. Cursor: url, since
    of each timeline, seen, rest (until when the server is left alone).
    """

    def __init__(self, *, timeout_s: float = 10.0) -> None:
        self._timeout_s = timeout_s

    # ── looking ────────────────────────────────────────────────────────────────────────────────────────────────────
    def poll(self, settings: Mapping[str, str], cursor: Mapping[str, str], *, at: datetime) -> Polled:  # noqa: ARG002
        """What was posted since last time, oldest first.

        Raises:
            SourceBusy: the server asks us to come back later.
            SourceError: it could not be read, and why.
        """
        base = _base(settings)
        timelines = _timelines(settings)
        if cursor.get("url") != base:
            cursor = {"url": base}
        if rest_s := _rest_s(cursor):
            return Polled((), cursor, next_in_s=rest_s)  # a bell rang while the server is to be left alone
        seen = dict.fromkeys(cursor.get("seen", "").split())
        after = {"url": base}
        items: list[Item] = []
        refused: list[Refusal] = []
        more, wait = False, 0.0
        host = urlsplit(base).hostname or ""
        with self._asking(settings) as http:
            for timeline in timelines:
                since = cursor.get(f"since {timeline.key}", "")
                for _page in range(PAGES):
                    raws, left = self._page(http, base, timeline, since)
                    wait = max(wait, left)
                    fresh = []
                    for raw in raws:
                        name = post.id_of(raw)
                        mark = _digest(name if name is not None else bytes(raw))
                        if mark not in seen:
                            fresh.append(raw)
                        seen[mark] = None
                    for raw in reversed(fresh):
                        one = post.item_of(
                            raw, len(items) + len(refused), source=(settings.get("source") or host)[:60], host=host
                        )
                        if isinstance(one, Item):
                            items.append(one)
                        elif one is not None:
                            refused.append(one)
                    newest = next((name for raw in raws if (name := post.id_of(raw))), None)
                    full = bool(since) and len(raws) >= PAGE and bool(fresh)
                    since = newest or since
                    if not full or left:
                        break
                else:
                    more = True
                after[f"since {timeline.key}"] = since
        after["seen"] = " ".join(list(seen)[-SEEN_LIMIT:])
        if wait:
            after["rest"] = (datetime.now(UTC) + timedelta(seconds=wait)).isoformat()
        every_s = MORE_S if more else _every_s(settings)
        return Polled(tuple(items), after, tuple(refused), next_in_s=max(every_s, wait))

    def _page(
        self, http: httpx.Client, base: str, timeline: _Timeline, since: str
    ) -> tuple[Sequence[msgspec.Raw], float]:
        """(statuses, newest first; seconds to leave the server alone when hardly any calls are left)."""
        asked = {"limit": str(PAGE)} | ({"local": "true"} if timeline.local else {})
        if since:
            asked["min_id"] = since  # the page just after it, so that nothing between two looks is skipped
        try:
            with http.stream("GET", f"{base}{timeline.path}", params=asked) as answer:
                if answer.status_code == httpx.codes.NOT_FOUND and timeline.key.startswith("list "):
                    raise SourceError(reason="this account has no such list")
                _require_ok(answer)
                body = read_body(answer, limit=BODY_LIMIT, within_s=3 * self._timeout_s)
                left = _window_s(answer)
        except PrivateAddress as problem:
            raise SourceError(reason=str(problem)) from problem
        except (httpx.HTTPError, httpx.InvalidURL) as problem:
            raise SourceError(reason=said(problem)) from problem
        if not body.whole:
            raise SourceError(reason="the answer is longer than we read")
        try:
            return post.split(body.data)[:PAGE], left
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
            raise SourceError(reason="the answer is not a list of posts") from problem

    def _asking(self, settings: Mapping[str, str]) -> httpx.Client:
        http = client(allowed=Allowed.from_settings(settings), timeout_s=self._timeout_s)
        http.headers["Accept"] = "application/json"
        token = settings.get("secret", "").strip()
        if token:
            if not (token.isascii() and token.isprintable()):
                http.close()
                raise SourceError(reason="the access token has characters that no token has")
            http.headers["Authorization"] = f"Bearer {token}"
        return http

    # ── being told ─────────────────────────────────────────────────────────────────────────────────────────────────
    def listen(
        self, settings: Mapping[str, str], ring: Callable[[], None], *, within_s: float, wanted: Callable[[], bool]
    ) -> None:
        """Call `ring` whenever the server's stream says that there is something new, for at most `within_s`.

        What the stream holds is not read: the next look gets it, with whatever else was missed.

        Raises SourceError when there is no stream, or it broke.
        """
        base, until = _base(settings), time.monotonic() + within_s
        with self._asking(settings) as http:
            where = self._stream_of(http, base)
        addresses = [f"{where}{path}" for path in _streams(settings)]

        def stream(address: str) -> Stream:
            return lambda news, still: self._hear(settings, address, news, until=until, wanted=still)

        # A look asks once for each hashtag.
        apart_s = CALL_S * len(addresses)
        Streams([stream(address) for address in addresses]).hear(ring, apart_s=apart_s, until=until, wanted=wanted)

    def _hear(
        self,
        settings: Mapping[str, str],
        address: str,
        news: Callable[[], None],
        *,
        until: float,
        wanted: Callable[[], bool],
    ) -> None:
        """One stream, with a connection of its own. Raises SourceError when there is none, or it broke."""
        left_s = max(until - time.monotonic(), 0.1)
        try:
            with (
                self._asking(settings) as http,
                http.stream(
                    "GET",
                    address,
                    headers={"Accept": "text/event-stream", "Accept-Encoding": "identity"},
                    timeout=httpx.Timeout(self._timeout_s, read=min(QUIET_STREAM_S, left_s)),
                ) as answer,
            ):
                _require_ok(answer)
                if not answer.headers.get("content-type", "").startswith("text/event-stream"):
                    raise SourceError(reason="this server has no stream")
                for line in _lines(answer, until, wanted):
                    if line.startswith("event:") and line[6:].strip() in ("update", "status.update"):
                        news()
        except PrivateAddress as problem:
            raise SourceError(reason=str(problem)) from problem
        except httpx.ReadTimeout as problem:
            if time.monotonic() < until:
                raise SourceError(reason="the stream went quiet") from problem
        except (httpx.HTTPError, httpx.InvalidURL) as problem:
            raise SourceError(reason=said(problem)) from problem

    def _stream_of(self, http: httpx.Client, base: str) -> str:
        """The address of the streams: often another host. The server's own where it does not say."""
        try:
            with http.stream("GET", f"{base}/api/v2/instance") as answer:
                body = read_body(answer, limit=BODY_LIMIT, within_s=self._timeout_s)
            about = msgspec.json.decode(body.data, type=_Instance)
        except (PrivateAddress, httpx.HTTPError, httpx.InvalidURL):
            return base  # the stream will say what is wrong
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return base
        named = urlsplit(about.configuration.urls.streaming or "")
        scheme = {"wss": "https", "ws": "http"}.get(named.scheme, named.scheme)
        # The token goes along, so only where the server's own part of the name space leads.
        ours = (urlsplit(base).hostname or "").lower()
        theirs = (named.hostname or "").lower()
        if scheme != urlsplit(base).scheme or not (theirs == ours or theirs.endswith("." + ours)):
            return base
        return f"{scheme}://{named.netloc}"


class _Urls(msgspec.Struct):
    streaming: str | None = None


class _Configuration(msgspec.Struct):
    urls: _Urls = msgspec.field(default_factory=_Urls)


class _Instance(msgspec.Struct):
    configuration: _Configuration = msgspec.field(default_factory=_Configuration)


def _lines(answer: httpx.Response, until: float, wanted: Callable[[], bool]) -> Iterator[str]:
    """Lines of a stream while it is wanted; one that never ends is given up."""
    kept = b""
    for part in answer.iter_raw():  # asked for as it is
        *whole, kept = (kept + part).split(b"\n")
        for line in whole:
            yield line.decode("utf-8", "replace").rstrip("\r")
        if len(kept) > LINE_LIMIT:
            raise SourceError(reason="the stream is not one of events")
        if time.monotonic() > until or not wanted():
            return


def _base(settings: Mapping[str, str]) -> str:
    return settings.get("url", "").strip().rstrip("/")


def tags_of(settings: Mapping[str, str]) -> Sequence[str]:
    """Hashtags without their mark, each once."""
    words = settings.get("tags", "").replace(",", " ").split()
    return list(dict.fromkeys(word.lstrip("#＃") for word in words if word.lstrip("#＃")))[:TAGS]


def list_of(settings: Mapping[str, str]) -> str:
    """A list's number, or the address of its page: both end in it."""
    return settings.get("list", "").strip().rstrip("/").rpartition("/")[2]


def _timelines(settings: Mapping[str, str]) -> Sequence[_Timeline]:
    what = settings.get("what") or "public"
    if what == "home":
        return [_Timeline("home", "/api/v1/timelines/home")]
    if what in ("public", "local"):
        return [_Timeline(what, "/api/v1/timelines/public", what == "local")]
    if what == "tag" and (tags := tags_of(settings)):
        return [_Timeline(f"#{_digest(tag)}", f"/api/v1/timelines/tag/{quote(tag, safe='')}") for tag in tags]
    if what == "list" and (name := list_of(settings)):
        return [_Timeline(f"list {_digest(name)}", f"/api/v1/timelines/list/{quote(name, safe='')}")]
    missing = {"tag": "there is no hashtag to read", "list": "the list's number is missing"}
    raise SourceError(reason=missing.get(what, "there is no such timeline"))


def _streams(settings: Mapping[str, str]) -> Sequence[str]:
    what = settings.get("what") or "public"
    if what == "tag":
        return [f"/api/v1/streaming/hashtag?tag={quote(tag, safe='')}" for tag in tags_of(settings)]
    if what == "list":
        return [f"/api/v1/streaming/list?list={quote(list_of(settings), safe='')}"]
    return [
        {"home": "/api/v1/streaming/user", "local": "/api/v1/streaming/public/local"}.get(
            what, "/api/v1/streaming/public"
        )
    ]


def _digest(name: str | bytes) -> str:
    raw = name.encode("utf-8", "replace") if isinstance(name, str) else name
    return hashlib.blake2b(raw, digest_size=6).hexdigest()


def _require_ok(answer: httpx.Response) -> None:
    status = answer.status_code
    if answer.is_success:
        return
    if status in (429, 503):
        wait = retry_after_s(answer, now=datetime.now(UTC), usual_s=_window_s(answer, spare=None) or BUSY_S)
        raise SourceBusy(after_s=wait, reason=f"HTTP {status}")
    if status in (401, 403):
        raise SourceError(reason=f"HTTP {status}: the access token is missing or not accepted")
    if status == 422:
        raise SourceError(reason="HTTP 422: this server shows this timeline to its members only")
    if status in (404, 410):
        raise SourceError(reason=f"HTTP {status}: no Mastodon answers at this address")
    if answer.is_redirect:
        raise SourceError(reason=f"HTTP {status}: the address has moved; enter the new one")
    raise SourceError(reason=f"HTTP {status}")


def _window_s(answer: httpx.Response, *, spare: int | None = SPARE_CALLS) -> float:
    """Seconds until the server's window of calls begins anew, when hardly any are left; else 0."""
    left, reset = answer.headers.get("x-ratelimit-remaining", ""), answer.headers.get("x-ratelimit-reset", "")
    if spare is not None and not (left.isascii() and left.isdigit() and int(left[:9]) < spare):
        return 0.0
    try:
        until = datetime.fromisoformat(reset)
    except ValueError:
        return 0.0
    wait = ((until if until.tzinfo else until.replace(tzinfo=UTC)) - datetime.now(UTC)).total_seconds()
    return min(max(wait, 0.0), 3600.0)


def _rest_s(cursor: Mapping[str, str]) -> float:
    """Seconds for which the server is still to be left alone."""
    try:
        until = datetime.fromisoformat(cursor.get("rest", ""))
    except ValueError:
        return 0.0
    return min(max((until - datetime.now(UTC)).total_seconds(), 0.0), 3600.0)


def _every_s(settings: Mapping[str, str]) -> float:
    try:
        asked = float(settings.get("every_s") or EVERY_S)
    except ValueError:
        return EVERY_S
    return max(LEAST_EVERY_S, asked) if asked < 86_400 else 86_400.0
