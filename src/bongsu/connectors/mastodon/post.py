"""A status as a server sends it → an item. Pure: no network, no clock."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from bongsu.connectors.kit.words import text_of
from bongsu.core.ports import Item, Refusal

ID, AUTHOR, TEXT = 120, 120, 20_000


class Account(msgspec.Struct):
    acct: str = ""


class Media(msgspec.Struct):
    description: str | None = None


class Status(msgspec.Struct):
    id: str | int  # a number in digits, a ULID, whatever the server likes: never counted with
    created_at: str
    account: Account
    content: str | None = ""
    spoiler_text: str | None = ""
    url: str | None = None
    uri: str | None = None
    reblog: Status | None = None
    media_attachments: list[Media] = []


def split(body: bytes) -> list[msgspec.Raw]:
    """The statuses of a timeline, unread. Raises msgspec.DecodeError."""
    return msgspec.json.decode(body, type=list[msgspec.Raw])


def id_of(raw: msgspec.Raw) -> str | None:
    """The id of a status whose rest may be nonsense."""
    try:
        return str(msgspec.json.decode(raw, type=_Named).id)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


class _Named(msgspec.Struct):
    id: str | int


def item_of(raw: msgspec.Raw, index: int, *, source: str, host: str) -> Item | Refusal | None:
    """What somebody wrote; of a boost, what was boosted by whom. None where there are no words: only a picture."""
    try:
        status = msgspec.json.decode(raw, type=Status)
        ts = datetime.fromisoformat(status.created_at)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
        return Refusal(index, "bad_item", str(problem)[:200])
    except ValueError:
        return Refusal(index, "bad_time", "created_at is not ISO 8601")
    said = status.reblog or status
    parts = [said.spoiler_text or "", text_of(said.content or "", is_html=True)]
    parts += [media.description or "" for media in said.media_attachments[:8]]
    text = "\n".join(part.strip() for part in parts if part.strip())[:TEXT]
    if not text:
        return None
    author = status.account.acct.strip()
    return Item(
        id=str(status.id)[:ID],
        ts=ts if ts.tzinfo else ts.replace(tzinfo=UTC),
        source=source,
        text=text,
        author=(author if "@" in author or not author else f"{author}@{host}")[:AUTHOR] or None,
        url=said.url or said.uri,
    )
