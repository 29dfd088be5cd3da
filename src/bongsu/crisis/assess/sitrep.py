"""The situation report (상황보고): drawn up by itself at the level's cadence, and "no change" is a report too.

It holds integers and keys, so that it says the same in every language; words stand at the edge (web.room.report).
Fields: docs/howto/judgement.md.
"""

from collections.abc import Sequence
from datetime import datetime
from math import log

from bongsu.core import events as e
from bongsu.core.errors import NoSuchThing, TooMany
from bongsu.core.values import Person, Picture
from bongsu.crisis import text
from bongsu.crisis.assess.estimates import dissent
from bongsu.crisis.room import Room
from bongsu.crisis.rounds import first_due, report_due, report_wanted

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
def due(room: Room) -> tuple[datetime, ...]:
    """The first round that has no report yet."""
    when = first_due(room)
    return () if when is None else (when,)


def overdue(room: Room, *, people: Sequence[Person], at: datetime) -> tuple[e.Event, ...]:
    """Nothing: a report needs numbers that only the mentions' store has. `flows.reports` asks `report`."""
    return ()


# ── what ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def report(room: Room, *, picture: Picture, at: datetime) -> tuple[e.SituationReported, ...]:
    """The report of the round that has come; nothing where it has one, so asking twice changes nothing."""
    latest = report_wanted(room, at)
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
