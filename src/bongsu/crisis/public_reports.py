"""Public reports (제보): what somebody without an account tells through a report link.

Whoever writes here may be anybody. Words stay words; an address is kept and never opened or made a link of; a file is
what its bytes say. Who they are is theirs to leave out, and is erased when it has been kept as long as was said.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bongsu.core.errors import FileEmpty, FileTooLarge, NotEvidence, TooMany
from bongsu.crisis import text
from bongsu.crisis.clips import PICTURES, Clipped, Picture, bare_name, link, sha256
from bongsu.crisis.files import MB, kind_of

WHAT, WHERE, WHEN, NAME, PHONE = 4_000, 100, 80, 60, 30  # characters
FILE_MOST, FILES_MOST, ALL_MOST = 20 * MB, 6, 25 * MB  # bytes, how many, bytes together
#: How long a reporter's name and phone number are kept.
CONTACT_KEPT = timedelta(days=90)
#: Forms of one address and of one link, each within its time; files of one link, bytes a day.
SENDER_MOST, SENDER_WITHIN = 20, timedelta(minutes=10)
LINK_MOST, LINK_WITHIN = 200, timedelta(hours=1)
DAY_MOST = 500 * MB
#: Reports of one link that become mentions, in any hour. What is beyond waits to be read and moves no number: whoever
#: has the link could otherwise make a crowd, or drown one in praise.
COUNTED_MOST, COUNTED_WITHIN = 20, timedelta(hours=1)
EVIDENCE = frozenset(
    (
        *PICTURES,
        *("image/heic", "image/avif"),
        *("video/mp4", "video/quicktime", "video/webm"),
        *("audio/mpeg", "audio/mp4", "audio/wav", "audio/ogg", "audio/amr"),
    )
)
#: Without what is easily mistaken when it is read out over the telephone.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
RECEIPT = re.compile(rf"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}")


@dataclass(frozen=True, slots=True)
class Told:
    """One form, judged."""

    what: str
    where: str
    when: str  # in their own words
    url: str
    files: tuple[Picture, ...]
    name: str
    phone: str

    def clipped(self, *, place: str, receipt: str, at: datetime) -> Clipped:
        """As it is kept and proved. Who told it is no part of it."""
        title = " · ".join(x for x in (self.where, self.when) if x)
        return Clipped(place, self.url, title, self.what, "", at, self.files, receipt)

    def once(self, key: str) -> str:
        """The same for the same form with the same in it: what was changed and sent again is another report."""
        said = (key, self.what, self.where, self.when, self.url, self.name, self.phone, *(f.sha256 for f in self.files))
        return sha256("\x00".join(said).encode())


def told(
    *,
    what: str,
    where: str = "",
    when: str = "",
    url: str = "",
    files: Sequence[tuple[str, bytes]] = (),
    name: str = "",
    phone: str = "",
) -> Told:
    """What a form says. `files`: (name, bytes).

    Raises ReasonMissing, TextTooLong, NotALink, NotEvidence, FileEmpty, FileTooLarge, TooMany.
    """

    def line(words: str, most: int, name: str) -> str:
        return " ".join(text.clean(words, most=most, what=name).split())

    sent = tuple(evidence(name, content) for name, content in files)
    if len(sent) > FILES_MOST:
        raise TooMany(what="files", most=FILES_MOST)
    if sum(one.size for one in sent) > ALL_MOST:
        raise FileTooLarge(most=ALL_MOST // MB)
    return Told(
        what=text.needed(what, most=WHAT, what="what"),
        where=line(where, WHERE, "where"),
        when=line(when, WHEN, "when"),
        url=link(url),
        files=sent,
        name=line(name, NAME, "name"),
        phone=line(phone, PHONE, "phone"),
    )


def evidence(name: str, content: bytes) -> Picture:
    """Raises FileEmpty, FileTooLarge, NotEvidence."""
    if not content:
        raise FileEmpty()
    if len(content) > FILE_MOST:
        raise FileTooLarge(most=FILE_MOST // MB)
    kind = kind_of(content)
    if kind not in EVIDENCE:
        raise NotEvidence()
    return Picture(bare_name(name), kind, len(content), sha256(content), content)
