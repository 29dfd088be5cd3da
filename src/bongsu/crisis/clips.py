"""Clips (클립): a post that somebody saw, kept before it is deleted.

What is kept is exactly what was told and sent; nothing is fetched from the address. Each keeping is a record with a
SHA-256 over its canonical spelling, which names the record before it: none can be changed, put in between or taken away
unnoticed. The same post kept by two people is one clip with two witnesses.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from bongsu.core.errors import ClipEmpty, FileTooLarge, NotALink, NotAPicture, OutOfRange, TextTooLong, TooMany
from bongsu.crisis import text
from bongsu.crisis.files import MB, kind_of

TITLE, PLACE, AUTHOR, URL, BODY = 200, 40, 120, 600, 18_000
#: A post is kept when it is seen, or soon after.
SEEN_BACK = timedelta(days=30)
SEEN_AHEAD = timedelta(minutes=5)
PICTURE_MOST, PICTURES_MOST, ALL_MOST = 10 * MB, 6, 25 * MB  # bytes, how many, bytes together
#: What a browser shows as a picture and nothing else.
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
NO_TEXT = "(그림만 있는 글)"

#: (host or its end, what people call the place).
PLACES = (
    ("dcinside.com", "DC인사이드"),
    ("teamblind.com", "블라인드"),
    ("pann.nate.com", "네이트판"),
    ("cafe.naver.com", "네이버 카페"),
    ("blog.naver.com", "네이버 블로그"),
    ("kin.naver.com", "네이버 지식iN"),
    ("news.naver.com", "네이버 뉴스"),
    ("smartstore.naver.com", "스마트스토어"),
    ("cafe.daum.net", "다음 카페"),
    ("open.kakao.com", "카카오 오픈채팅"),
    ("fmkorea.com", "에펨코리아"),
    ("theqoo.net", "더쿠"),
    ("ppomppu.co.kr", "뽐뿌"),
    ("clien.net", "클리앙"),
    ("mlbpark.donga.com", "엠엘비파크"),
    ("bobaedream.co.kr", "보배드림"),
    ("ruliweb.com", "루리웹"),
    ("instiz.net", "인스티즈"),
    ("inven.co.kr", "인벤"),
    ("82cook.com", "82쿡"),
    ("everytime.kr", "에브리타임"),
    ("instagram.com", "인스타그램"),
    ("threads.net", "스레드"),
    ("threads.com", "스레드"),
    ("x.com", "X"),
    ("twitter.com", "X"),
    ("facebook.com", "페이스북"),
    ("youtube.com", "유튜브"),
    ("youtu.be", "유튜브"),
    ("tiktok.com", "틱톡"),
)
#: Offered beside them: what has no address.
WITHOUT_ADDRESS = ("맘카페", "카카오톡 단체방", "블라인드", "네이트판", "DC인사이드", "에브리타임")
_LINK_IN_TEXT = re.compile(r"https?://[^\s<>\"']+")


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture as it was sent; what it is, its bytes say."""

    name: str
    kind: str
    size: int
    sha256: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Clipped:
    """What one person kept of a post."""

    place: str
    url: str
    title: str
    text: str
    author: str
    seen_at: datetime
    pictures: tuple[Picture, ...]
    receipt: str = ""  # of a report: each is one of its own, whatever it says

    @property
    def identity(self) -> str:
        """The same for the same post: SHA-256 of address and text, and of the pictures where there is neither."""
        return identity(self.url, self.text, [p.sha256 for p in self.pictures], receipt=self.receipt)

    @property
    def said(self) -> str:
        """As a mention: title and text; else the address, where only a link was kept; else that it is a picture."""
        return said(self.title, self.text, "" if self.pictures else self.url)


@dataclass(frozen=True, slots=True)
class PartRecord:
    n: int
    kind: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Record:
    """What the digest of a keeping is over."""

    number: int  # in the organisation, from 1
    before: str  # digest of the record before; "" for the first
    clip: str  # identity
    by: str
    place: str
    url: str
    title: str
    text_sha256: str
    author: str
    seen_at: datetime
    kept_at: datetime
    parts: tuple[PartRecord, ...]


def said(title: str, text: str, url: str = "") -> str:
    """`url`: what stands for a post of which nothing but its address was kept."""
    return "\n".join(x for x in (title, text) if x) or url or NO_TEXT


def witness_of(link: int) -> str:
    """How a report link stands in a record: no person's key has a colon."""
    return f"link:{link}"


def identity(url: str, text: str, pictures: Iterable[str], *, receipt: str = "") -> str:
    """`pictures`: SHA-256 of each, hex."""
    bare = not (url or text)
    told: dict[str, object] = {"url": url, "text": text, "pictures": sorted(pictures) if bare else []}
    return sha256(canonical(told | ({"report": receipt} if receipt else {})))


def clipped(
    *,
    place: str = "",
    url: str = "",
    title: str = "",
    body: str = "",
    author: str = "",
    seen_at: datetime | None = None,
    pictures: Sequence[tuple[str, bytes]] = (),
    at: datetime,
) -> Clipped:
    """What somebody told and sent, judged. `pictures`: (name, bytes).

    Raises ClipEmpty, NotALink, NotAPicture, FileTooLarge, TooMany, TextTooLong, OutOfRange.
    """
    told = text.clean(body, most=BODY, what="text")
    address = link(url)
    kept = tuple(picture(name, content) for name, content in pictures if content)
    if len(kept) > PICTURES_MOST:
        raise TooMany(what="pictures", most=PICTURES_MOST)
    if sum(p.size for p in kept) > ALL_MOST:
        raise FileTooLarge(most=ALL_MOST // MB)
    if not (told or kept or address):
        raise ClipEmpty()
    seen = seen_at or at
    if not at - SEEN_BACK <= seen <= at + SEEN_AHEAD:
        raise OutOfRange(what="seen_at", low=(at - SEEN_BACK).date().isoformat(), high=at.date().isoformat())
    return Clipped(
        place=text.clean(place, most=PLACE, what="place") or place_of(address) or "기타",
        url=address,
        title=" ".join(text.clean(title, most=TITLE, what="title").split()),
        text=told,
        author=" ".join(text.clean(author, most=AUTHOR, what="author").split()),
        seen_at=seen.astimezone(UTC),
        pictures=kept,
    )


def link(url: str) -> str:
    """An address a browser may open; "" for none. Raises NotALink, TextTooLong: nothing that was typed just vanishes.

    >>> link(" https://pann.nate.com/talk/1 ")
    'https://pann.nate.com/talk/1'
    """
    plain = text.plain_text(url)
    if not plain:
        return ""
    if len(plain) > URL:
        raise TextTooLong(what="url", most=URL, length=len(plain))
    try:
        parts = urlsplit(plain)
        host = parts.hostname
    except ValueError:
        raise NotALink() from None
    if parts.scheme not in ("http", "https") or not host or not plain.isprintable() or " " in plain:
        raise NotALink()
    return plain


def link_in(words: str) -> str:
    """The first address in a text: phones share a link as text."""
    found = _LINK_IN_TEXT.search(words)
    return found.group().rstrip(").,]") if found else ""


def place_of(url: str) -> str:
    """What people call the place behind an address; its host where we have no name, "" without an address.

    >>> place_of("https://gall.dcinside.com/board/view/?no=1"), place_of("https://dcinside.com.evil.example/")
    ('DC인사이드', 'dcinside.com.evil.example')
    """
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return ""
    for end, name in PLACES:
        if host == end or host.endswith(f".{end}"):
            return name
    return host[:PLACE]


def picture(name: str, content: bytes) -> Picture:
    """Raises NotAPicture, FileTooLarge."""
    if len(content) > PICTURE_MOST:
        raise FileTooLarge(most=PICTURE_MOST // MB)
    kind = kind_of(content)
    if kind not in PICTURES:
        raise NotAPicture()
    return Picture(bare_name(name), kind, len(content), sha256(content), content)


def bare_name(name: str) -> str:
    """The last part of a path, of at most 100 characters; it only tells people which file it was."""
    return " ".join(text.plain_text(re.split(r"[/\\]", name)[-1]).split())[-100:]


def plain(record: Record) -> dict[str, object]:
    """A record as JSON holds it; times as UTC in ISO 8601 with microseconds."""
    told = asdict(record)
    for when in ("seen_at", "kept_at"):
        told[when] = told[when].astimezone(UTC).isoformat(timespec="microseconds")
    return {**told, "parts": [asdict(part) for part in record.parts]}


def digest(record: Record) -> str:
    """SHA-256, hex, of a record's one spelling: JSON, keys sorted, no blanks, UTF-8."""
    return sha256(canonical(plain(record)))


def canonical(plain: object) -> bytes:
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
