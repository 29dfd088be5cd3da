"""Asks a feed for what is new, politely: conditional requests, bounded reading, waits where it is told to."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import httpx

from bongsu.connectors.kit.guard import Allowed, PrivateAddress
from bongsu.connectors.kit.http import Body, client, read_body, retry_after_s, said
from bongsu.connectors.rss.feed import read_feed
from bongsu.core.errors import SourceBusy, SourceError
from bongsu.core.ports import Item, Polled

BODY_LIMIT = 2 * 1024 * 1024  # bytes, decompressed
SEEN_LIMIT = 2000  # ids kept; also the most items taken from one answer
EVERY_S = 60.0
LEAST_EVERY_S = 5.0
BUSY_S = 300.0
SETTLED_S = 2.0
ACCEPT = "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"


class RssSource:
    """Source port for RSS and Atom.

    Settings: url; source? (name in mentions, else the host); zone? (of dates without one, else Asia/Seoul);
    every_s?; allow_private? (kit.guard.Allowed). Cursor: url, etag, modified, seen (digests, oldest first).
    """

    def __init__(self, *, timeout_s: float = 10.0, body_limit: int = BODY_LIMIT) -> None:
        self._timeout_s = timeout_s
        self._body_limit = body_limit

    def poll(self, settings: Mapping[str, str], cursor: Mapping[str, str], *, at: datetime) -> Polled:
        """Items not given out before. `at` is now, for entries without a date.

        Raises:
            SourceBusy: the server asks us to come back later.
            SourceError: it could not be read, and why.
        """
        url = settings.get("url", "")
        every_s = _every_s(settings)
        if cursor.get("url") != url:
            cursor = {"url": url}
        headers = {"Accept": ACCEPT}
        if cursor.get("etag"):
            headers["If-None-Match"] = cursor["etag"]
        if cursor.get("modified"):
            headers["If-Modified-Since"] = cursor["modified"]
        try:
            with (
                client(allowed=Allowed.from_settings(settings), timeout_s=self._timeout_s, redirects=True) as http,
                http.stream("GET", url, headers=headers) as answer,
            ):
                if answer.status_code == httpx.codes.NOT_MODIFIED:
                    return Polled(items=(), cursor=cursor, next_in_s=every_s)
                _require_ok(answer)
                body = read_body(answer, limit=self._body_limit, within_s=3 * self._timeout_s)
        except PrivateAddress as problem:
            raise SourceError(reason=str(problem)) from problem
        except (httpx.HTTPError, httpx.InvalidURL) as problem:
            raise SourceError(reason=said(problem)) from problem
        return self._polled(body, answer, settings, cursor, at, every_s)

    def _polled(
        self,
        body: Body,
        answer: httpx.Response,
        settings: Mapping[str, str],
        cursor: Mapping[str, str],
        at: datetime,
        every_s: float,
    ) -> Polled:
        url = settings["url"]
        feed = read_feed(
            body.data,
            whole=body.whole,
            content_type=answer.headers.get("content-type", ""),
            url=url,  # not where redirects ended: relative guids must stay the same
            source=(settings.get("source") or urlsplit(url).hostname or "rss")[:60],
            zone=_zone(settings),
            at=at,
        )
        seen = cursor.get("seen", "").split()
        new, remembered = _unseen(feed.items, seen)
        after = {"url": url, "seen": " ".join(remembered)}
        if body.whole and _is_settled(answer.headers):
            # A cut answer is asked for again in full: its end may still come to the front.
            after |= {
                name: value
                for name, header in (("etag", "etag"), ("modified", "last-modified"))
                if (value := answer.headers.get(header, "")) and len(value) <= 500
            }
        return Polled(items=new, cursor=after, refused=feed.refused, next_in_s=every_s)


def _is_settled(headers: httpx.Headers) -> bool:
    """Whether the feed is older than the seconds in which servers count: one that changed in this very second may
    change in it again, and would then be called unchanged."""
    try:
        changed, answered = (parsedate_to_datetime(headers[name]) for name in ("last-modified", "date"))
        return (answered - changed).total_seconds() >= SETTLED_S
    except (KeyError, TypeError, ValueError):
        return True  # no dates, or none that can be compared


def _unseen(items: Sequence[Item], seen: Sequence[str]) -> tuple[tuple[Item, ...], Sequence[str]]:
    """(items not seen before, oldest of the feed first; digests to remember)."""
    known = dict.fromkeys(seen)
    new: list[Item] = []
    for item in reversed(items[:SEEN_LIMIT]):
        digest = hashlib.blake2b(item.id.encode(), digest_size=6).hexdigest()
        if digest in known:
            del known[digest]  # still in the feed: goes to the young end, so that it is not forgotten
        else:
            new.append(item)
        known[digest] = None
    return tuple(new), list(known)[-SEEN_LIMIT:]


def _require_ok(answer: httpx.Response) -> None:
    status = answer.status_code
    if answer.is_success:
        return
    if status in (429, 503):
        raise SourceBusy(after_s=retry_after_s(answer, now=datetime.now(UTC), usual_s=BUSY_S), reason=f"HTTP {status}")
    raise SourceError(reason=f"HTTP {status}")


def _every_s(settings: Mapping[str, str]) -> float:
    try:
        asked = float(settings.get("every_s") or EVERY_S)
    except ValueError:
        return EVERY_S
    return max(LEAST_EVERY_S, asked) if asked < 86_400 else 86_400.0


def _zone(settings: Mapping[str, str]) -> ZoneInfo:
    name = settings.get("zone") or "Asia/Seoul"
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as problem:
        raise SourceError(reason=f"there is no time zone {name[:40]!r}") from problem
