"""The press log (기자 문의): who asks what by when, who answers, and only with what we stand by.

Corrections are claimed on the law's clock, which is `decide.duties`' own: here is only what is claimed, and of whom.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bongsu.core import events as e
from bongsu.core.errors import (
    AlreadyDone,
    DeadlinePast,
    NoSuchThing,
    NotReady,
    NotYours,
    OutsideMandate,
    TooMany,
)
from bongsu.core.values import ANSWER_PRESS, Law, Person
from bongsu.crisis import leave, text
from bongsu.crisis.decide import duties
from bongsu.crisis.room import Claimed, Inquiry, Room
from bongsu.crisis.told import stale as stale

MEDIUM, REPORTER, CONTACT, QUESTION = 80, 80, 120, 1_000
#: Whoever answers is warned this long before; for a nearer deadline, half-way.
SOON = timedelta(minutes=15)
#: Deadlines lie at most this far ahead.
FAR = timedelta(days=30)
#: Open ones in a room: more than people can answer is a list nobody reads.
MOST_OPEN = 200
FACTS_MOST = 10
LEAD = "lead"
#: Statutory clocks for corrections are called so in `ground.laws`.
CORRECTION_LAWS = "correction"
KINDS = ("correct", "reply")
ENDS = ("asked", "printed", "refused", "dropped")


# ── reporters ask ──────────────────────────────────────────────────────────────────────────────────────────────────
def note(
    room: Room,
    *,
    by: str,
    medium: str,
    reporter: str,
    contact: str,
    question: str,
    due_at: datetime,
    mine: bool,
    at: datetime,
) -> e.InquiryNoted:
    """Somebody of the press asks. `mine`: whoever writes it down answers it. Raises DeadlinePast, TooMany."""
    text.open_room(room)
    text.a_person(by)
    _ahead(due_at, at)
    if sum(q.is_open for q in room.inquiries) >= MOST_OPEN:
        raise TooMany(what="inquiries", most=MOST_OPEN)
    return e.InquiryNoted(
        inquiry=room.fresh("i"),
        medium=text.needed(medium, most=MEDIUM, what="medium"),
        due_at=due_at,
        reporter=text.clean(reporter, most=REPORTER, what="reporter"),
        contact=text.clean(contact, most=CONTACT, what="contact"),
        question=text.needed(question, most=QUESTION, what="question"),
        owner=by if mine else None,
    )


def answer(
    room: Room,
    *,
    by: str,
    roles: Sequence[str],
    inquiry: str,
    statement: str,
    facts: Sequence[str],
    words: str,
    at: datetime,
) -> tuple[e.Event, ...]:
    """Tell the reporter what stands: the statement that holds, confirmed facts. Own words need leave for them.

    Whoever answers what nobody has takes it by that.

    Raises NotYours, NoSuchThing (withdrawn, or not confirmed), OutsideMandate, NotReady (nothing to say), AlreadyDone.
    """
    known = _open(room, by, inquiry)
    if not known.waits:
        raise AlreadyDone(what="answer_inquiry")
    if known.owner is not None:
        _mine(room, known, by)
    said = room.statement
    if statement and (said is None or said.id != statement):
        raise NoSuchThing(what="statement", key=statement)
    keys = tuple(dict.fromkeys(facts))
    if len(keys) > FACTS_MOST:
        raise TooMany(what="facts", most=FACTS_MOST)
    for key in keys:
        fact = room.fact(key)
        if fact is None or fact.status != "confirmed":
            raise NoSuchThing(what="fact", key=key)
    own = text.clean(words, most=text.WHY, what="words")
    if not (statement or keys or own):
        raise NotReady(need="answer")
    answered = e.InquiryAnswered(
        inquiry=inquiry,
        statement=statement or None,
        facts=keys,
        words=own,
        under=_leave(room, by, roles, at) if own else "",
    )
    taken = () if known.owner is not None else (e.InquiryTaken(inquiry=inquiry, owner=by),)
    return (*taken, answered)


def may_speak_freely(room: Room, *, by: str, roles: Sequence[str], at: datetime) -> bool:
    """Whether own words are allowed, beside what stands."""
    try:
        return bool(_leave(room, by, roles, at))
    except OutsideMandate:
        return False


def _leave(room: Room, by: str, roles: Sequence[str], at: datetime) -> str:
    verdict = leave.ask(room, by=by, roles=roles, act=ANSWER_PRESS, at=at)
    if verdict.verdict == "yes" and verdict.under:
        return verdict.under
    # A red line stands above the leader too.
    forbidden = any(r.act == ANSWER_PRESS and room.level >= r.min_level for r in room.charter.red_lines)
    if room.leader == by and not forbidden:
        return LEAD
    need = verdict.steps[-1].role if verdict.steps else ""
    raise OutsideMandate(level=room.level, need=need, verdict=verdict.verdict, under=verdict.under)


def follow(room: Room, *, by: str, inquiry: str, question: str, due_at: datetime, at: datetime) -> e.InquiryFollowed:
    """They ask again. Raises AlreadyDone (it is closed), NotReady (the first question waits), DeadlinePast."""
    known = _open(room, by, inquiry)
    if known.waits:
        raise NotReady(need="answer")
    _ahead(due_at, at)
    return e.InquiryFollowed(
        inquiry=inquiry, due_at=due_at, question=text.needed(question, most=QUESTION, what="question")
    )


def close(room: Room, *, by: str, inquiry: str, note: str, at: datetime) -> e.InquiryClosed:
    """Nothing more comes of it; unanswered, say why."""
    known = _open(room, by, inquiry)
    if known.owner is not None:
        _mine(room, known, by)
    keep = text.needed if known.waits else text.clean
    return e.InquiryClosed(inquiry=inquiry, note=keep(note, most=text.WHY, what="note"))


def may_handle(room: Room, known: Inquiry, by: str) -> bool:
    return known.owner is None or by in (known.owner, room.leader) or known.late


def _mine(room: Room, known: Inquiry, by: str) -> None:
    if not may_handle(room, known, by):
        raise NotYours(owner=known.owner)


def _open(room: Room, by: str, key: str) -> Inquiry:
    text.open_room(room)
    text.a_person(by)
    known = room.inquiry(key)
    if known is None:
        raise NoSuchThing(what="inquiry", key=key)
    if not known.is_open:
        raise AlreadyDone(what="inquiry")
    return known


def _ahead(due_at: datetime, at: datetime) -> None:
    if not at < due_at <= at + FAR:
        raise DeadlinePast()


# ── corrections ────────────────────────────────────────────────────────────────────────────────────────────────────
def correction_law(room: Room, at: datetime) -> Law | None:
    """The statutory clock in force for corrections; None where the ground names none."""
    return next((law for law in duties.laws_in_force(room, at) if law.id.startswith(CORRECTION_LAWS)), None)


def claim(
    room: Room, *, by: str, kind: str, medium: str, link: str, wrong: str, knew_min_ago: int, at: datetime
) -> tuple[e.Event, ...]:
    """What a medium printed is not so: a correction (정정) or our reply (반론) is to be claimed, on the law's clock.

    The law's clock starts with the first report. For a later one it runs already; where we knew of that one earlier,
    its end is earlier too, and it gets a clock of its own.

    Raises NoSuchThing (no such clock in force), ReasonMissing, OutOfRange, TooMany.
    """
    text.open_room(room)
    text.a_person(by)
    if kind not in KINDS:
        raise NoSuchThing(what="kind", key=kind)
    law = correction_law(room, at)
    if law is None:
        raise NoSuchThing(what="law", key=CORRECTION_LAWS)
    if sum(c.is_open for c in room.corrections) >= MOST_OPEN:
        raise TooMany(what="corrections", most=MOST_OPEN)
    said = text.needed(wrong, most=text.WHY, what="wrong")
    aware_at = at - timedelta(minutes=text.within(knew_min_ago, low=0, high=duties.KNEW_MOST_MIN, what="minutes"))
    due_at = duties.due_by(law, aware_at)
    runs = duties.running(room, law.id, by=due_at)
    started = None if runs else duties.start(room, by=by, law=law.id, why=said, knew_min_ago=knew_min_ago, at=at)
    claimed = e.CorrectionClaimed(
        correction=room.fresh("x"),
        kind=kind,
        medium=text.needed(medium, most=MEDIUM, what="medium"),
        law=law.id,
        aware_at=aware_at,
        due_at=due_at,
        duty=started.duty if started else runs.id if runs else "",
        link=text.address(link),
        wrong=said,
    )
    return (started, claimed) if started else (claimed,)


def move(
    room: Room, *, by: str, roles: Sequence[str], correction: str, state: str, note: str, at: datetime
) -> e.CorrectionMoved:
    """Asked for, printed, refused, or not claimed after all. The last is legal's to say, as with every law's clock.

    Raises NoSuchThing, AlreadyDone, ReasonMissing, LegalOnly.
    """
    text.open_room(room)
    text.a_person(by)
    known = room.correction(correction)
    if known is None:
        raise NoSuchThing(what="correction", key=correction)
    if state not in ENDS:
        raise NoSuchThing(what="state", key=state)
    if not known.is_open or known.state == state:
        raise AlreadyDone(what="correction")
    if state == "dropped":
        duties.legal_only(room, by, roles)
    keep = text.needed if state in ("refused", "dropped") else text.clean
    return e.CorrectionMoved(correction=correction, state=state, note=keep(note, most=text.WHY, what="note"))


def unasked(room: Room) -> tuple[Claimed, ...]:
    """Claims that nobody has put to the medium yet."""
    return tuple(c for c in room.corrections if not c.state)


# ── by the clock ───────────────────────────────────────────────────────────────────────────────────────────────────
def warn_at(known: Inquiry) -> datetime:
    return known.due_at - min(SOON, (known.due_at - known.asked_at) / 2)


def due(room: Room) -> tuple[datetime, ...]:
    """When whoever answers is warned, and when a reporter's deadline has passed."""
    waiting = [q for q in room.inquiries if q.waits and not q.late]
    return (*(q.due_at for q in waiting), *(warn_at(q) for q in waiting if not q.warned))


def overdue(room: Room, *, people: Sequence[Person], at: datetime) -> tuple[e.Event, ...]:
    """Near and late are said once each, for each time they ask."""
    said: list[e.Event] = []
    for one in room.inquiries:
        if not one.waits or one.late:
            continue
        if one.due_at <= at:
            said.append(e.InquiryLate(inquiry=one.id))
        elif not one.warned and warn_at(one) <= at:
            said.append(e.DeadlineNear(what="inquiry", key=one.id, due_at=one.due_at))
    return tuple(said)
