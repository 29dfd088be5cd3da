"""Reads what is new in a mailbox and leaves it as it was: opened for reading only, unless told to mark as read."""

import re
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from bongsu.connectors.imap import letter
from bongsu.connectors.imap.link import Imap, opened
from bongsu.connectors.kit.limit import within
from bongsu.core.errors import SourceError
from bongsu.core.ports import Item, Polled, Refusal

MAIL_LIMIT = 256 * 1024  # bytes read of one mail
BATCH = 25  # mails in one look
FIRST = 25  # mails of a mailbox never read before
WITHIN_S = 30.0  # a whole look
EVERY_S, LEAST_EVERY_S, MORE_S = 60.0, 15.0, 1.0


class ImapSource:
    """Source and Bell port for a mailbox.

    Settings: host; port?; security? (ssl, starttls; none: only with allow_private); user; secret (password);
    mailbox? (INBOX); mark? ("true": what was read is marked as read); stream? ("true": told by IDLE);
    source?, every_s?, allow_private?, ca? (a file of certificates to trust). Cursor: box, validity, uid (last read).
    """

    def __init__(self, *, timeout_s: float = 10.0, within_s: float = WITHIN_S, mail_limit: int = MAIL_LIMIT) -> None:
        self._timeout_s = timeout_s
        self._within_s = within_s
        self._mail_limit = mail_limit

    def poll(self, settings: Mapping[str, str], cursor: Mapping[str, str], *, at: datetime) -> Polled:
        """Mails that came after the last one read, oldest first.

        Raises SourceError: it could not be read, and why.
        """
        box = settings.get("mailbox") or "INBOX"
        named = "\0".join((settings.get("host", ""), settings.get("user", ""), box))
        if cursor.get("box") != named:
            cursor = {}
        mark = settings.get("mark") == "true"
        with opened(settings, timeout_s=self._timeout_s, within_s=self._within_s) as server:
            validity, following = _select(server, box, readonly=not mark)
            last = int(cursor["uid"]) if cursor.get("validity") == validity else None
            uids = _new_uids(server, last, following)
            items, refused = self._read(server, uids, settings, at, mark=mark)
        after = str(uids[-1] if uids else last if last is not None else following - 1)
        more = len(uids) == BATCH and last is not None
        return Polled(
            tuple(items),
            {"box": named, "validity": validity, "uid": after},
            tuple(refused),
            next_in_s=MORE_S if more else _every_s(settings),
        )

    def _read(
        self, server: Imap, uids: Sequence[int], settings: Mapping[str, str], at: datetime, *, mark: bool
    ) -> tuple[list[Item], list[Refusal]]:
        items: list[Item] = []
        refused: list[Refusal] = []
        source = (settings.get("source") or settings.get("user") or settings.get("host", ""))[:60]
        for index, uid in enumerate(uids):
            wanted = f"(INTERNALDATE RFC822.SIZE BODY.PEEK[]<0.{self._mail_limit}>)"
            _, rows = server.uid("FETCH", str(uid), wanted)
            found = next((row for row in rows if isinstance(row, tuple) and len(row) == 2), None)
            if found is None:
                continue  # deleted meanwhile
            about, raw = bytes(found[0]), bytes(found[1])[: self._mail_limit]
            one = within(
                lambda raw=raw, about=about: letter.item_of(  # type: ignore[misc]
                    raw, received_at=_received(about, at), source=source, whole=_size(about, len(raw)) <= len(raw)
                ),
                what="the mail",
            )
            if isinstance(one, Item):
                items.append(one)
            else:
                refused.append(Refusal(index, one.code, f"mail {uid}: {one.message}"))
        if mark and uids:
            server.uid("STORE", ",".join(map(str, uids)), "+FLAGS.SILENT", r"(\Seen)")
        return items, refused

    def listen(
        self, settings: Mapping[str, str], ring: Callable[[], None], *, within_s: float, wanted: Callable[[], bool]
    ) -> None:
        """Call `ring` when the server says that a mail came (IDLE), for at most `within_s`. It is not read here.

        Raises SourceError when the server cannot say it, or the connection broke: the mailbox is polled all the same.
        """
        until = time.monotonic() + within_s
        with opened(settings, timeout_s=self._timeout_s, within_s=within_s + self._within_s) as server:
            _select(server, settings.get("mailbox") or "INBOX", readonly=True)
            server.idle(ring, until=until, wanted=wanted)


def _select(server: Imap, box: str, *, readonly: bool) -> tuple[str, int]:
    """(UIDVALIDITY, the UID the next mail will get)."""
    quoted = '"' + _utf7(box).replace("\\", "\\\\").replace('"', '\\"') + '"'
    kind, _ = server.select(quoted, readonly=readonly)
    if kind != "OK":
        raise SourceError(reason="there is no such mailbox")
    found: list[int] = []
    for name in ("UIDVALIDITY", "UIDNEXT"):
        _, values = server.response(name)
        value = (values or [None])[-1]
        if not isinstance(value, bytes) or not value.isdigit():
            raise SourceError(reason="the mail server numbers no mails")
        found.append(int(value))
    return str(found[0]), found[1]


def _new_uids(server: Imap, last: int | None, following: int) -> Sequence[int]:
    """UIDs above the last one read, the oldest first; of a mailbox never read the latest ones."""
    if last is not None and last >= following - 1:
        return ()
    first = last + 1 if last is not None else max(1, following - 20 * FIRST)
    _, rows = server.uid("SEARCH", f"UID {first}:*")
    words = b" ".join(row for row in rows if isinstance(row, bytes)).split()
    # `n:*` always names the last mail, even one below n.
    uids = sorted({int(word) for word in words if word.isdigit() and len(word) < 12 and int(word) >= first})
    return uids[:BATCH] if last is not None else uids[-FIRST:]


def _received(about: bytes, at: datetime) -> datetime:
    found = re.search(rb'INTERNALDATE "([^"]{10,40})"', about)
    try:
        return (
            datetime.strptime(found[1].decode("ascii").strip(), "%d-%b-%Y %H:%M:%S %z").astimezone(UTC) if found else at
        )
    except ValueError:
        return at


def _size(about: bytes, usual: int) -> int:
    found = re.search(rb"RFC822\.SIZE (\d{1,12})", about)
    return int(found[1]) if found else usual


def _utf7(name: str) -> str:
    """A mailbox's name as IMAP writes it (modified UTF-7, RFC 3501 §5.1.3).

    >>> _utf7("INBOX"), _utf7("고객 & 알림")
    ('INBOX', '&rOAsHQ- &- &xUy5vA-')
    """
    out: list[str] = []
    wide = ""
    for c in [*name, ""]:
        if c and not " " <= c <= "~":
            wide += c
            continue
        if wide:
            coded = wide.encode("utf-7").decode("ascii").strip("+-").replace("/", ",")
            out.append(f"&{coded}-")
            wide = ""
        out.append("&-" if c == "&" else c)
    return "".join(out)


def _every_s(settings: Mapping[str, str]) -> float:
    try:
        asked = float(settings.get("every_s") or EVERY_S)
    except ValueError:
        return EVERY_S
    return max(LEAST_EVERY_S, asked) if asked < 86_400 else 86_400.0
