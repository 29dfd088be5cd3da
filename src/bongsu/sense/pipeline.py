"""One brand, watched: a batch of mentions in, what to store and what to tell people out.

Event time drives everything: windows end with the newest post heard of (never later than the caller's now), so a
replayed week gives the findings it would have given then. A post more than an hour older than that end is late; it
counts in its minute and moves nothing else.

The state is a value of some kilobytes. A watch made from `Kept.state` and the claim rows goes on as if it had never
stopped; of posts that stand alone so far it remembers the newest (about 60), so after a restart of a busy brand a
claim may need one more post than without.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby, islice

import msgspec

from bongsu.core.ports import BrandRef, ClaimRow, Kept
from bongsu.core.values import TOLD, Finding, FindingKind, LevelRow, Mention
from bongsu.sense.claims import WINDOW_S as CLAIM_WINDOW_S, Claim, Claims, Heard, Single, author_digest
from bongsu.sense.episodes import Episode, go_on, surge_level, voiced_level
from bongsu.sense.match import Matcher
from bongsu.sense.normalise import clean, normalise
from bongsu.sense.rhythm import Rhythm, RhythmState
from bongsu.sense.risks import WINDOW_S as RISK_WINDOW_S, Risk
from bongsu.sense.surprise import WINDOWS, Look, band, surprise, together
from bongsu.sense.tone import Tones, ToneSums
from bongsu.sense.window import KEPT, Minute, Window

#: Surprise from which a surge is told of: once in about a hundred thousand ordinary looks.
THRESHOLD = 5.0
LEAST_COUNT = 5
CLAIM_AUTHORS = 5  # distinct, on one claim within two hours
RISK_AUTHORS = 3  # distinct, in one category within half an hour
MOST_EVIDENCE = 20
_MOST_EXCERPT = 300
_VERSION = 2
_STATE_BYTES = 16_000
#: A tick moves the windows of a live stream; a replay, hours behind the clock, moves by its own posts only.
_LIVE_S = 2 * 60 * 60


class _State(msgspec.Struct, array_like=True):
    version: int
    head: int | None  # epoch seconds of the newest event time
    window: dict[int, Minute]
    rhythm: RhythmState
    surge: Episode | None
    risks: dict[str, Risk]
    counters: tuple[int, int]
    singles: list[Single]


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(_State)
_SINGLES = _State.__struct_fields__.index("singles")


def _taken_over(state: bytes) -> _State | None:
    """A kept state; of an older one what can be read, None where that is nothing."""
    try:
        parts = msgspec.msgpack.decode(state, type=list[msgspec.Raw])
        if msgspec.msgpack.decode(parts[0]) == 1:
            # Version 1 kept signatures of single posts, which say nothing of their letters.
            parts[0], parts[_SINGLES] = msgspec.Raw(_ENCODER.encode(_VERSION)), msgspec.Raw(_ENCODER.encode([]))
        kept = _DECODER.decode(_ENCODER.encode(parts))
    except (msgspec.MsgspecError, IndexError):
        return None
    return kept if kept.version == _VERSION else None


class _Heard(msgspec.Struct):
    """A matched mention on its way through one batch."""

    at: int
    mention: Mention
    key: str
    author: int
    risks: tuple[str, ...]
    text: str  # normalised


class BrandWatch:
    """The analysis of one brand; the only door into `sense` for a stream.

    table    the organisation's level table
    state    `Kept.state` of the last batch stored, None for a new brand
    claims   the brand's latest claim rows, any order
    tones    judges how matched mentions sound; without it `tone()` stays empty
    """

    def __init__(
        self,
        brand: BrandRef,
        table: Sequence[LevelRow],
        state: bytes | None = None,
        claims: Sequence[ClaimRow] = (),
        tones: Tones | None = None,
    ) -> None:
        self._tones = tones
        self._brand, self._table = brand, tuple(table)
        self._matcher = Matcher(brand.words)
        kept = None if state is None else _taken_over(state)
        if kept is None:
            self._head: int | None = None
            self._window = Window()
            self._rhythm = Rhythm(brand.zone)
            self._surge: Episode | None = None
            self._risks: dict[str, Risk] = {}
            self._claims = Claims(brand.id, claims, common=(brand.name, *brand.words.include))
        else:
            self._head = kept.head
            self._window = Window(kept.window)
            self._rhythm = Rhythm(brand.zone, kept.rhythm)
            self._surge = kept.surge
            self._risks = {name: risk for name, risk in kept.risks.items() if name in brand.words.risk}
            orders, grown = kept.counters
            self._claims = Claims(
                brand.id,
                claims,
                kept.singles,
                orders=orders,
                grown=grown,
                common=(brand.name, *brand.words.include),
            )
        self._findings: list[Finding] = []

    # ── in ─────────────────────────────────────────────────────────────────────────────────────────────────────────
    def learn(self, mentions: Sequence[Mention], now: datetime) -> Kept:
        """Take in one batch, in any order. `now` bounds event times that claim to lie ahead."""
        ceiling = int(now.timestamp())
        matched: list[Mention] = []
        unmatched: list[Mention] = []
        texts: list[str] = []
        risks: list[tuple[str, ...]] = []
        for mention in mentions:
            text = normalise(mention.text)
            judged = self._matcher.match_normalised(text)
            if judged.counts or TOLD in mention.flags:
                matched.append(mention)
                texts.append(text)
                risks.append(judged.risks)
            else:
                unmatched.append(mention)
        heard = [
            _Heard(
                min(int(m.ts.timestamp()), ceiling),
                m,
                key := f"{m.source}:{m.id}",
                author_digest(m.source, m.author, key),
                risk,
                text,
            )
            for m, risk, text in zip(matched, risks, texts, strict=True)
        ]
        heard.sort(key=lambda one: one.at)
        tones, done = None if self._tones is None else self._tones.judge([one.mention.text for one in heard]), 0
        told = iter(self._claims.hear([one.text for one in heard]))
        for minute, group in groupby(heard, key=lambda one: one.at // 60):
            of_minute = list(group)
            sums = None if tones is None else ToneSums.of(tones.of(range(done, done + len(of_minute))))
            done += len(of_minute)
            self._hear(minute, of_minute, list(islice(told, len(of_minute))), sums)
        minutes = Counter(m.ts.astimezone(UTC).replace(second=0, microsecond=0) for m in matched)
        return self._kept(tuple(matched), tuple(unmatched), minutes)

    def tick(self, now: datetime) -> Kept | None:
        """Let time pass without a post, at most once a minute to any effect. None: nothing to store."""
        at = int(now.timestamp())
        head = self._head
        if head is None or not self._window or at // 60 <= head // 60 or at - head > _LIVE_S:
            return None
        self._advance(at)
        self._look_at_volume(at, "")
        return self._kept((), (), {})

    def warm(self, minute_counts: Mapping[datetime, int]) -> None:
        """Learn history from counts a minute; missing minutes were silent, those before what is known are ignored."""
        for when, count in sorted(minute_counts.items()):
            at = int(when.timestamp())
            if self._head is not None and at // 60 <= max(self._head // 60 - KEPT, (self._rhythm.next or 0) - 1):
                continue
            self._advance(at)
            self._window.add_count(at // 60, count)

    def state(self) -> bytes:
        """The brand's memory as a value, claims apart."""
        state = _State(
            _VERSION,
            self._head,
            self._window.state(),
            self._rhythm.state(),
            self._surge,
            self._risks,
            self._claims.counters,
            [],
        )
        bare = len(_ENCODER.encode(state))
        state.singles = self._claims.latest_singles(_STATE_BYTES - bare)
        return _ENCODER.encode(state)

    def usual(self, minute: datetime, window: int = WINDOWS[0]) -> tuple[float, int, int]:
        """For a chart: mentions usual in the `window` minutes (5, 15 or 60) up to and with `minute`, and the band in
        which four of five ordinary such windows lie."""
        mean = self._rhythm.expected(int(minute.timestamp()) // 60, window)
        return (mean, *band(mean, self._rhythm.alpha(WINDOWS.index(window))))

    def tone(self, window: int = WINDOWS[0]) -> ToneSums:
        """How the matched posts of the last `window` minutes (up to 60) sound."""
        return ToneSums() if self._head is None else self._window.tone(self._head // 60, window)

    def surprise(self) -> tuple[float, Look] | None:
        """The present surprise and the window that speaks loudest; None as long as too little is known."""
        if self._head is None or not self._rhythm.knows_enough:
            return None
        return together(self._looks(self._head // 60))

    # ── through ────────────────────────────────────────────────────────────────────────────────────────────────────
    def _hear(self, minute: int, group: Sequence[_Heard], told: Sequence[Heard | None], sums: ToneSums | None) -> None:
        """Posts of one minute, oldest first."""
        if self._head is not None and minute <= self._head // 60 - KEPT:
            return  # late
        for one, said in zip(group, told, strict=True):
            at = self._advance(one.at)
            self._window.add(minute, one.at, one.key, one.author)
            for category in one.risks:
                self._look_at_risk(category, one, at)
            if said is not None:
                self._look_at_claim(one, said, at)
        if sums is not None:
            self._window.add_tone(minute, sums)
        self._look_at_volume(at, group[-1].mention.text)

    def _advance(self, at: int) -> int:
        """Move the end of all windows to epoch second `at`, never back. Returns that end.

        What leaves the windows becomes the usual.
        """
        if self._head is not None and at <= self._head:
            return self._head
        moved = self._head is None or at // 60 > self._head // 60
        self._head = at
        if not moved:
            return at
        limit = at // 60 - KEPT
        for minute, count in self._window.leave(at // 60):
            self._rhythm.learn_one(minute, count)
        if self._rhythm.next is not None and self._rhythm.next <= limit:
            self._rhythm.learn_one(limit, 0)
        return at

    def _looks(self, head: int) -> list[Look]:
        looks = []
        for i, minutes in enumerate(WINDOWS):
            count, expected = self._window.count(head, minutes), self._rhythm.expected(head, minutes)
            looks.append(Look(minutes, count, expected, surprise(count, expected, self._rhythm.alpha(i))))
        return looks

    # ── findings ───────────────────────────────────────────────────────────────────────────────────────────────────
    def _look_at_volume(self, at: int, newest: str) -> None:
        head = at // 60
        if not self._rhythm.knows_enough or self._window.count(head, WINDOWS[-1]) < LEAST_COUNT:
            return
        looks = self._looks(head)
        score, loudest = together(looks)
        if score < THRESHOLD or loudest.count < LEAST_COUNT:
            return
        correction = loudest.surprise - score
        level = surge_level(
            self._table, [k for k in looks if k.surprise - correction >= THRESHOLD and k.count >= LEAST_COUNT]
        )
        if level < 2:
            return
        self._surge, said = go_on(self._surge, at=at, level=level, count=loudest.count)
        if said is None:
            return
        claim = self._claims.loudest(at)
        if claim is not None and 5 * claim.recent_posts(at) < self._window.count(head, WINDOWS[-1]):
            claim = None
        posts = self._window.posts(head, loudest.minutes)
        first = posts[0][0] if posts else None
        if claim is not None:
            first = min(claim.first_at, first or claim.first_at)
        self._say(
            FindingKind.SURGE,
            said,
            at=at,
            level=level,
            surprise=score,
            window_s=loudest.minutes * 60,
            count=loudest.count,
            expected=loudest.expected,
            authors=self._window.authors(head, loudest.minutes),
            posts=posts,
            first_at=first,
            claim=claim,
            excerpt=newest if claim is None else claim.text,
        )

    def _look_at_claim(self, one: _Heard, said: Heard, at: int) -> None:
        claim = self._claims.fold(
            said,
            mention=one.key,
            at=one.at,
            author=one.author,
            text=one.mention.text,
            category=self._weightiest(one.risks),
            source=one.mention.source,
        )
        if claim is None:
            return
        authors = claim.recent_authors(at)
        if authors < CLAIM_AUTHORS:
            return
        level = voiced_level(self._table, claim.category, authors)
        claim.episode, news = go_on(claim.episode, at=at, level=level, count=claim.size)
        if news is None:
            return
        self._say(
            FindingKind.CLAIM,
            f"{claim.key}:{news}",
            at=at,
            level=level,
            window_s=CLAIM_WINDOW_S,
            count=claim.recent_posts(at),
            authors=claim.distinct(),
            posts=sorted(claim.first_posts + claim.last_posts),
            first_at=claim.first_at,
            claim=claim,
            excerpt=claim.text,
            category=claim.category,
        )

    def _look_at_risk(self, category: str, one: _Heard, at: int) -> None:
        risk = self._risks.get(category)
        if risk is None:
            risk = self._risks[category] = Risk({}, {}, {})
        risk.forget(at)
        risk.add(one.author, one.key, one.at)
        authors = len(risk.voices)
        if authors < RISK_AUTHORS:
            return
        level = voiced_level(self._table, category, authors)
        risk.episode, said = go_on(risk.episode, at=at, level=level, count=risk.count())
        if said is None:
            return
        posts = risk.posts()
        self._say(
            FindingKind.RISK,
            f"{category}:{said}",
            at=at,
            level=level,
            window_s=RISK_WINDOW_S,
            count=risk.count(),
            authors=authors,
            posts=posts,
            first_at=posts[0][0],
            excerpt=one.mention.text,
            category=category,
        )

    def _weightiest(self, risks: tuple[str, ...]) -> str | None:
        """Of several categories the one whose trigger stands highest in the level table."""
        if not risks:
            return None
        return max(risks, key=lambda name: max((row.level for row in self._table if name in row.triggers), default=1))

    def _say(
        self,
        kind: FindingKind,
        said: str,
        *,
        at: int,
        level: int,
        window_s: int,
        count: int,
        authors: int,
        posts: list[tuple[int, str]],
        excerpt: str,
        first_at: int | None,
        surprise: float = 0.0,
        expected: float = 0.0,
        claim: Claim | None = None,
        category: str | None = None,
    ) -> None:
        half = MOST_EVIDENCE // 2
        if len(posts) > MOST_EVIDENCE:
            posts = posts[:half] + posts[-half:]  # how it began, and where it stands
        self._findings.append(
            Finding(
                key=f"{kind.value}:{self._brand.id}:{said}",
                kind=kind,
                brand=self._brand.id,
                at=datetime.fromtimestamp(at, UTC),
                level=level,
                surprise_centi=round(100 * surprise),
                window_s=window_s,
                count=count,
                expected_milli=round(1000 * expected),
                authors=authors,
                evidence=tuple(key for _, key in posts),
                first_post_at=None if first_at is None else datetime.fromtimestamp(first_at, UTC),
                claim=None if claim is None else claim.key,
                excerpt=clean(excerpt[:_MOST_EXCERPT])[0],
                category=category,
            )
        )

    def _kept(
        self, mentions: tuple[Mention, ...], unmatched: tuple[Mention, ...], minutes: Mapping[datetime, int]
    ) -> Kept:
        findings, self._findings = tuple(self._findings), []
        return Kept(
            org=self._brand.org,
            brand=self._brand.id,
            mentions=mentions,
            unmatched=unmatched,
            minutes=dict(minutes),
            claims=self._claims.take_changed(),
            findings=findings,
            state=self.state(),
        )
