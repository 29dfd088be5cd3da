"""One way to make an HTTP client, and to read an answer no further than is good for us."""

import logging
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from bongsu.connectors.kit.guard import Allowed, GuardedTransport, NoSuchHost

#: It writes whole addresses, and an address may be a secret: of a push device, of a chat's hook.
logging.getLogger("httpx").setLevel(logging.WARNING)

AGENT = "Bongsu/0.1"
CONNECT_S = 5.0
LONGEST_WAIT_S = 6 * 3600.0


def client(*, allowed: Allowed, timeout_s: float = 10.0, redirects: bool = False) -> httpx.Client:
    """A client that goes nowhere private, follows at most five redirects when told to, and uses no proxy or netrc."""
    return httpx.Client(
        transport=GuardedTransport(allowed, head_within_s=2 * timeout_s),
        timeout=httpx.Timeout(timeout_s, connect=min(CONNECT_S, timeout_s)),
        follow_redirects=redirects,
        max_redirects=5,
        headers={"User-Agent": AGENT, "Accept-Encoding": "gzip, deflate"},
        trust_env=False,
    )


@dataclass(frozen=True, slots=True)
class Body:
    data: bytes
    whole: bool  # False: there was more than the limit, or it took too long


def read_body(response: httpx.Response, *, limit: int, within_s: float) -> Body:
    """The decoded body of a streamed answer, at most `limit` bytes and `within_s` seconds of it.

    A small answer may unpack to gigabytes, and be packed more than once: no more is unpacked than is kept.

    Raises httpx.DecodingError: packed wrongly, or in a way we did not ask for.
    """
    until = time.monotonic() + within_s
    unpack = _unpacking(response.headers.get("content-encoding", ""))
    parts: list[bytes] = []
    size = 0
    for packed in response.iter_raw():
        try:
            part = unpack(packed, limit - size + 1)
        except zlib.error as problem:
            raise httpx.DecodingError("the answer is compressed wrongly") from problem
        parts.append(part)
        size += len(part)
        if size > limit or time.monotonic() > until:
            return Body(b"".join(parts)[:limit], whole=False)
    return Body(b"".join(parts), whole=True)


def _unpacking(coding: str) -> Callable[[bytes, int], bytes]:
    """(bytes as they came, the most to return) → bytes as they were meant."""
    match coding.strip().lower():
        case "" | "identity":
            return lambda raw, _most: raw
        case "gzip" | "x-gzip":
            return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress
        case "deflate":
            return _inflate()
    raise httpx.DecodingError("the answer is packed in a way that was not asked for")


def _inflate() -> Callable[[bytes, int], bytes]:
    """`deflate` with the header that belongs to it, or, as some servers do, without."""
    bare = zlib.decompressobj(-zlib.MAX_WBITS)
    full = zlib.decompressobj()
    using = [full]

    def inflate(raw: bytes, most: int) -> bytes:
        try:
            return using[0].decompress(raw, most)
        except zlib.error:
            if using[0] is bare:
                raise
            using[0] = bare
            return bare.decompress(raw, most)

    return inflate


def retry_after_s(response: httpx.Response, *, now: datetime, usual_s: float) -> float:
    """Seconds the other side asks us to wait (RFC 9110 §10.2.3: a number or a date), between 1 s and 6 h."""
    asked = response.headers.get("retry-after", "").strip()
    wait = usual_s
    if asked.isascii() and asked.isdigit():
        wait = float(asked[:9])
    elif asked:
        try:
            date = parsedate_to_datetime(asked)
        except (ValueError, OverflowError):
            return usual_s
        wait = (date.replace(tzinfo=date.tzinfo or UTC) - now).total_seconds()
    return min(max(wait, 1.0), LONGEST_WAIT_S)


def backoff_s(failures: int, *, first_s: float = 1.0, most_s: float = 60.0) -> float:
    """Pause after the `failures`-th failure in a row: doubled each time, bounded.

    >>> [backoff_s(n) for n in (1, 2, 3, 99)]
    [1.0, 2.0, 4.0, 60.0]
    """
    return float(min(most_s, first_s * 2 ** min(max(failures - 1, 0), 30)))


def said(problem: httpx.HTTPError | httpx.InvalidURL) -> str:
    """A problem in a few words, without the address (it may hold a token)."""
    words = {
        httpx.ConnectTimeout: "no connection in time",
        httpx.ReadTimeout: "no answer in time",
        httpx.WriteTimeout: "the other side stopped reading",
        httpx.ConnectError: "no connection",
        NoSuchHost: "there is no server of this name",
        httpx.RemoteProtocolError: "the answer broke off",
        httpx.ReadError: "the answer broke off",
        httpx.WriteError: "the connection broke while sending",
        httpx.TooManyRedirects: "too many redirects",
        httpx.UnsupportedProtocol: "only http and https addresses work",
        httpx.DecodingError: "the answer is compressed wrongly",
        httpx.InvalidURL: "this is not an address",
    }
    return words.get(type(problem), type(problem).__name__)
