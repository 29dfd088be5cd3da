"""Files of a room (파일): what they may be, and what they are.

A file is what its bytes say, never what its name says. All that stand are in the room's state, so that each can be
found and withdrawn; that is why a room holds a bounded number of them.
"""

import hashlib
import io
import re
import struct
import zipfile

from bongsu.core import events as e
from bongsu.core.errors import AlreadyDone, FileEmpty, FilesFull, FileTooLarge, NoSuchThing, NotYours, TooMany
from bongsu.crisis import text
from bongsu.crisis.room import Attached, Room

MB = 1_000_000
FILE_MOST, ROOM_MOST = 20 * MB, 500 * MB  # bytes
#: That stand at one time.
FILES_MOST = 40
NAME, WHY = 150, 200

UNKNOWN, PLAIN = "application/octet-stream", "text/plain"
_OFFICE = "application/vnd.openxmlformats-officedocument"
#: (first bytes, kind).
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"\xff\xf2", "audio/mpeg"),
    (b"#!AMR", "audio/amr"),
    (b"OggS", "audio/ogg"),
    (b"\x1aE\xdf\xa3", "video/webm"),
)
#: (brand of a file that begins with a box `ftyp`, kind); any other is a video/mp4.
_BRANDS = (
    ((b"heic", b"heix", b"heif", b"mif1", b"msf1"), "image/heic"),
    ((b"avif", b"avis"), "image/avif"),
    ((b"M4A ", b"M4B "), "audio/mp4"),
    ((b"qt  ",), "video/quicktime"),
)
#: (names that an archive of this kind holds, kind).
_ARCHIVES = (
    ({"[Content_Types].xml", "word/document.xml"}, f"{_OFFICE}.wordprocessingml.document"),
    ({"[Content_Types].xml", "xl/workbook.xml"}, f"{_OFFICE}.spreadsheetml.sheet"),
    ({"mimetype", "Contents/content.hpf"}, "application/hwp+zip"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: So much of an archive is read to learn its members' names; a list longer than that is nobody's letter.
_DIRECTORY_MOST = 1 * MB
#: What no text holds.
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
#: Text a browser could run, were it ever led to guess.
_MARKUP = re.compile(rb"<\s*(?:[!?/]|[a-z])", re.IGNORECASE)


def add(room: Room, *, by: str, name: str, content: bytes, held: int) -> e.FileAdded:
    """`held`: bytes of all files of this room that stand.

    Raises RoomClosed, FileEmpty, FileTooLarge, FilesFull, TooMany, TextTooLong.
    """
    text.open_room(room)
    text.a_person(by)
    if not content:
        raise FileEmpty()
    if len(content) > FILE_MOST:
        raise FileTooLarge(most=FILE_MOST // MB)
    if held + len(content) > ROOM_MOST:
        raise FilesFull(most=ROOM_MOST // MB)
    if len([f for f in room.files if f.withdrawn_at is None]) >= FILES_MOST:
        raise TooMany(what="files", most=FILES_MOST)
    key = room.fresh("a")
    return e.FileAdded(
        file=key,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        kind=kind_of(content),
        name=bare_name(name) or key,
    )


def withdraw(room: Room, *, by: str, file: str, why: str) -> e.FileWithdrawn:
    """By whoever added it, or the leader; also after the room was closed. Raises NoSuchThing, AlreadyDone, NotYours."""
    text.a_person(by)
    found = room.file(file)
    if found is None:
        raise NoSuchThing(what="file", key=file)
    if found.withdrawn_at is not None:
        raise AlreadyDone(what="withdraw_file")
    if not may_withdraw(room, found, by=by):
        raise NotYours(owner=found.by)
    return e.FileWithdrawn(file=file, why=text.needed(why, most=WHY, what="why"))


def may_withdraw(room: Room, file: Attached, *, by: str) -> bool:
    return file.withdrawn_at is None and by in (file.by, room.leader)


def bare_name(name: str) -> str:
    r"""The last part of a path, without what hides or reorders text. Raises TextTooLong.

    >>> bare_name("../..\\x\u202egnp.exe")
    'xgnp.exe'
    """
    last = re.split(r"[/\\]", " ".join(text.plain_text(name).split()))[-1]
    plain = text.clean(last, most=NAME, what="name")
    return plain if plain.strip(". ") else ""


def kind_of(content: bytes) -> str:
    """The media type that `content` shows; `application/octet-stream` where it shows none we know."""
    for first, kind in _SIGNATURES:
        if content.startswith(first):
            return kind
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "image/webp"
    if content.startswith(b"RIFF") and content[8:12] == b"WAVE":
        return "audio/wav"
    if content[4:8] == b"ftyp":
        return next((kind for brands, kind in _BRANDS if content[8:12] in brands), "video/mp4")
    if content.startswith(b"PK\x03\x04"):
        return _archive(content)
    if content.startswith(_OLE):
        return "application/x-hwp" if b"HWP Document File" in content else "application/x-ole-storage"
    return PLAIN if _is_text(content) else UNKNOWN


class _Bounded(io.BytesIO):
    """Gives up where more is read than a list of names takes."""

    left = _DIRECTORY_MOST

    def read(self, size: int | None = -1) -> bytes:
        got = super().read(self.left + 1 if size is None or size < 0 else min(size, self.left + 1))
        self.left -= len(got)
        if self.left < 0:
            raise zipfile.BadZipFile("its list of members is too long")
        return got


#: What zipfile raises of a directory that is broken: torn or lying (BadZipFile), of a version to come
#: (NotImplementedError), with an extra field cut short (struct.error), with names that are none or an offset before the
#: beginning (ValueError), with an offset beyond all files (OverflowError).
_BROKEN_ARCHIVE = (zipfile.BadZipFile, NotImplementedError, struct.error, ValueError, OverflowError)


def _archive(content: bytes) -> str:
    """By its members' names; nothing is unpacked."""
    try:
        with zipfile.ZipFile(_Bounded(content)) as archive:
            names = set(archive.namelist())
    except _BROKEN_ARCHIVE:
        return UNKNOWN
    return next((kind for members, kind in _ARCHIVES if members <= names), "application/zip")


def _is_text(content: bytes) -> bool:
    if _CONTROL.search(content) or _MARKUP.search(content):
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
