"""If it struck now: minutes from the beacon to the first public word, simulated, and what holds it up.

Four steps: somebody answers the call, a draft is written, it is approved, it is delivered. Each takes as long as
people take at this hour of the week. Response times are log-normal, as e-mail's are (Stouffer, Malmgren & Amaral 2006,
arXiv:physics/0605027). The parameters below are samples (예시) until an organisation's own calls and drills are fitted.

The same seed gives the same numbers. Random numbers belong to places, not to names, so that one more person on duty
adds a draw and changes none: it is never slower, run by run.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from bongsu.core.values import Ground, Person
from bongsu.crisis.charter import may

ACT = "publish_holding"
DRAFTERS = "practitioner"
RUNS, SEED = 2_000, 20111
#: More places than this change nothing that anybody could see.
MOST_SEATS = 6
STEPS = ("answer", "draft", "approve", "deliver")
Minutes = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pace:
    """How people respond at one time of the week. Sample values.

    misses         chance that one ring is not noticed, 0 … 1
    answer_min     median minutes from noticing to “I'm coming”
    approve_min    median minutes to read a text and release it
    """

    misses: float
    answer_min: float
    approve_min: float


#: (time of the week, on duty) → pace. Off duty is never faster than on duty: `test_if_now` holds that.
PACES: dict[tuple[str, bool], Pace] = {
    ("office", True): Pace(0.10, 2.0, 3.0),
    ("office", False): Pace(0.30, 6.0, 4.0),
    ("evening", True): Pace(0.20, 4.0, 4.0),
    ("evening", False): Pace(0.50, 12.0, 6.0),
    ("night", True): Pace(0.35, 7.0, 6.0),
    ("night", False): Pace(0.70, 20.0, 8.0),
}
#: Spread (σ of the logarithm) of answering, drafting, approving, delivering.
SIGMA = {"answer": 0.8, "draft": 0.5, "approve": 0.6, "deliver": 0.4}
#: Median minutes to a draft, with the holding text prepared and without; to the outlets.
DRAFT_MIN, DRAFT_FROM_NOTHING_MIN, DELIVER_MIN = 5.0, 18.0, 1.0


@dataclass(frozen=True, slots=True)
class Setting:
    """What the answer rests on. Equal settings give equal answers, so it can be kept."""

    ground: Ground
    people: tuple[Person, ...]
    at: datetime  # UTC, to the minute
    zone: str
    prepared: bool  # all six slots of the holding text are there
    outlets: int


@dataclass(frozen=True, slots=True)
class IfNow:
    """Minutes are whole, rounded up. `unreachable` says why there is no first word; the numbers are None then."""

    level: int
    first_word_min: int | None  # what the level table asks for
    when: str  # office, evening or night
    p50: int | None = None
    p90: int | None = None
    in_time: int | None = None  # percent of runs within `first_word_min`
    bottleneck: str | None = None  # one of STEPS
    share: int = 0  # percent of runs in which it took longest
    medians: tuple[tuple[str, int], ...] = ()  # step → median minutes
    seats: tuple[tuple[str, int, int], ...] = ()  # step, on duty, off duty
    unreachable: str | None = None  # nobody_drafts, nobody_approves, no_outlet


def time_of_week(at: datetime, zone: str) -> str:
    """office: weekdays 9–18; evening: till 23 and weekends 9–23; night: the rest.

    >>> from datetime import UTC
    >>> time_of_week(datetime(2026, 3, 7, 12, 30, tzinfo=UTC), "Asia/Seoul")  # Saturday, 21:30
    'evening'
    """
    local = at.astimezone(ZoneInfo(zone))
    if not 9 <= local.hour < 23:
        return "night"
    return "office" if local.weekday() < 5 and local.hour < 18 else "evening"


@lru_cache(maxsize=64)
def if_now(setting: Setting, level: int, *, runs: int = RUNS, seed: int = SEED) -> IfNow:
    """The distribution of minutes to the first word at `level`, from `runs` runs."""
    row, when = setting.ground.row(level), time_of_week(setting.at, setting.zone)
    drafters = _counted(setting.people, {DRAFTERS})
    routes = _routes(setting, level)
    for reason, missing in (
        ("nobody_drafts", sum(drafters) == 0),
        ("nobody_approves", not routes),
        ("no_outlet", setting.outlets == 0),
    ):
        if missing:
            return IfNow(level, row.first_word_min, when, unreachable=reason)
    dice = _Dice(seed, runs)
    answer = _answer(setting, drafters, when, dice, "answer")
    median = DRAFT_MIN if setting.prepared else DRAFT_FROM_NOTHING_MIN
    draft = _took(median, SIGMA["draft"], dice.normal("draft"))
    deliver = _took(DELIVER_MIN, SIGMA["deliver"], dice.normal("deliver"))
    written = answer + draft
    # Where both a mandate and a chain lead to the first word, people take whichever is there first.
    approve = np.minimum.reduce([_approved(setting, route, when, dice, written) - written for route in routes])
    took = np.vstack([answer, draft, approve, deliver])
    total = took.sum(axis=0)
    slowest = np.bincount(took.argmax(axis=0), minlength=len(STEPS))
    worst = int(slowest.argmax())
    limit = row.first_word_min
    return IfNow(
        level=level,
        first_word_min=limit,
        when=when,
        p50=_minutes(np.percentile(total, 50)),
        p90=_minutes(np.percentile(total, 90)),
        in_time=None if limit is None else int(100 * np.mean(total <= limit)),
        bottleneck=STEPS[worst],
        share=round(100 * int(slowest[worst]) / runs),
        medians=tuple((step, _minutes(np.median(minutes))) for step, minutes in zip(STEPS, took, strict=True)),
        seats=(("answer", *drafters), ("approve", *_approvers(setting.people, routes))),
    )


def _minutes(value: float) -> int:
    return int(np.ceil(value))


# ── who ────────────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class _Seat:
    """A step of approval: who may take it, what they are, and when a deputy's role stands in."""

    name: str
    roles: frozenset[str] = frozenset()
    deputies: frozenset[str] = frozenset()
    minutes: int = 0
    keys: frozenset[str] = frozenset()  # with a mandate: people instead of roles, and nobody waits for anybody


def _counted(people: Sequence[Person], roles: set[str] | frozenset[str]) -> tuple[int, int]:
    """(on duty, off duty) holders of any of `roles`."""
    holders = [person for person in people if roles & set(person.roles)]
    on = sum(person.on_duty for person in holders)
    return on, len(holders) - on


def _approvers(people: Sequence[Person], routes: Sequence[tuple[_Seat, ...]]) -> tuple[int, int]:
    """(on duty, off duty) people who can take the last step of some way."""
    last = [route[-1] for route in routes]
    able = [
        p for p in people if any(p.key in seat.keys or (seat.roles | seat.deputies) & set(p.roles) for seat in last)
    ]
    on = sum(p.on_duty for p in able)
    return on, len(able) - on


def _routes(setting: Setting, level: int) -> list[tuple[_Seat, ...]]:
    """The ways to a released holding statement that somebody could go now.

    Whoever leads is `leader` in the room, and everybody with a leading role of this level or above may take command.
    """
    leads = {row.lead_role for row in setting.ground.table if row.level >= level and row.lead_role}
    mandated: set[str] = set()
    chains: list[tuple[_Seat, ...]] = []
    for person in setting.people:
        own = {role for role in person.roles if role != "leader"} | ({"leader"} if leads & set(person.roles) else set())
        answer = may(setting.ground.charter, roles=sorted(own), act=ACT, level=level, at=setting.at)
        if answer.verdict == "yes":
            mandated.add(person.key)
        elif answer.verdict == "needs" and not chains:
            before = setting.at
            chain = []
            for n, step in enumerate(answer.steps):
                minutes = round((step.by - before).total_seconds() / 60)
                deputies = frozenset({step.deputy} if step.deputy else ())
                chain.append(_Seat(f"step{n}", frozenset({step.role}), deputies, minutes))
                before = step.by
            if all(sum(_counted(setting.people, seat.roles | seat.deputies)) for seat in chain):
                chains.append(tuple(chain))
    routes = chains
    if mandated:
        routes = [(_Seat("mandate", keys=frozenset(mandated)),), *routes]
    return routes


# ── how long ───────────────────────────────────────────────────────────────────────────────────────────────────────
class _Dice:
    """Random numbers by place: asking for one place never moves another's."""

    def __init__(self, seed: int, runs: int) -> None:
        self._seed, self._runs = seed, runs

    def _of(self, place: str) -> np.random.Generator:
        return np.random.default_rng([self._seed, *place.encode()])

    def uniform(self, place: str) -> Minutes:
        return self._of(f"u:{place}").random(self._runs)

    def normal(self, place: str) -> Minutes:
        return self._of(f"n:{place}").standard_normal(self._runs)


def _took(median_min: float, sigma: float, normal: Minutes) -> Minutes:
    took: Minutes = median_min * np.exp(sigma * normal)
    return took


def _answer(setting: Setting, seats: tuple[int, int], when: str, dice: _Dice, place: str) -> Minutes:
    """Minutes until the first of these people answers: on duty called at once, one deputy for each after a while.

    With nobody on duty those off duty are called at once, and counted on as one: nobody plans on the luckiest of them.
    """
    on, off = seats
    again, deputy = setting.ground.call_again_s / 60, setting.ground.deputy_after_s / 60
    first = min(on, MOST_SEATS)
    draws = [_reached(PACES[when, True], again, dice, f"{place}{n}") for n in range(first)]
    stand_in = min(on, off, MOST_SEATS - first) if on else 1
    wait = deputy if on else 0.0
    draws += [wait + _reached(PACES[when, False], again, dice, f"{place}{n}") for n in range(first, first + stand_in)]
    soonest: Minutes = np.minimum.reduce(draws)
    return soonest


def _reached(pace: Pace, again_min: float, dice: _Dice, place: str) -> Minutes:
    """Rings that go unnoticed, each `again_min` apart, then the time from noticing to answering."""
    unnoticed = np.floor(np.log(1.0 - dice.uniform(place)) / np.log(pace.misses))
    reached: Minutes = unnoticed * again_min + _took(pace.answer_min, SIGMA["answer"], dice.normal(place))
    return reached


def _approved(setting: Setting, route: tuple[_Seat, ...], when: str, dice: _Dice, written: Minutes) -> Minutes:
    """The minute at which the last of a route's steps is done. Whoever approves is called from the start."""
    now = written
    for seat in route:
        if seat.keys:
            people = [p for p in setting.people if p.key in seat.keys]
            on = sum(p.on_duty for p in people)
            now = _read(setting, (on, len(people) - on), when, dice, seat.name, now)
            continue
        own, deputies = _counted(setting.people, seat.roles), _counted(setting.people, seat.deputies)
        ends = []
        if sum(own):
            ends.append(_read(setting, own, when, dice, seat.name, now))
        if sum(deputies):
            later = now + seat.minutes
            ends.append(np.maximum(later, _read(setting, deputies, when, dice, f"{seat.name}d", now)))
        now = np.minimum.reduce(ends)
    return now


def _read(setting: Setting, seats: tuple[int, int], when: str, dice: _Dice, place: str, now: Minutes) -> Minutes:
    """From the draft and the approver being there to their yes."""
    here = np.maximum(now, _answer(setting, seats, when, dice, f"approver-{place}-"))
    pace = PACES[when, seats[0] > 0]
    return here + _took(pace.approve_min, SIGMA["approve"], dice.normal(f"approve-{place}"))
