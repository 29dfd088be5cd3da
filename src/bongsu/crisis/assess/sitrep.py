"""The situation report (상황보고): drawn up by itself at the level's cadence, and "no change" is a report too.

It holds integers and keys, so that it says the same in every language; words stand at the edge (web.room.report).
Fields: docs/howto/judgement.md.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import log

from bongsu.core import events as e
from bongsu.core.errors import NoSuchThing, TooMany
from bongsu.core.values import LevelRow, Person, Picture
from bongsu.crisis import text
from bongsu.crisis.assess.estimates import dissent
from bongsu.crisis.room import Room

CLAIMS, SOURCES, DECISIONS, PROMISES, NAMED = 3, 5, 5, 5, 8
KEY = 200
#: Volume has changed when it is so many times the last report's; ten more or less say nothing.
CHANGED_TIMES, NOISE = 1.5, 10
SPAN_MIN = 30
#: Doubling slower than a day is no doubling.
SLOWEST_MIN = 24 * 60
REMARK, MOST_REMARKS = 300, 10
#: Things offline that a report names, the latest.
OFFLINE = 5


# ── when ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def round_after(row: LevelRow, since: datetime, at: datetime) -> datetime | None:
    """The next round after `at` of a level in force `since`; None where the table asks for no reports.

    Every `report_every_min`; past `report_relaxed_after_min`, where the table has it, every `report_relaxed_min`.
    """
    if not row.report_every_min:
        return None
    every = timedelta(minutes=row.report_every_min)
    turn = _turn(row, since)
    if turn is None:
        return _next(since, every, at)
    when = _next(since, every, at)
    return when if when <= turn else _next(turn, timedelta(minutes=row.report_relaxed_min or 1), max(at, turn))


def round_before(row: LevelRow, since: datetime, at: datetime) -> datetime | None:
    """The latest round up to `at`; None where there was none yet."""
    if not row.report_every_min or at < since:
        return None
    every = timedelta(minutes=row.report_every_min)
    turn = _turn(row, since)
    if turn is not None and at >= turn:
        since, every = turn, timedelta(minutes=row.report_relaxed_min or 1)
        return since + every * ((at - since) // every)
    passed = (at - since) // every
    return since + every * passed if passed else None


def _turn(row: LevelRow, since: datetime) -> datetime | None:
    """The round from which reports come at the relaxed pace."""
    if not row.report_relaxed_min or not row.report_relaxed_after_min or not row.report_every_min:
        return None
    rounds = max(1, row.report_relaxed_after_min // row.report_every_min)
    return since + timedelta(minutes=row.report_every_min) * rounds


def _next(since: datetime, every: timedelta, at: datetime) -> datetime:
    return since + every * (max(timedelta(0), at - since) // every + 1)


def report_due(room: Room, at: datetime) -> datetime | None:
    """When the situation is next reported, by the level's cadence since it rose; None where the table asks for none."""
    return round_after(room.ground.row(room.level), room.level_at, at) if room.is_open else None


def due(room: Room) -> tuple[datetime, ...]:
    """The first round that has no report yet."""
    done = room.level_at if room.report is None else max(room.level_at, room.report.round_at)
    when = report_due(room, done)
    return () if when is None else (when,)


def overdue(room: Room, *, people: Sequence[Person], at: datetime) -> tuple[e.Event, ...]:
    """Nothing: a report needs numbers that only the mentions' store has. `flows.reports` asks `report`."""
    return ()


def wanted(room: Room, at: datetime) -> datetime | None:
    """The round to be reported now: the latest one that has come, if it has no report. What was missed stays missed."""
    if not room.is_open:
        return None
    latest = round_before(room.ground.row(room.level), room.level_at, at)
    if latest is None or (room.report is not None and room.report.round_at >= latest):
        return None
    return latest


# ── what ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def report(room: Room, *, picture: Picture, at: datetime) -> tuple[e.SituationReported, ...]:
    """The report of the round that has come; nothing where it has one, so asking twice changes nothing."""
    latest = wanted(room, at)
    if latest is None:
        return ()
    last = room.report
    spread = dissent(room)
    said = e.SituationReported(
        number=last.number + 1 if last else 1,
        round_at=latest,
        level=room.level,
        trend=_sign(room.level - last.said.level) if last else 0,
        changed=(),
        first_post_at=room.first_post_at,
        aware_at=room.aware_at,
        first_word_at=room.first_word_at,
        hour=picture.hour,
        usual_milli=picture.usual_milli,
        doubling_min=doubling_min(picture.last_half, picture.half_before),
        claims=tuple((c.key, c.size, c.authors, _verified(room, c.key)) for c in picture.claims[:CLAIMS]),
        origin=picture.origin[:KEY],
        spread=tuple((source[:KEY], count) for source, count in picture.spread[:SOURCES]),
        facts=_facts(room),
        offline=tuple(one.id for one in room.offline[-OFFLINE:]),
        judged=(
            (
                spread.count,
                *(spread.level_low, spread.level_mid, spread.level_high),
                *(spread.press_low, spread.press_mid, spread.press_high),
            )
            if spread
            else ()
        ),
        apart=spread.apart[:NAMED] if spread else (),
        volumes=tuple((v.hours, v.low, v.mid, v.high) for v in spread.volumes) if spread else (),
        decisions=_decisions(room),
        statements=tuple(s.id for s in room.statements if s.withdrawn_at is None)[-DECISIONS:],
        outlets=len({d.outlet for d in room.deliveries if d.state == "sent"}),
        promises=_promises(room),
        next_at=report_due(room, at),
    )
    return (_marked(said, last.said if last else None),)


def _marked(said: e.SituationReported, last: e.SituationReported | None) -> e.SituationReported:
    values = {name: getattr(said, name) for name in said.__slots__} | {"changed": changes(last, said)}
    return e.SituationReported(**values)


def changes(last: e.SituationReported | None, now: e.SituationReported) -> tuple[str, ...]:
    """What is another than in the last report, as codes; none: no change. The first report is all new."""
    if last is None:
        return ("first",)
    told = [(key, status) for key, _, _, status in now.claims]
    known = {(key, status) for key, _, _, status in last.claims}
    moved = {
        "level": now.level != last.level,
        "volume": _far(now.hour, last.hour),
        "claims": any(claim not in known for claim in told),
        "facts": now.facts != last.facts,
        "offline": now.offline != last.offline,
        "judgement": (now.judged, now.apart, now.volumes) != (last.judged, last.apart, last.volumes),
        "decisions": now.decisions != last.decisions,
        "messages": (now.statements, now.outlets) != (last.statements, last.outlets),
        "promises": now.promises != last.promises,
    }
    return tuple(code for code, yes in moved.items() if yes)


def _far(one: int, other: int) -> bool:
    return max(one, other) + NOISE >= CHANGED_TIMES * (min(one, other) + NOISE)


def doubling_min(last: int, before: int) -> int | None:
    """Minutes in which mentions double, from the last half hour and the one before; None: they do not.

    >>> doubling_min(40, 20), doubling_min(30, 20), doubling_min(20, 20), doubling_min(5, 0)
    (30, 51, None, None)
    """
    if before <= 0 or last <= before:
        return None
    minutes = round(SPAN_MIN * log(2) / log(last / before))
    return minutes if minutes <= SLOWEST_MIN else None


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def _verified(room: Room, claim: str) -> str:
    """What the fact log says of a claim: its latest fact's status; empty where none answers it."""
    return next((f.status for f in reversed(room.facts) if f.claim == claim), "")


def _facts(room: Room) -> tuple[int, int, int]:
    count = [sum(f.status == status for f in room.facts) for status in ("confirmed", "unconfirmed", "false")]
    return count[0], count[1], count[2]


def _decisions(room: Room) -> tuple[str, ...]:
    waiting = sorted((d for d in room.decisions if d.made_at is None), key=lambda d: d.due_at)
    return tuple(d.id for d in waiting[:DECISIONS])


def _promises(room: Room) -> tuple[tuple[str, datetime], ...]:
    """(what was promised, by when), the soonest first: kept promises are past, and a statement's next word is one."""
    open_ = [(p.id, p.due_at) for p in room.promises if p.is_open]
    said = room.statement
    if said and said.next_update_at and all(p.statement != said.id for p in room.promises):
        open_.append((said.id, said.next_update_at))
    return tuple(sorted(open_, key=lambda pair: pair[1])[:PROMISES])


# ── what a person adds ─────────────────────────────────────────────────────────────────────────────────────────────
def remark(room: Room, *, by: str, report: int, words: str, at: datetime) -> e.ReportRemarked:
    """One sentence (so what?) for the last report, or beforehand for the next. Raises NoSuchThing, TooMany."""
    text.open_room(room)
    text.a_person(by)
    last = room.report.number if room.report else 0
    if report not in (last, last + 1) or report < 1:
        raise NoSuchThing(what="report", key=report)
    if sum(r.report == report for r in room.remarks) >= MOST_REMARKS:
        raise TooMany(what="remarks", most=MOST_REMARKS)
    return e.ReportRemarked(report=report, text=text.needed(words, most=REMARK, what="text"))
