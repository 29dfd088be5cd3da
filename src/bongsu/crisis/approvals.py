"""Asking the chain, step by step: each role in its order, with its minutes and its deputy.

A consulted step is a timed window and never a veto by silence: what it says is heard, and at its deadline the chain
goes on, below level 5 at once, at level 5 after the deputy had up to ten minutes. The last step, and every step that is
written as `must`, is a yes that is needed.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from bongsu.core import events as e
from bongsu.core.errors import AlreadyDone, NoSuchThing, NotYours, OutsideMandate, StaleText
from bongsu.core.values import ACTS, PUBLISH, SEVERE, ApprovalStep, Person
from bongsu.crisis import leave, text
from bongsu.crisis.charter import chain_of
from bongsu.crisis.convene import roles_in
from bongsu.crisis.room import ApprovalRequest, ApprovalStepState, Room

#: How long the deputy of a silent consultation may hold up level 5 (DOMAIN §9).
DEPUTY_BLOCKS_MIN = 10
WHAT = 300


# ── asking ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def ask_for_text(room: Room, *, by: str, roles: Sequence[str], digest: str, at: datetime) -> e.ApprovalAsked:
    """Ask the chain for the one text that hashes to `digest`: the draft as `by` was shown it.

    Raises StaleText, AlreadyDone, OutsideMandate.
    """
    text.open_room(room)
    text.a_person(by)
    draft = room.draft
    if draft is None or draft.digest != digest:
        raise StaleText(version=draft.version if draft else 0)
    if any((s.draft, s.version) == (draft.id, draft.version) for s in room.statements):
        raise AlreadyDone(what="approve")
    return _asked(room, by=by, roles=roles, act=draft.act, digest=digest, at=at, draft=draft.id, version=draft.version)


def ask_for_act(
    room: Room,
    *,
    by: str,
    roles: Sequence[str],
    act: str,
    what: str,
    amount_krw: int,
    at: datetime,
    outlet: str = "",
) -> e.ApprovalAsked:
    """Ask the chain for an act that is no text: what exactly is to be done, and for how much.

    Raises NoSuchThing, ReasonMissing, AlreadyDone, OutsideMandate.
    """
    text.open_room(room)
    text.a_person(by)
    if act not in ACTS or act in PUBLISH:
        raise NoSuchThing(what="act", key=act)
    text.within(amount_krw, low=1 if act == leave.COMPENSATE else 0, high=leave.MOST_KRW, what="amount")
    words = text.needed(what, most=WHAT, what="what")
    asked = f"{act}\n{amount_krw}\n{words}" + (f"\n{outlet}" if outlet else "")
    digest = sha256(asked.encode()).hexdigest()
    return _asked(
        room, by=by, roles=roles, act=act, digest=digest, at=at, what=words, amount_krw=amount_krw, outlet=outlet
    )


def _asked(
    room: Room,
    *,
    by: str,
    roles: Sequence[str],
    act: str,
    digest: str,
    at: datetime,
    draft: str | None = None,
    version: int = 0,
    what: str = "",
    amount_krw: int = 0,
    outlet: str = "",
) -> e.ApprovalAsked:
    if any(r.state == "open" and (r.act, r.digest) == (act, digest) for r in room.approvals):
        raise AlreadyDone(what="ask_approval")
    answer = leave.ask(room, by=by, roles=roles, act=act, at=at, amount_krw=amount_krw)
    chain = chain_of(room.charter, act=act, level=room.level)
    if answer.verdict == "no" or chain is None:
        raise OutsideMandate(level=room.level, need="", verdict=answer.verdict, under=answer.under)
    return e.ApprovalAsked(
        request=room.fresh("a"),
        act=act,
        level=room.level,
        digest=digest,
        chain=chain.chain,
        due_at=_until(at, chain.chain[0].minutes),
        draft=draft,
        version=version,
        amount_krw=amount_krw,
        what=what,
        outlet=outlet,
    )


def _until(at: datetime, minutes: int) -> datetime:
    return at + timedelta(minutes=max(1, minutes))


# ── answering ──────────────────────────────────────────────────────────────────────────────────────────────────────
def open_for(room: Room, *, act: str, digest: str) -> ApprovalRequest | None:
    """The request that asks for exactly this."""
    return next((r for r in room.approvals if r.state == "open" and (r.act, r.digest) == (act, digest)), None)


def answerable(
    room: Room, request: ApprovalRequest, *, by: str, roles: Sequence[str]
) -> tuple[int, ApprovalStepState, str] | None:
    """(index, step, role) under which `by` may answer now: the step that is asked, else one that stayed silent."""
    if request.state != "open" or not in_force(room, request):
        return None
    here = roles_in(room, person=by, roles=roles)
    asked = [request.current] if request.current is not None else []
    late = [n for n, step in enumerate(request.steps) if step.state == "lapsed"]
    for number in (*asked, *late):
        step = request.steps[number]
        if step.role in here:
            return number, step, step.role
        if step.state in ("passed", "lapsed") and step.deputy is not None and step.deputy in here:
            return number, step, step.deputy
    return None


def in_force(room: Room, request: ApprovalRequest) -> bool:
    """Whether the text is still the one that was asked for, and this still the charter's way at the room's level."""
    charter = room.charter
    if _another_text(room, request):
        return False
    if any(line.act == request.act and room.level >= line.min_level for line in charter.red_lines):
        return False
    chain = chain_of(charter, act=request.act, level=room.level)
    return (
        chain is not None
        and len(chain.chain) == len(request.steps)
        and all(
            (a.role, a.minutes, a.deputy) == (b.role, b.minutes, b.deputy)
            for a, b in zip(chain.chain, request.steps, strict=True)
        )
    )


def _another_text(room: Room, request: ApprovalRequest) -> bool:
    return request.draft is not None and (room.draft is None or room.draft.digest != request.digest)


def approve(room: Room, *, by: str, roles: Sequence[str], request: str, digest: str, at: datetime) -> e.ApprovalGiven:
    """Say yes as the step that is asked. What the last yes releases, the caller adds.

    Raises NoSuchThing, AlreadyDone (it has ended, and how), StaleText, NotYours, OutsideMandate.
    """
    asked = _open(room, by, request, digest)
    number, _, role = _mine(room, asked, by=by, roles=roles)
    needed = [step for step in asked.steps if step.must]
    if len(needed) > 1 and asked.steps[number].must and any(step.by == by for step in needed):
        raise AlreadyDone(what="approve_step")  # two signatures are two people's
    return e.ApprovalGiven(request=request, step=number, role=role, due_at=_next_due(asked, number, at))


def object_to(
    room: Room, *, by: str, roles: Sequence[str], request: str, digest: str, why: str, at: datetime
) -> e.ApprovalObjected:
    """Say no, with the reason. Where the yes is needed the request ends; a consulted no is heard by those after it.

    Raises as `approve`, and ReasonMissing.
    """
    asked = _open(room, by, request, digest)
    number, step, role = _mine(room, asked, by=by, roles=roles)
    return e.ApprovalObjected(
        request=request,
        step=number,
        role=role,
        due_at=None if step.must else _next_due(asked, number, at),
        ends=step.must,
        why=text.needed(why, most=text.WHY, what="why"),
    )


def withdraw(room: Room, *, by: str, request: str, why: str, at: datetime) -> e.ApprovalWithdrawn:
    """Take a request back: whoever asked, or the leader."""
    text.open_room(room)
    text.a_person(by)
    asked = _found(room, request)
    if asked.state != "open":
        raise AlreadyDone(what=f"approval_{asked.state}")
    if by not in (asked.asked_by, room.leader):
        raise NotYours(owner=asked.asked_by)
    return e.ApprovalWithdrawn(request=request, why=text.needed(why, most=text.WHY, what="why"))


def voided(room: Room, *, draft: str, digest: str | None, reason: str) -> tuple[e.ApprovalVoided, ...]:
    """Every yes that was given or waited for on another text of this draft is void. `digest` None: on any."""
    return tuple(
        e.ApprovalVoided(request=r.id, reason=reason)
        for r in room.approvals
        if r.state == "open" and r.draft == draft and r.digest != digest
    )


def _found(room: Room, key: str) -> ApprovalRequest:
    found = room.approval(key)
    if found is None:
        raise NoSuchThing(what="approval", key=key)
    return found


def _open(room: Room, by: str, key: str, digest: str) -> ApprovalRequest:
    text.open_room(room)
    text.a_person(by)
    asked = _found(room, key)
    if asked.state != "open":
        raise AlreadyDone(what=f"approval_{asked.state}")
    if asked.digest != digest:
        raise StaleText(version=asked.version)
    if not in_force(room, asked):
        raise OutsideMandate(level=room.level, need="", verdict="no", under=None)
    return asked


def _mine(room: Room, asked: ApprovalRequest, *, by: str, roles: Sequence[str]) -> tuple[int, ApprovalStepState, str]:
    mine = answerable(room, asked, by=by, roles=roles)
    if mine is None:
        now = asked.current
        raise NotYours(owner=asked.steps[now].role if now is not None else asked.asked_by)
    return mine


def _next_due(asked: ApprovalRequest, number: int, at: datetime) -> datetime | None:
    if number != asked.current or number + 1 >= len(asked.steps):
        return None
    return _until(at, asked.steps[number + 1].minutes)


# ── steps that nobody can answer ───────────────────────────────────────────────────────────────────────────────────
def with_unheld(
    room: Room, said: e.Event | Sequence[e.Event], *, people: Sequence[Person], at: datetime
) -> tuple[e.Event, ...]:
    """`said`, and after it each step that it asks and nobody can answer: skipped at once, not waited for.

    A step whose yes is needed is not skipped; that nobody holds it is said, for the leader to mend.
    """
    found: list[e.Event] = []
    for event in (said,) if isinstance(said, e.Event) else said:
        found.append(event)
        match event:
            case e.ApprovalAsked(request=key, chain=chain):
                found += _unheld(room, key, [(s, s.must) for s in chain], 0, people, at)
            case (
                e.ApprovalGiven(request=key, step=number, due_at=datetime())
                | e.ApprovalObjected(request=key, step=number, due_at=datetime())
                | e.ApprovalLapsed(request=key, step=number, due_at=datetime())
            ):
                steps = _found(room, key).steps
                found += _unheld(room, key, [(s, s.must) for s in steps], number + 1, people, at)
            case _:
                pass
    return tuple(found)


def _unheld(
    room: Room,
    request: str,
    steps: Sequence[tuple[ApprovalStep | ApprovalStepState, bool]],
    number: int,
    people: Sequence[Person],
    at: datetime,
) -> list[e.ApprovalUnheld]:
    held = {role for person in people for role in roles_in(room, person=person.key, roles=person.roles)}
    found: list[e.ApprovalUnheld] = []
    for n, (step, must) in list(enumerate(steps))[number:]:
        if held & {step.role, step.deputy}:
            break
        needed = must or n == len(steps) - 1
        found.append(e.ApprovalUnheld(request, n, step.role, None if needed else _until(at, steps[n + 1][0].minutes)))
        if needed:
            break
    return found


# ── the clock ──────────────────────────────────────────────────────────────────────────────────────────────────────
def due(room: Room) -> tuple[datetime, ...]:
    """When a step turns silent; at once where the charter asks for it another way by now."""
    found: list[datetime] = []
    for request in room.approvals:
        if request.state == "open":
            now = request.current
            by = request.steps[now].due_at if now is not None else None
            found.append(by if by is not None and in_force(room, request) else room.level_at)
    return tuple(found)


def overdue(room: Room, *, people: Sequence[Person], at: datetime) -> tuple[e.Event, ...]:
    """Silence at a stored deadline: to the deputy, or on without it, or the end of the request."""
    said = [
        event
        for request in room.approvals
        if request.state == "open" and (event := _silent(room, request, at)) is not None
    ]
    return with_unheld(room, said, people=people, at=at)


def _silent(room: Room, request: ApprovalRequest, at: datetime) -> e.Event | None:
    number = request.current
    if number is None or not in_force(room, request):
        return e.ApprovalVoided(request=request.id, reason="text" if _another_text(room, request) else "level")
    step = request.steps[number]
    if step.due_at is None or step.due_at > at:
        return None
    if step.state == "open" and step.deputy is not None and (step.must or room.level >= SEVERE):
        minutes = room.ground.escalate_min if step.must else min(step.minutes, DEPUTY_BLOCKS_MIN)
        return e.ApprovalPassed(request=request.id, step=number, role=step.deputy, due_at=_until(at, minutes))
    ends = step.must
    return e.ApprovalLapsed(
        request=request.id,
        step=number,
        role=step.role,
        due_at=None if ends else _next_due(request, number, at),
        ends=ends,
    )
