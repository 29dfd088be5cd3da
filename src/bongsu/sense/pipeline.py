"""One brand, watched: a batch of mentions in, what to store and what to tell people out.

Event time drives everything: windows end with the newest post heard of (never later than the caller's now), so a
replayed week gives the findings it would have given then. A post more than an hour older than that end is late; it
counts in its minute and moves nothing else.

What a batch passes through: `hearing` (is it about the brand, what does it say?), `known` (windows, claims and habits
learn it), `axes` (is that unusual?), `telling` (say it).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import accumulate, groupby, repeat

from bongsu.core.ports import BrandRef, ClaimRow, Kept
from bongsu.core.values import Finding, LevelRow, Mention
from bongsu.sense.axes.claimed import Claimed
from bongsu.sense.axes.risk import RiskWords
from bongsu.sense.axes.trouble import Trouble
from bongsu.sense.axes.volume import Volume
from bongsu.sense.claims import Heard
from bongsu.sense.hearing import Ear, HeardPost
from bongsu.sense.known import Known
from bongsu.sense.normalise import clean
from bongsu.sense.surprise import WINDOWS, Look, band
from bongsu.sense.telling import MOST_EXCERPT, Teller
from bongsu.sense.tone import Tones, ToneSums

#: A tick moves the windows of a live stream; a replay, hours behind the clock, moves by its own posts only.
_LIVE_S = 2 * 60 * 60


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
        self._brand = brand
        self._ear = Ear(brand.words, tones, (brand.name, *brand.words.include))
        self._known = known = Known(brand, state, claims, among)
        self._teller = Teller(brand.id, known)
        rows = tuple(table)
        self._volume, self._trouble = Volume(known, rows, self._teller), Trouble(known, rows, self._teller)
        self._claimed, self._risk_words = Claimed(known, rows, self._teller), RiskWords(known, rows, self._teller)

    # ── in ─────────────────────────────────────────────────────────────────────────────────────────────────────────
    def learn(self, mentions: Sequence[Mention], now: datetime) -> Kept:
        """Take in one batch, in any order. `now` bounds event times that claim to lie ahead."""
        matched, unmatched = self._ear.sort_out(mentions)
        heard, tones = self._ear.hear(sorted(matched, key=lambda one: one[0].ts), int(now.timestamp()))
        told = self._known.claims.hear([one.text for one in heard])
        groups = [(minute, len(list(group))) for minute, group in groupby([one.at // 60 for one in heard])]
        ends = list(accumulate(count for _, count in groups))
        sums = repeat(None) if tones is None else ToneSums.of_each(tones, [0, *ends[:-1]])
        for (minute, count), end, tone in zip(groups, ends, sums, strict=False):
            self._hear(minute, heard[end - count : end], told[end - count : end], tone)
        of_minutes = Counter([m.ts.timestamp() // 60 for m, _, _ in matched])
        minutes = {datetime.fromtimestamp(60 * minute, UTC): count for minute, count in of_minutes.items()}
        return self._kept(tuple([m for m, _, _ in matched]), tuple(unmatched), minutes)

    def follow(self, mentions: Sequence[Mention]) -> list[tuple[Mention, Finding]]:
        """Take in a stretch of a history and look after each post as if it were the newest in the world.

        Returns findings with the posts that brought them: those of `learn` with batches of one post. Nothing is kept
        in between.
        """
        matched, _ = self._ear.sort_out(mentions)
        heard, tones = self._ear.hear(matched, None)
        claims = self._known.claims
        found: list[tuple[Mention, Finding]] = []
        told = claims.hear([one.text for one in heard])
        sums = repeat(None) if tones is None else ToneSums.of_each(tones, range(len(heard)))
        for one, said, tone in zip(heard, told, sums, strict=False):
            self._hear(one.at // 60, (one,), (said,), tone)
            found += [(one.mention, finding) for finding in self._teller.take()]
        claims.forget_changed()
        return found

    def tick(self, now: datetime) -> Kept | None:
        """Let time pass without a post, at most once a minute to any effect. None: nothing to store."""
        at, head = int(now.timestamp()), self._known.head
        if head is None or not self._known.window or at // 60 <= head // 60 or at - head > _LIVE_S:
            return None
        self._known.advance(at)
        self._volume.look_at_hour(at, "")
        return self._kept((), (), {})

    def warm(self, minute_counts: Mapping[datetime, int]) -> None:
        """Learn history from counts a minute; missing minutes were silent, those before what is known are ignored."""
        for when, count in sorted(minute_counts.items()):
            self._known.add_count(int(when.timestamp()), count)

    # ── out ────────────────────────────────────────────────────────────────────────────────────────────────────────
    def state(self) -> bytes:
        """The brand's memory as a value, claims apart."""
        return self._known.encoded()

    def usual(self, minute: datetime, window: int = WINDOWS[0]) -> tuple[float, int, int]:
        """For a chart: mentions usual in the `window` minutes (5, 15 or 60) up to and with `minute`, and the band in
        which four of five ordinary such windows lie."""
        rhythm = self._known.rhythm
        mean = rhythm.expected(int(minute.timestamp()) // 60, window)
        return (mean, *band(mean, rhythm.alpha(WINDOWS.index(window))))

    def tone(self, window: int = WINDOWS[0]) -> ToneSums:
        """How the matched posts of the last `window` minutes (up to 60) sound."""
        head = self._known.head
        return ToneSums() if head is None else self._known.window.tone(head // 60, window)

    def surprise(self) -> tuple[float, Look] | None:
        """The present surprise and the window that speaks loudest; None as long as too little is known."""
        return self._volume.surprise()

    # ── through ────────────────────────────────────────────────────────────────────────────────────────────────────
    def _hear(
        self, minute: int, group: Sequence[HeardPost], told: Sequence[Heard | None], tone: ToneSums | None
    ) -> None:
        """Posts of one minute, oldest first, and how they sound together."""
        known = self._known
        if known.is_late(minute):
            return
        for one, said in zip(group, told, strict=True):
            at = known.advance(one.at)
            if not known.days.hear(one.at, one.key, known.zone):
                known.window.add(minute, one.at, one.key, one.author)
                known.rises.add()
            copied = said is not None and one.said.troubled and known.claims.copies(said, one.mention.text)
            known.ledger.add(one.at, one.key, one.said, press=one.press, author=one.author, copied=copied)
            if one.said.surely and one.at >= known.telling[0]:
                known.telling = one.at, clean(one.mention.text[:MOST_EXCERPT])[0]
            if one.press and one.said.troubled:
                self._trouble.look_at_press(at, one.mention.text)
            for category in one.risks:
                self._risk_words.look(category, one, at)
            if said is not None:
                self._claimed.look(one, said, at)
        if tone is not None:
            known.window.add_tone(minute, tone)
        self._volume.look(at, group[-1].mention.text)
        troubled = next((one for one in reversed(group) if one.said.troubled), None)
        if troubled is not None:
            self._trouble.look(at, troubled.mention.text)

    def _kept(
        self, mentions: tuple[Mention, ...], unmatched: tuple[Mention, ...], minutes: Mapping[datetime, int]
    ) -> Kept:
        return Kept(
            org=self._brand.org,
            brand=self._brand.id,
            mentions=mentions,
            unmatched=unmatched,
            minutes=dict(minutes),
            claims=self._known.claims.take_changed(),
            findings=self._teller.take(),
            state=self.state(),
        )
