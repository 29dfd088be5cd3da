"""A ticket as some service sends it → an item, by paths that whoever set the source up wrote down. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bongsu.connectors.kit.words import text_of
from bongsu.core.ports import Item, Refusal

SEOUL = ZoneInfo("Asia/Seoul")
#: What a ticket has, and where it usually lies.
FIELDS: Mapping[str, str] = {
    "id": "id",
    "subject": "subject",
    "body": "body",
    "channel": "channel",
    "product": "product",
    "created_at": "created_at",
}
NEEDED = ("id",)
PATH = re.compile(r"[^.\[\]\s]{1,60}(?:\[\d{1,4}\])*(?:\.[^.\[\]\s]{1,60}(?:\[\d{1,4}\])*){0,9}")
SOURCE, TEXT = 60, 20_000


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a value is no use, and where it was looked for."""

    path: str
    why: str


def is_path(path: str) -> bool:
    """Names parted by dots, places in lists in brackets.

    >>> [is_path(p) for p in ("ticket.id", "data[0].text", "고객.제품", "a..b", "a[x]", "")]
    [True, True, True, False, False, False]
    """
    return PATH.fullmatch(path) is not None


def look_up(sent: object, path: str) -> object:
    """The value at `path`; None where there is none.

    >>> look_up({"ticket": {"tags": ["a", {"b": 3}]}}, "ticket.tags[1].b")
    3
    """
    at: Any = sent
    for word in re.findall(r"[^.\[\]]+|\[\d+\]", path):
        if word.startswith("["):
            place = int(word[1:-1])
            at = at[place] if isinstance(at, list) and place < len(at) else None
        else:
            at = at.get(word) if isinstance(at, dict) else None
    return at


def tickets_in(sent: object, path: str) -> Sequence[Any] | None:
    """The tickets of a delivery: what lies at `path`, or the whole, be it one or a list. None: there are none."""
    if not path:
        return sent if isinstance(sent, list) else [sent]
    found = look_up(sent, path)
    return found if isinstance(found, list) else [found] if isinstance(found, dict) else None


def item_of(ticket: object, index: int, *, paths: Mapping[str, str], source: str, at: datetime) -> Item | Refusal:
    """`paths`: where each of FIELDS lies; one that is empty is not looked for. Times without a zone are Seoul's."""
    if not isinstance(ticket, dict):
        return Refusal(index, "bad_item", f"a ticket is an object, not {_kind(ticket)}")
    values: dict[str, str] = {}
    for name in FIELDS:
        path = paths.get(name, "")
        value = look_up(ticket, path) if path else None
        if value is None or value == "":
            if name in NEEDED:
                return Refusal(index, "bad_item", f"{path or name}: nothing there")
            values[name] = ""
        elif isinstance(value, str | int | float) and not isinstance(value, bool):
            values[name] = str(value).strip()
        else:
            return Refusal(index, "bad_item", f"{path}: a text or a number is needed, not {_kind(value)}")
    ts = _time(values["created_at"]) if values["created_at"] else at
    if ts is None:
        return Refusal(index, "bad_time", f"{paths['created_at']}: this is no time: {values['created_at'][:40]!r}")
    body = values["body"]
    body = text_of(body, is_html=True) if "</" in body or "<br" in body else body
    text = "\n".join(part for part in (values["subject"], body, values["product"]) if part)[:TEXT]
    if not values["subject"] and not body:
        return Refusal(index, "missing_text", f"{paths.get('subject', '')}, {paths.get('body', '')}: no words there")
    where = f"{source} {values['channel']}".strip()[:SOURCE]
    return Item(id=values["id"], ts=ts, source=where, text=text)


def _time(value: str) -> datetime | None:
    """ISO 8601, or seconds or milliseconds since 1970."""
    try:
        if re.fullmatch(r"\d{9,10}(?:\.\d{1,6})?", value):
            return datetime.fromtimestamp(float(value), UTC)
        if re.fullmatch(r"\d{12,13}", value):
            return datetime.fromtimestamp(int(value) / 1000, UTC)
        ts = datetime.fromisoformat(value)
    except (ValueError, OverflowError, OSError):
        return None
    return ts if ts.tzinfo else ts.replace(tzinfo=SEOUL)


def _kind(value: object) -> str:
    return {dict: "an object", list: "a list", bool: "yes or no", type(None): "nothing"}.get(type(value), "a value")
