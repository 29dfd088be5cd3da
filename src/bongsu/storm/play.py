"""A storm as a story, and its playing: who posts what, where and when, with the truth behind it as a label."""

import heapq
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import StrEnum
from itertools import count, pairwise

from bongsu.storm.arrivals import Piece, arrivals
from bongsu.storm.dice import Dice
from bongsu.storm.grammar import Grammar
from bongsu.storm.voices import Place, copied, dressed, handle

SEOUL = timezone(timedelta(hours=9))  # no summer time since 1988
_HOUR_S = 3600
_LONGEST = 500  # characters in a post
_REMEMBERED = 24  # posts of a claim that may still be copied
_ORDINARY, _STORM, _VETOED, _BEATS = range(4)  # numbers of the streams of chance


class Label(StrEnum):
    """What a post is worth to those who must act, known only because we wrote it ourselves."""

    VALID = "valid"  # true, or an honest reaction to what is true
    MISLEADING = "misleading"  # a rumour: false, or true of something else
    NOISE = "noise"  # has nothing to do with the crisis


@dataclass(frozen=True, slots=True)
class StormPost:
    """A mention's fields, and the truth about it."""

    id: str
    ts: datetime
    source: str
    author: str
    text: str
    url: str
    label: Label
    claim: str  # key of the claim


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing people say. Its sentences are the grammar's rules `key.register`, or `key` for every register.

    share   weight among the claims, from the minute on at which it first appears; grows to full over ten minutes
    copies  chance that a post is an earlier one handed on, 0–1
    """

    key: str
    label: Label
    share: float
    from_min: float = 0.0
    copies: float = 0.0


@dataclass(frozen=True, slots=True)
class Beat:
    """A post that the script fixes: who, where, when. `rule` names its text in the grammar."""

    at_min: float
    place: str
    author: str
    rule: str
    claim: str


@dataclass(frozen=True, slots=True)
class Knot:
    """`at_min` minutes after the start, `per_min` posts a minute come from outside; in between, geometric growth."""

    at_min: float
    per_min: float


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Ordinary talk: mean posts a minute in hour of week Monday 00:00 … Sunday 23:00, Seoul time."""

    per_min: tuple[float, ...]  # 168
    branching: float = 0.2
    memory_s: float = 90.0


@dataclass(frozen=True, slots=True)
class Storm:
    """A named, entirely invented crisis.

    places, ordinary_places   source mix: how often each place is where a post appears (`Place.share`)
    knots       base rate of the storm's own posts; self-excitation comes on top (1 / (1 - branching) in the mean)
    vetoed_x    unrelated talk that only looks alike, as a share of ordinary talk
    risk        words of this story by risk category, for an organisation's watch words
    """

    key: str
    title: str
    company: str
    brands: tuple[str, ...]
    products: tuple[str, ...]
    grammar: Grammar
    places: tuple[Place, ...]
    claims: tuple[Claim, ...]
    knots: tuple[Knot, ...]
    beats: tuple[Beat, ...]
    ordinary: tuple[Claim, ...]
    ordinary_places: tuple[Place, ...]
    rhythm: Rhythm
    risk: Mapping[str, tuple[str, ...]]
    branching: float = 0.6
    memory_s: float = 150.0
    vetoed: Claim | None = None
    vetoed_x: float = 0.15

    def posts(self, start: datetime, seed: int, *, hours: float = 336.0) -> Iterator[StormPost]:
        """The whole story from `start` (aware) on, in time order. Same seed, same posts, byte for byte.

        Raises:
            ValueError: `start` has no zone.
        """
        _aware(start)
        until_s = hours * _HOUR_S
        moments = heapq.merge(
            self._beats(),
            ((s, _STORM) for s in self._storm_times(seed, until_s)),
            ((s, _ORDINARY) for s in self.ordinary_times(start, until_s, seed, _ORDINARY)),
            ((s, _VETOED) for s in self._vetoed_times(start, until_s, seed)),
        )
        yield from self._written(moments, start, seed, f"storm-{seed}-")

    def ordinary_times(self, start: datetime, until_s: float, seed: int, *key: int) -> Iterator[float]:
        """Seconds after `start` at which ordinary talk appears, below `until_s`."""
        rhythm = self.rhythm
        calm = 1 - rhythm.branching
        pieces = (Piece(s, rate * calm) for s, rate in _hours(start, until_s, rhythm))
        dice = Dice(seed, 1, *key)
        return arrivals(dice, pieces, until_s, branching=rhythm.branching, memory_s=rhythm.memory_s)

    def ordinary_posts(self, start: datetime, times: Iterator[float], seed: int, prefix: str) -> Iterator[StormPost]:
        """Ordinary talk only, at the given seconds after `start`; ids begin with `prefix`."""
        return self._written(((s, _ORDINARY) for s in times), start, seed, prefix)

    def _storm_times(self, seed: int, until_s: float) -> Iterator[float]:
        pieces = _grown(self.knots)
        return arrivals(Dice(seed, 2), pieces, until_s, branching=self.branching, memory_s=self.memory_s)

    def _vetoed_times(self, start: datetime, until_s: float, seed: int) -> Iterator[float]:
        if self.vetoed is None:
            return iter(())
        pieces = (Piece(s, rate * self.vetoed_x) for s, rate in _hours(start, until_s, self.rhythm))
        return arrivals(Dice(seed, 3), pieces, until_s)

    def _beats(self) -> Iterator[tuple[float, int]]:
        return ((beat.at_min * 60, _BEATS + index) for index, beat in enumerate(self.beats))

    def _written(
        self, moments: Iterator[tuple[float, int]], start: datetime, seed: int, prefix: str
    ) -> Iterator[StormPost]:
        pens = {
            _ORDINARY: _Pen(self.grammar, Dice(seed, 4), self.ordinary, self.ordinary_places),
            _STORM: _Pen(self.grammar, Dice(seed, 5), self.claims, self.places),
            _VETOED: _Pen(self.grammar, Dice(seed, 6), (self.vetoed,) if self.vetoed else (), self.ordinary_places),
        }
        labels = {claim.key: claim.label for claim in self.claims}
        places = {place.name: place for place in (*self.ordinary_places, *self.places)}
        for number, (second, stream) in zip(count(1), moments, strict=False):
            if stream >= _BEATS:
                beat = self.beats[stream - _BEATS]
                place, author, claim, label = places[beat.place], beat.author, beat.claim, labels[beat.claim]
                text = self.grammar.say(beat.rule, Dice(seed, 7, stream))
                pens[_STORM].remember(claim, text)
            else:
                place, author, claim, label, text = pens[stream].write(second / 60)
            yield StormPost(
                id=f"{prefix}{number}",
                ts=start + timedelta(milliseconds=int(second * 1000)),
                source=place.name,
                author=author,
                text=text,
                url=f"https://example.invalid/{place.slug}/{prefix}{number}",
                label=label,
                claim=claim,
            )


class _Pen:
    """Writes posts of one stream. Remembers a bounded number of its own, to hand some of them on."""

    def __init__(self, grammar: Grammar, dice: Dice, claims: Sequence[Claim], places: Sequence[Place]) -> None:
        self._grammar, self._dice, self._claims, self._places = grammar, dice, claims, places
        self._shares = [place.share for place in places]
        self._seen: dict[str, deque[str]] = {}

    def remember(self, claim: str, text: str) -> None:
        self._seen.setdefault(claim, deque(maxlen=_REMEMBERED)).append(text)

    def write(self, minute: float) -> tuple[Place, str, str, Label, str]:
        dice = self._dice
        claim = dice.weighted(self._claims, [_share(claim, minute) for claim in self._claims])
        place = dice.weighted(self._places, self._shares)
        seen = self._seen.get(claim.key)
        if seen and dice.random() < claim.copies:
            text = copied(dice.one(seen), place.register, dice)
        else:
            own = f"{claim.key}.{place.register}"
            text = dressed(self._grammar.say(own if own in self._grammar else claim.key, dice), place.register, dice)
            if claim.copies:
                self.remember(claim.key, text)
        return place, handle(place, dice), claim.key, claim.label, text[:_LONGEST]


def _share(claim: Claim, minute: float) -> float:
    if minute < claim.from_min:
        return 0.0
    return claim.share * min(1.0, 0.1 + (minute - claim.from_min) / 10) if claim.from_min else claim.share


def _hours(start: datetime, until_s: float, rhythm: Rhythm) -> Iterator[tuple[float, float]]:
    """(seconds after start, posts a minute) for every hour of Seoul's clock that the span touches."""
    local = start.astimezone(SEOUL)
    hour = local.weekday() * 24 + local.hour
    second = -float(local.minute * 60 + local.second) - local.microsecond / 1e6
    while second < until_s:
        yield max(second, 0.0), rhythm.per_min[hour % 168]
        second += _HOUR_S
        hour += 1


def _grown(knots: Sequence[Knot]) -> Iterator[Piece]:
    """One piece a minute between knots, growing or falling by an equal factor; the last knot's rate stays."""
    for knot, after in pairwise(knots):
        minutes = round(after.at_min - knot.at_min)
        for minute in range(minutes):
            rate = knot.per_min * (after.per_min / knot.per_min) ** (minute / minutes) if knot.per_min else 0.0
            yield Piece((knot.at_min + minute) * 60, rate)
    yield Piece(knots[-1].at_min * 60, knots[-1].per_min)


def _aware(moment: datetime) -> None:
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no zone; a storm starts at a moment everybody means alike")
