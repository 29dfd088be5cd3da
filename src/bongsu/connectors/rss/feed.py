"""Bytes of a feed → items, in the feed's order. Pure: no network, no clock."""

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import feedparser

from bongsu.connectors.kit.limit import within
from bongsu.connectors.kit.words import text_of
from bongsu.connectors.rss.when import read_date
from bongsu.connectors.rss.words import in_utf8
from bongsu.core.errors import SourceError
from bongsu.core.ports import Item, Refusal

ID_LIMIT = 120
AUTHOR_LIMIT = 120
URL_LIMIT = 600
#: Feedparser calls a feed broken over these too; a reader loses nothing by them.
_HARMLESS = (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType)
#: A reader of strangers' bytes: what a fault of its own would raise must not stop the other feeds.
_GIVES_UP = (ValueError, TypeError, LookupError, AttributeError, AssertionError, RecursionError)


@dataclass(frozen=True, slots=True)
class Feed:
    items: tuple[Item, ...]
    refused: tuple[Refusal, ...]


def read_feed(
    data: bytes, *, whole: bool, content_type: str, url: str, source: str, zone: ZoneInfo, at: datetime
) -> Feed:
    """Every entry that can be read; what is wrong with the others, or with the feed, as refusals.

    whole   False: `data` was cut, so its last entry may be half an entry and is left out
    at      what an entry without a date gets: now is when we first see it

    Raises:
        SourceError: this is no feed, or nothing in it can be read.
    """
    data, content_type = in_utf8(data, content_type)
    headers = {"content-type": content_type, "content-location": url}
    try:
        parsed = within(
            lambda: feedparser.parse(
                io.BytesIO(data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
            ),
            what="the feed",
        )
    except _GIVES_UP as fault:
        raise SourceError(reason=f"the feed cannot be read: {type(fault).__name__}") from fault
    entries: list[Mapping[str, Any]] = list(parsed.entries)
    problem = parsed.get("bozo_exception") if parsed.get("bozo") else None
    if isinstance(problem, _HARMLESS):
        problem = None
    if not entries:
        if problem is not None or not whole:
            raise SourceError(reason=f"the feed is broken: {_broken(problem)}")
        if not parsed.get("version"):
            raise SourceError(reason="this is not an RSS or Atom feed")
    refused: list[Refusal] = []
    if not whole:
        entries = entries[:-1]
        refused.append(Refusal(len(entries), "feed_too_long", "the feed is longer than we read; its end was left out"))
    elif problem is not None:
        refused.append(Refusal(len(entries), "feed_broken", _broken(problem)))
    items: list[Item] = []
    for index, entry in enumerate(entries):
        item = _item(entry, source=source, zone=zone, at=at)
        if item is None:
            refused.append(Refusal(index, "missing_text", f"entry {index + 1} has neither title nor text"))
        else:
            items.append(item)
    return Feed(tuple(items), tuple(refused))


def _broken(problem: BaseException | None) -> str:
    if problem is None:
        return "it breaks off"
    line = getattr(problem, "getLineNumber", lambda: None)()
    words = getattr(problem, "getMessage", lambda: str(problem))()
    return f"line {line}: {words}"[:200] if line else str(words)[:200]


def _item(entry: Mapping[str, Any], *, source: str, zone: ZoneInfo, at: datetime) -> Item | None:
    title = _text(entry.get("title"), entry.get("title_detail"))
    # Description before content: a monitoring eye needs what was said, a whole article drowns it.
    body = _text(entry.get("summary"), entry.get("summary_detail"))
    if not body and entry.get("content"):
        body = _text(entry["content"][0].get("value"), entry["content"][0])
    text = body if body.startswith(title) else f"{title}\n{body}".strip()
    if not text:
        return None
    link = _link(entry.get("link"))
    ts = next((d for name in ("published", "updated") if (d := read_date(str(entry.get(name) or ""), zone))), at)
    author = text_of(str(entry.get("author") or ""), is_html=False)[:AUTHOR_LIMIT]
    return Item(
        id=_id(str(entry.get("id") or "") or link or text),
        ts=ts,
        source=source,
        text=text,
        author=author or None,
        url=link,
    )


def _text(value: object, detail: Mapping[str, Any] | None) -> str:
    kind = str((detail or {}).get("type") or "text/html")
    return text_of(str(value or ""), is_html=kind != "text/plain")


def _link(value: object) -> str | None:
    link = str(value or "").strip().encode("utf-8", "replace").decode()
    try:
        parts = urlsplit(link)
    except ValueError:
        return None
    return link if parts.scheme in ("http", "https") and parts.hostname and len(link) <= URL_LIMIT else None


def _id(name: str) -> str:
    """The source's own id where it is short and printable, else a digest of it: the same every time."""
    name = name.strip().encode("utf-8", "replace").decode()
    if len(name) <= ID_LIMIT and name.isprintable():
        return name
    return "sha256:" + hashlib.sha256(name.encode()).hexdigest()[:40]
