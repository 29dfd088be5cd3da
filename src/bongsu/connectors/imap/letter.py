"""Bytes of a mail → an item. Whatever its writer did to it, there is something to read or a reason why not. Pure."""

import hashlib
import re
from datetime import datetime
from email import message_from_bytes
from email.errors import HeaderParseError, MessageError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr

from bongsu.connectors.kit.words import text_of
from bongsu.core.ports import Item, Refusal

TEXT, AUTHOR, SUBJECT = 19_000, 120, 500
MOST_PARTS = 60
#: What calls itself one of these is CP949 in practice.
_KOREAN = frozenset({"euc-kr", "euckr", "ks_c_5601-1987", "ks_c_5601", "ksc5601", "ms949", "windows-949", "uhc"})
_GIVES_UP = (ValueError, TypeError, LookupError, AttributeError, AssertionError, RecursionError, MessageError)


def item_of(raw: bytes, *, received_at: datetime, source: str, whole: bool) -> Item | Refusal:
    """Subject and what was written, dated by when the server received it.

    whole   False: `raw` is the beginning of a longer mail
    """
    try:
        message = message_from_bytes(raw)
        subject = _header(message, "subject")[:SUBJECT]
        name, address = parseaddr(_header(message, "from"))
        body = _body(message)
        named = "\0".join(_header(message, one) for one in ("message-id", "date", "from", "subject"))
    except _GIVES_UP as fault:
        return Refusal(0, "bad_mail", f"the mail cannot be read: {type(fault).__name__}")
    text = "\n".join(part for part in (subject, body[:TEXT]) if part)
    if not text:
        return Refusal(0, "missing_text", "a mail without subject and words")
    # Of all that names it: nobody hides another's mail by taking its Message-ID. The same after a new UIDVALIDITY.
    digest = hashlib.sha256(f"{named}\0{text}".encode("utf-8", "replace")).hexdigest()[:40]
    flagged = "" if whole else "\n[…]"
    return Item(
        id=f"sha256:{digest}",
        ts=received_at,
        source=source,
        text=text + flagged,
        author=(name or address)[:AUTHOR] or None,
    )


def _header(message: Message, name: str) -> str:
    """A header in letters, on one line, whatever code page its pieces name, or none."""
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name), "")
    if not raw.isascii():
        raw = decoded(raw.encode("utf-8", "surrogateescape"), "")
    try:
        pieces = decode_header(raw)
    except (HeaderParseError, ValueError):
        pieces = [(raw, None)]
    words = (piece if isinstance(piece, str) else decoded(piece, charset or "") for piece, charset in pieces)
    return " ".join("".join(words).encode("utf-8", "replace").decode().split())


def _body(message: Message) -> str:
    """The plain text, else the HTML's; attachments are not read."""
    plain: list[str] = []
    marked: list[str] = []
    for count, part in enumerate(message.walk()):
        if count >= MOST_PARTS:
            break
        kind = part.get_content_type()
        if part.is_multipart() or kind not in ("text/plain", "text/html") or _is_attached(part):
            continue
        payload = part.get_payload(decode=True)
        if not isinstance(payload, bytes):
            continue
        words = decoded(payload, part.get_content_charset() or "")
        if kind == "text/plain":
            plain.append("\n".join(line.rstrip() for line in words.splitlines()).strip())
        else:
            marked.append(text_of(words, is_html=True))
    text = "\n".join(part for part in plain if part) or "\n".join(part for part in marked if part)
    return re.sub(r"\n{3,}", "\n\n", text)


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def decoded(data: bytes, charset: str) -> str:
    """Text in the code page it names; else in the one it fits; else with marks where letters were lost.

    >>> decoded("한강".encode("cp949"), "ks_c_5601-1987"), decoded("한강".encode(), "x"), decoded(b"ok", "utf-16")
    ('한강', '한강', 'ok')
    """
    named = charset.strip().strip('"').lower()
    tries = ["cp949" if named in _KOREAN else named, "utf-8", "cp949"]
    if named.startswith(("utf-16", "utf_16", "utf16", "utf-32", "utf_32")) and b"\0" not in data:
        tries = tries[1:]
    for one in tries:
        try:
            return data.decode(one)
        except (LookupError, UnicodeError, ValueError):
            continue
    try:
        return data.decode(tries[0], "replace")
    except (LookupError, UnicodeError, ValueError):
        return data.decode("utf-8", "replace")
