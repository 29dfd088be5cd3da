"""Asks Naver's search for what is new under some words, within what all such sources of a key may ask in a day.

Blogs come with a day only and cafés with no date at all, so every mention is dated by when we first saw it. What the
first look finds had been there before we listened: it is remembered, and not told as news.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import httpx
import msgspec

from bongsu.connectors.kit.guard import Allowed, PrivateAddress
from bongsu.connectors.kit.http import client, read_body, retry_after_s, said
from bongsu.connectors.kit.words import text_of
from bongsu.core.errors import SourceBusy, SourceError
from bongsu.core.ports import Budget, Item, Polled, Refusal

HOME = "https://openapi.naver.com"
KINDS = {"news": "네이버 뉴스", "blog": "네이버 블로그", "cafearticle": "네이버 카페"}
PER_DAY = 25_000  # calls of one key, all kinds of search together
DISPLAY = 100  # the most Naver gives at once
PAGES = 3  # of one search in one look
QUERIES, QUERY_MOST = 5, 100
SEEN_LIMIT = 400  # of one search
BODY_LIMIT = 2 * 1024 * 1024
EVERY_S, LEAST_EVERY_S = 600.0, 60.0
BUSY_S = 600.0
SEOUL = ZoneInfo("Asia/Seoul")
#: What Naver's codes mean for whoever set the source up (its guide to the search API).
CODES = {
    "SE01": "the query or a parameter is wrong",
    "SE02": "the number of results is out of range",
    "SE03": "the first result is out of range",
    "SE04": "the order of results is unknown",
    "SE05": "there is no such search",
    "SE06": "the query is encoded wrongly",
    "SE99": "Naver has a fault of its own",
    "010": "today's calls are used up",
    "024": "the client id or its secret is not accepted",
    "028": "the calls must go over https",
}


class _Found(msgspec.Struct):
    title: str = ""
    description: str = ""
    link: str = ""
    originallink: str = ""
    bloggername: str = ""
    cafename: str = ""


class _Answer(msgspec.Struct):
    items: list[msgspec.Raw] = []


class _Fault(msgspec.Struct):
    errorCode: str = ""


@dataclass(frozen=True, slots=True)
class _Search:
    kind: str
    query: str

    @property
    def key(self) -> str:
        return f"{self.kind} {hashlib.blake2b(self.query.encode(), digest_size=6).hexdigest()}"


class NaverSource:
    """Source port for the search API of developers.naver.com.

    Settings: client_id; secret (client secret); query (up to five, one a line); kinds? (of news, blog, cafearticle;
    all); per_day? (calls of this key, at most 25,000); every_s? Cursor: seen digests of each search.
    """

    def __init__(self, *, budget: Budget, home: str = HOME, allowed: Allowed | None = None, timeout_s: float = 10.0):
        self._budget = budget
        self._home = home
        self._allowed = allowed or Allowed()
        self._timeout_s = timeout_s

    def poll(self, settings: Mapping[str, str], cursor: Mapping[str, str], *, at: datetime) -> Polled:
        """Results not seen before, all dated `at`; those of the first look apart, as what was there before.

        Raises:
            SourceBusy: today's calls are used up, or Naver asks us to wait.
            SourceError: it could not be read, and why.
        """
        searches = _searches(settings)
        after: dict[str, str] = {}
        items: list[Item] = []
        before: list[Item] = []
        refused: list[Refusal] = []
        with client(allowed=self._allowed, timeout_s=self._timeout_s) as http:
            for search in searches:
                known = cursor.get(search.key)
                fresh, seen = self._new(http, search, settings, (known or "").split(), refused, first=known is None)
                told = before if known is None else items
                told.extend(_item(one, search.kind, at) for one in reversed(fresh))
                after[search.key] = " ".join(seen) or "-"
        return Polled(tuple(items), after, tuple(refused), next_in_s=_every_s(settings), before=tuple(before))

    def _new(
        self,
        http: httpx.Client,
        search: _Search,
        settings: Mapping[str, str],
        known: Sequence[str],
        refused: list[Refusal],
        *,
        first: bool,
    ) -> tuple[list[_Found], Sequence[str]]:
        """(results not known, newest first; digests to remember). Pages on while a whole page is new."""
        seen = dict.fromkeys(known)
        fresh: list[_Found] = []
        for page in range(1 if first else PAGES):
            raws = self._ask(http, search, settings, start=1 + page * DISPLAY)
            new_here = 0
            for index, raw in enumerate(raws):
                try:
                    found = msgspec.json.decode(raw, type=_Found)
                except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
                    refused.append(Refusal(index, "bad_item", str(problem)[:200]))
                    continue
                mark = hashlib.blake2b(_id(found).encode(), digest_size=6).hexdigest()
                if mark not in seen and _text(found):
                    fresh.append(found)
                    new_here += 1
                seen.pop(mark, None)
                seen[mark] = None
            if new_here < DISPLAY:
                break
        return fresh, list(seen)[-SEEN_LIMIT:]

    def _ask(
        self, http: httpx.Client, search: _Search, settings: Mapping[str, str], *, start: int
    ) -> Sequence[msgspec.Raw]:
        purse, now = purse_of(settings), datetime.now(UTC)
        if not self._budget.spend(purse, calls=1, per_day=_per_day(settings), at=now):
            midnight = datetime.combine(now.astimezone(SEOUL).date() + timedelta(days=1), datetime.min.time(), SEOUL)
            raise SourceBusy(after_s=(midnight - now).total_seconds() + 60, reason=CODES["010"])
        asked = {"query": search.query, "display": str(DISPLAY), "start": str(start), "sort": "date"}
        keys = {
            "X-Naver-Client-Id": settings.get("client_id", "").strip(),
            "X-Naver-Client-Secret": settings.get("secret", "").strip(),
        }
        if not all(value and value.isascii() and value.isprintable() for value in keys.values()):
            raise SourceError(reason=f"024: {CODES['024']}")
        try:
            url = f"{self._home}/v1/search/{search.kind}.json"
            with http.stream("GET", url, params=asked, headers=keys) as answer:
                body = read_body(answer, limit=BODY_LIMIT, within_s=3 * self._timeout_s)
        except PrivateAddress as problem:
            raise SourceError(reason=str(problem)) from problem
        except (httpx.HTTPError, httpx.InvalidURL) as problem:
            raise SourceError(reason=said(problem)) from problem
        if not answer.is_success:
            raise _fault(answer, body.data)
        try:
            return msgspec.json.decode(body.data, type=_Answer).items[:DISPLAY]
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
            raise SourceError(reason="the answer is not Naver's") from problem


def purse_of(settings: Mapping[str, str]) -> str:
    """All sources of one key draw on one purse; the key itself is not written down."""
    return f"naver:{hashlib.blake2b(settings.get('client_id', '').strip().encode(), digest_size=12).hexdigest()}"


def queries_of(settings: Mapping[str, str]) -> Sequence[str]:
    lines = (line.strip()[:QUERY_MOST] for line in settings.get("query", "").splitlines())
    return list(dict.fromkeys(line for line in lines if line))[:QUERIES]


def _searches(settings: Mapping[str, str]) -> Sequence[_Search]:
    kinds = [kind for kind in KINDS if kind in settings.get("kinds", "").replace(",", " ").split()] or list(KINDS)
    searches = [_Search(kind, query) for query in queries_of(settings) for kind in kinds]
    if not searches:
        raise SourceError(reason="there are no words to search for")
    return searches


def _text(found: _Found) -> str:
    title = text_of(found.title, is_html=True)
    body = text_of(found.description, is_html=True)
    return body if body.startswith(title) and title else f"{title}\n{body}".strip()


def _id(found: _Found) -> str:
    name = found.originallink or found.link or _text(found)
    return (
        name if len(name) <= 110 and name.isprintable() else f"sha256:{hashlib.sha256(name.encode()).hexdigest()[:40]}"
    )


def _item(found: _Found, kind: str, at: datetime) -> Item:
    return Item(
        id=_id(found),
        ts=at,
        source=KINDS[kind],
        text=_text(found),
        # A café says its name, never its writer's.
        author=text_of(found.bloggername, is_html=True)[:120] or None,
        url=found.originallink or found.link or None,
    )


def _fault(answer: httpx.Response, body: bytes) -> SourceError:
    try:
        code = msgspec.json.decode(body, type=_Fault).errorCode
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        code = ""
    status = answer.status_code
    reason = f"{code}: {CODES[code]}" if code in CODES else f"HTTP {status}"
    if status in (429, 503) or code in ("010", "SE99"):
        wait = retry_after_s(answer, now=datetime.now(UTC), usual_s=BUSY_S)
        return SourceBusy(after_s=wait, reason=reason)
    return SourceError(reason=reason)


def _per_day(settings: Mapping[str, str]) -> int:
    asked = settings.get("per_day", "")
    return min(int(asked), PER_DAY) if asked.isascii() and asked.isdigit() and len(asked) < 9 else PER_DAY


def _every_s(settings: Mapping[str, str]) -> float:
    try:
        asked = float(settings.get("every_s") or EVERY_S)
    except ValueError:
        return EVERY_S
    return max(LEAST_EVERY_S, asked) if asked < 86_400 else 86_400.0
