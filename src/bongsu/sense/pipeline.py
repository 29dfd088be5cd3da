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
from zoneinfo import ZoneInfo

import msgspec

from bongsu.core.ports import BrandRef, ClaimRow, Kept
from bongsu.core.values import CAUTION, NOTICE, TOLD, Finding, FindingKind, LevelRow, Mention, Piece, Rise
from bongsu.sense.claim import WINDOW_S as CLAIM_WINDOW_S, Claim, author_digest
from bongsu.sense.claims import Claims, Heard, room_among
from bongsu.sense.days import DAY_S, Days
from bongsu.sense.episodes import QUIET_S, Episode, go_on, surge_level, voiced_level
from bongsu.sense.ledger import (
    KEPT_S as TROUBLE_KEPT_S,
    VOICES_LEAST,
    WINDOWS_S,
    Counts,
    Ledger,
)
from bongsu.sense.match import Matcher
from bongsu.sense.memory import VERSION, Memory, encode, taken_over
from bongsu.sense.normalise import clean, normalise
from bongsu.sense.rhythm import Rhythm
from bongsu.sense.rise import Rises
from bongsu.sense.risks import WINDOW_S as RISK_WINDOW_S, Risk
from bongsu.sense.said import Said, hear, is_press
from bongsu.sense.surprise import WINDOWS, Look, band, surprise, together
from bongsu.sense.tone import Judged, Tones, ToneSums
from bongsu.sense.weigh import UNUSUAL, ceiling, level_of, named_level, pieces, points
from bongsu.sense.window import KEPT, Window

#: Surprise from which a surge is told of: once in about a hundred thousand ordinary looks.
THRESHOLD = 5.0
LEAST_COUNT = 5
CLAIM_AUTHORS = 5  # distinct, on one claim within two hours
RISK_AUTHORS = 3  # distinct, in one category within half an hour
TONE_AUTHORS = 10  # distinct and troubled, before unhappiness without a burst is more than a notice
TONE_POINTS = 3
PRESS_VOICES = 3  # troubled before press is said to carry what people say
#: A brand without a history is measured against its own first minutes, taken for as uneven as brands are.
NEW_MINUTES, NEW_ALPHA = 15, 0.25
MOST_EVIDENCE = 20
_MOST_EXCERPT = 300
_STATE_BYTES = 19_500
#: A tick moves the windows of a live stream; a replay, hours behind the clock, moves by its own posts only.
_LIVE_S = 2 * 60 * 60


class _Heard(msgspec.Struct):
    """A matched mention on its way through one batch."""

    at: int
    mention: Mention
    key: str
    author: int
    risks: tuple[str, ...]
    text: str  # normalised
    press: bool
    said: Said


#: A mention about the brand, its text normalised, the risk categories it names.
_Matched = tuple[Mention, str, tuple[str, ...]]


class BrandWatch:
    """The analysis of one brand; the only door into `sense` for a stream.

    table    the organisation's level table
    state    `Kept.state` of the last batch stored, None for a new brand
    claims   the brand's latest claim rows, any order
    tones    judges how matched mentions sound; without it `tone()` stays empty and words alone tell what is troubled
    among    brands that share the memory of this process: of many, each remembers less (claims.room_among)
    """

    def __init__(
        self,
        brand: BrandRef,
        table: Sequence[LevelRow],
        state: bytes | None = None,
        claims: Sequence[ClaimRow] = (),
        tones: Tones | None = None,
        among: int = 1,
    ) -> None:
        singles, most_claims = room_among(among)
        self._tones = tones
        self._zone = ZoneInfo(brand.zone)
        self._brand, self._table = brand, tuple(table)
        self._matcher = Matcher(brand.words)
        kept = None if state is None else taken_over(state)
        if kept is None:
            self._head: int | None = None
            self._window = Window()
            self._rhythm = Rhythm(brand.zone)
            self._surge: Episode | None = None
            self._risks: dict[str, Risk] = {}
            self._claims = Claims(
                brand.id,
                claims,
                common=(brand.name, *brand.words.include),
                most_singles=singles,
                most_claims=most_claims,
            )
            self._ledger, self._axes, self._days = Ledger(), dict[str, Episode](), Days()
            self._rises = Rises()
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
                most_singles=singles,
                most_claims=most_claims,
            )
            self._ledger = Ledger(kept.bins, kept.usual, kept.troubled)
            self._axes, self._days = kept.axes, kept.days
            self._rises = Rises(kept.rises)
        self._findings: list[Finding] = []

    # ── in ─────────────────────────────────────────────────────────────────────────────────────────────────────────
    def learn(self, mentions: Sequence[Mention], now: datetime) -> Kept:
        """Take in one batch, in any order. `now` bounds event times that claim to lie ahead."""
        matched, unmatched = self._sorted_out(mentions)
        heard, tones = self._heard(sorted(matched, key=lambda one: one[0].ts), int(now.timestamp()))
        told, done = iter(self._claims.hear([one.text for one in heard])), 0
        for minute, group in groupby(heard, key=lambda one: one.at // 60):
            of_minute = list(group)
            judged = None if tones is None else tones.of(range(done, done + len(of_minute)))
            done += len(of_minute)
            self._hear(minute, of_minute, list(islice(told, len(of_minute))), judged)
        minutes = Counter(m.ts.astimezone(UTC).replace(second=0, microsecond=0) for m, _, _ in matched)
        return self._kept(tuple(m for m, _, _ in matched), tuple(unmatched), minutes)

    def follow(self, mentions: Sequence[Mention]) -> list[tuple[Mention, Finding]]:
        """Take in a stretch of a history and look after each post as if it were the newest in the world.

        Returns findings with the posts that brought them: those of `learn` with batches of one post. Nothing is kept
        in between.
        """
        matched, _ = self._sorted_out(mentions)
        heard, tones = self._heard(matched, None)
        found: list[tuple[Mention, Finding]] = []
        for number, (one, told) in enumerate(zip(heard, self._claims.hear([one.text for one in heard]), strict=True)):
            self._hear(one.at // 60, (one,), (told,), None if tones is None else tones.of((number,)))
            found += [(one.mention, finding) for finding in self._findings]
            self._findings = []
        self._claims.forget_changed()
        return found

    def _sorted_out(self, mentions: Sequence[Mention]) -> tuple[list[_Matched], list[Mention]]:
        """What is about the brand, normalised and with the risk categories it names; and the rest."""
        matched: list[_Matched] = []
        unmatched: list[Mention] = []
        for mention in mentions:
            text = normalise(mention.text)
            judged = self._matcher.match_normalised(text)
            if judged.counts or TOLD in mention.flags:
                matched.append((mention, text, judged.risks))
            else:
                unmatched.append(mention)
        return matched, unmatched

    def _heard(self, matched: Sequence[_Matched], ceiling: int | None) -> tuple[list[_Heard], Judged | None]:
        """What they say, and how they sound. `ceiling`: epoch seconds beyond which no post lies."""
        tones = None if self._tones is None else self._tones.judge([mention.text for mention, _, _ in matched])
        said = hear([text for _, text, _ in matched], [bool(risks) for _, _, risks in matched], tones)
        heard = []
        for (mention, text, risks), one in zip(matched, said, strict=True):
            at = int(mention.ts.timestamp())
            key = f"{mention.source}:{mention.id}"
            heard.append(
                _Heard(
                    at if ceiling is None else min(at, ceiling),
                    mention,
                    key,
                    author_digest(mention.source, mention.author, key),
                    risks,
                    text,
                    is_press(mention.source, mention.author),
                    one,
                )
            )
        return heard, tones

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
            self._rises.add(count)

    def state(self) -> bytes:
        """The brand's memory as a value, claims apart."""
        memory = Memory(
            VERSION,
            self._head,
            self._window.state(),
            self._rhythm.state(),
            self._surge,
            self._risks,
            self._claims.counters,
            [],
            self._ledger.bins,
            self._ledger.usual,
            self._ledger.latest,
            self._axes,
            self._days,
            self._rises.state(),
        )
        memory.singles = self._claims.latest_singles(_STATE_BYTES - len(encode(memory)))
        return encode(memory)

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
    def _hear(self, minute: int, group: Sequence[_Heard], told: Sequence[Heard | None], tones: Judged | None) -> None:
        """Posts of one minute, oldest first."""
        if self._head is not None and minute <= self._head // 60 - KEPT:
            return  # late
        for one, said in zip(group, told, strict=True):
            at = self._advance(one.at)
            if not self._days.hear(one.at, one.key, self._zone):
                self._window.add(minute, one.at, one.key, one.author)
                self._rises.add()
            self._ledger.add(one.at, one.key, one.said, press=one.press, author=one.author)
            if one.press and one.said.troubled:
                self._look_at_press(one, at)
            for category in one.risks:
                self._look_at_risk(category, one, at)
            if said is not None:
                self._look_at_claim(one, said, at)
        if tones is not None:
            self._window.add_tone(minute, ToneSums.of(tones))
        newest = group[-1].mention.text
        if self._days.hold:
            self._look_at_day(at, newest)
        else:
            self._look_at_volume(at, newest)
        troubled = next((one for one in reversed(group) if one.said.troubled), None)
        if troubled is not None:
            self._look_at_tone(at, troubled.mention.text)

    def _advance(self, at: int) -> int:
        """Move the end of all windows to epoch second `at`, never back. Returns that end.

        What leaves the windows becomes the usual.
        """
        if self._head is not None and at <= self._head:
            return self._head
        moved = self._head is None or at // 60 > self._head // 60
        if self._head is not None:
            self._ledger.move(self._head, at)
        self._head = at
        if not moved:
            return at
        self._rises.move(at)
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
        if self._window.count(head, WINDOWS[-1]) < LEAST_COUNT:
            return
        looks = self._looks(head) if self._rhythm.knows_enough else self._first_looks(head)
        if not looks:
            return
        score, loudest = together(looks)
        if score < THRESHOLD or loudest.count < LEAST_COUNT:
            return
        correction = loudest.surprise - score
        volume = surge_level(
            self._table, [k for k in looks if k.surprise - correction >= THRESHOLD and k.count >= LEAST_COUNT]
        )
        self._tell_surge(
            at,
            volume=volume,
            score=score,
            look=loudest,
            authors=self._window.authors(head, loudest.minutes),
            posts=self._window.posts(head, loudest.minutes),
            newest=newest,
        )

    def _first_looks(self, head: int) -> list[Look]:
        """Of a brand without a history: the last five minutes against those before, once there are some."""
        since = self._window.first
        if since is None or head - since < NEW_MINUTES:
            return []
        minutes = WINDOWS[0]
        count, known = self._window.count(head, minutes), min(head - since + 1, WINDOWS[-1])
        before = self._window.count(head, known) - count
        expected = (before + 1) * minutes / (known - minutes)
        return [Look(minutes, count, expected, surprise(count, expected, NEW_ALPHA))]

    def _look_at_day(self, at: int, newest: str) -> None:
        look = self._days.look()
        if look is None or look.count < LEAST_COUNT or look.surprise < THRESHOLD:
            return
        posts = self._days.posts()
        self._tell_surge(
            at,
            volume=surge_level(self._table, [look]),
            score=look.surprise,
            look=look,
            authors=0,
            posts=posts,
            newest=newest,
        )

    def _tell_surge(
        self,
        at: int,
        *,
        volume: int,
        score: float,
        look: Look,
        authors: int,
        posts: list[tuple[int, str]],
        newest: str,
    ) -> None:
        if volume < NOTICE:
            return
        claim = self._claims.loudest(at)
        if claim is not None and 5 * claim.recent_posts(at) < look.count:
            claim = None
        seconds = max(WINDOWS_S[0], min(look.minutes * 60, WINDOWS_S[-1]))
        counts = self._ledger.within(at, seconds)
        weight = self._weight(at, seconds, counts)
        level = level_of(volume, weight)
        self._surge, said = go_on(self._surge, at=at, level=level, count=look.count, quiet_s=self._quiet(QUIET_S))
        if said is None:
            return
        first = posts[0][0] if posts else None
        if claim is not None:
            first = min(claim.first_at, first or claim.first_at)
        self._say(
            FindingKind.SURGE,
            said,
            at=at,
            level=level,
            surprise=score,
            window_s=look.minutes * 60,
            count=look.count,
            expected=look.expected,
            authors=authors,
            posts=posts,
            first_at=first,
            claim=claim,
            excerpt=newest if claim is None else claim.text,
            counts=counts,
            weight=weight,
            rise=None if self._days.hold else self._rises.read(at),
        )

    def _quiet(self, seconds: int) -> int:
        """How long an axis must not hold before its episode is over; a stream of days knows no hours."""
        return max(seconds, DAY_S + DAY_S // 2) if self._days.hold else seconds

    def _weight(self, at: int, seconds: int, counts: Counts, *, press: bool = False) -> tuple[Piece, ...]:
        return pieces(
            counts,
            self._ledger.usual,
            voices=self._ledger.voices(at, seconds, counts),
            claim_authors=self._claims.told_authors(at),
            press=press,
        )

    def _look_at_tone(self, at: int, newest: str) -> None:
        """Unhappiness, or harm, in more of the posts than this brand is used to; with or without a burst."""
        usual = self._ledger.usual
        for seconds in WINDOWS_S:
            counts = self._ledger.within(at, seconds)
            if counts.troubled < VOICES_LEAST:
                continue
            voices = self._ledger.voices(at, seconds, counts)
            danger = usual.danger(counts) if counts.harm >= VOICES_LEAST else 0.0
            trouble = usual.trouble(counts)
            score = max(danger, trouble)
            if voices < VOICES_LEAST or score < UNUSUAL:
                continue
            weight = self._weight(at, seconds, counts)
            level = CAUTION if points(weight) >= TONE_POINTS and voices >= TONE_AUTHORS else NOTICE
            if self._surge is not None and at - self._surge.true_at < QUIET_S and self._surge.level >= level:
                return  # told already, with its volume
            kind, axis = (FindingKind.RISK, "harm") if danger > trouble else (FindingKind.TONE, "tone")
            self._tell(
                kind,
                axis,
                at=at,
                level=level,
                seconds=seconds,
                counts=counts,
                weight=weight,
                score=score,
                excerpt=newest,
            )
            return

    def _look_at_press(self, one: _Heard, at: int) -> None:
        """Press carries what people were troubled by."""
        counts = self._ledger.within(at, TROUBLE_KEPT_S)
        if self._ledger.voices(at, TROUBLE_KEPT_S, counts) <= PRESS_VOICES:
            return
        weight = self._weight(at, TROUBLE_KEPT_S, counts, press=True)
        self._tell(
            FindingKind.PRESS,
            "press",
            at=at,
            level=max(NOTICE, min(named_level(self._table, "press"), ceiling(weight))),
            seconds=TROUBLE_KEPT_S,
            counts=counts,
            weight=weight,
            score=0.0,
            excerpt=one.mention.text,
        )

    def _tell(
        self,
        kind: FindingKind,
        axis: str,
        *,
        at: int,
        level: int,
        seconds: int,
        counts: Counts,
        weight: tuple[Piece, ...],
        score: float,
        excerpt: str,
    ) -> None:
        self._axes[axis], said = go_on(
            self._axes.get(axis), at=at, level=level, count=counts.troubled, quiet_s=self._quiet(TROUBLE_KEPT_S)
        )
        if said is None:
            return
        posts = self._ledger.posts(at, seconds)
        self._say(
            kind,
            f"{axis}:{said}",
            at=at,
            level=level,
            surprise=score,
            window_s=seconds,
            count=counts.posts,
            authors=self._ledger.voices(at, seconds, counts),
            posts=posts,
            first_at=posts[0][0] if posts else None,
            excerpt=excerpt,
            counts=counts,
            weight=weight,
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
        if claim.category is None and not one.said.surely:
            return  # many say it, and nobody is surely troubled by it: the Watch lists it
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
        counts: Counts | None = None,
        weight: tuple[Piece, ...] = (),
        rise: Rise | None = None,
    ) -> None:
        if counts is None:
            counts = self._ledger.within(at, window_s)
            weight = self._weight(at, window_s, counts)
        cluster, cluster_posts = counts.cluster
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
                weight=weight,
                troubled=counts.troubled,
                usual_pct=round(100 * self._ledger.usual.share),
                says=counts.kind,
                cluster=cluster,
                cluster_posts=cluster_posts,
                rise=rise,
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
