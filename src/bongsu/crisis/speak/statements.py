"""A draft becomes a statement: edited over what was read, approved by the digest of what was read, withdrawn."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bongsu.core import events as e
from bongsu.core.errors import (
    AlreadyDone,
    DeadlinePast,
    NoSuchThing,
    NotTheLeader,
    OutOfRange,
    OutsideMandate,
    SlotsMissing,
    StaleText,
)
from bongsu.core.values import PUBLISH, SLOTS, OutletRef
from bongsu.crisis import approvals, leave, text
from bongsu.crisis.charter import Verdict
from bongsu.crisis.convene import roles_in
from bongsu.crisis.room import Draft, Room, Statement
from bongsu.crisis.speak.wording import digest as digest_of, missing_slots, statement_text

#: What a draft is for unless its writer says otherwise.
ACT = "publish_holding"


# ── draft ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def edit(
    room: Room,
    *,
    by: str,
    slots: Mapping[str, str],
    next_update_at: datetime | None,
    base_version: int,
    zone: str,
    at: datetime,
    act: str = ACT,
) -> e.DraftEdited:
    """Save a draft over the version that was read (`base_version`; 0: there was none). `act`: one of PUBLISH.

    Raises StaleText when somebody saved in between, TextTooLong, NoSuchThing (an unknown slot or act), DeadlinePast.
    """
    text.open_room(room)
    text.a_person(by)
    version = room.draft.version if room.draft else 0
    if base_version != version:
        raise StaleText(version=version)
    if unknown := next((slot for slot in slots if slot not in SLOTS), None):
        raise NoSuchThing(what="slot", key=unknown)
    if act not in PUBLISH:
        raise NoSuchThing(what="act", key=act)
    if next_update_at is not None:
        if next_update_at <= at:
            raise DeadlinePast()
        if next_update_at > at + timedelta(days=30):
            raise OutOfRange(what="next_update_at", low=at.isoformat(), high=(at + timedelta(days=30)).isoformat())
    kept = {slot: text.clean(slots.get(slot, ""), most=text.SLOT, what=slot) for slot in SLOTS}
    return e.DraftEdited(
        draft="v1",
        version=version + 1,
        slots=tuple(kept.items()),
        next_update_at=next_update_at,
        digest=digest_of(statement_text(kept, next_update_at, zone, written_at=at)),
        act=act,
    )


def draft_text(room: Room, zone: str) -> str:
    """The draft as it would be published; what an approver reads and what their digest covers."""
    if room.draft is None:
        return ""
    return statement_text(dict(room.draft.slots), room.draft.next_update_at, zone, written_at=room.draft.at)


# ── approval ───────────────────────────────────────────────────────────────────────────────────────────────────────
def verdict(room: Room, *, by: str, roles: Sequence[str], at: datetime, outlets: Sequence[str] = ()) -> Verdict:
    """May `by`, with these roles of the organisation, publish the draft here and now, at all of `outlets` (keys)?"""
    act = room.draft.act if room.draft else ACT
    return leave.ask(room, by=by, roles=roles, act=act, at=at, outlets=outlets)


def released_under(
    room: Room, *, by: str, roles: Sequence[str], at: datetime, outlets: Sequence[str] = ()
) -> str | None:
    """The mandate, or the role at the end of the approval chain, under which `by` may release the draft; None: may not.

    Where the chain has more than one step, those before were asked about this text first, and have answered or stayed
    silent past their minutes.
    """
    answer = verdict(room, by=by, roles=roles, at=at, outlets=outlets)
    if answer.verdict == "yes":
        return answer.under
    if answer.verdict == "no" or not answer.steps:
        return None
    if room.draft is not None:
        request = approvals.open_for(room, act=room.draft.act, digest=room.draft.digest)
        if request is not None:
            mine = approvals.answerable(room, request, by=by, roles=roles) if request.at_last else None
            return mine[2] if mine is not None and mine[0] == request.current else None
    # Nobody before to be asked: the only step may release without a request.
    alone = len(answer.steps) == 1 and answer.steps[0].role in roles_in(room, person=by, roles=roles)
    return answer.steps[0].role if alone else None


def approve(
    room: Room,
    *,
    by: str,
    roles: Sequence[str],
    digest: str,
    outlets: Sequence[OutletRef],
    zone: str,
    at: datetime,
    because: str = "",
) -> tuple[e.Event, ...]:
    """Release the one text that hashes to `digest` (SHA-256, hex) and plan one delivery to each outlet.

    What an older statement had not sent yet is dropped: two texts at once are two voices.

    Raises:
        StaleText: the draft changed after `by` read it, or there is none.
        AlreadyDone: this version was approved before, also when it was withdrawn since.
        SlotsMissing: the statement is not whole.
        DeadlinePast: it promises a word for a time that has passed.
        OutsideMandate: `by` may not publish at this level at `at`.
    """
    text.open_room(room)
    text.a_person(by)
    draft = room.draft
    if draft is None:
        raise StaleText(version=0)
    words = draft_text(room, zone)
    if digest != draft.digest or digest != digest_of(words):
        raise StaleText(version=draft.version)
    if any(s.draft == draft.id and s.version == draft.version for s in room.statements):
        raise AlreadyDone(what="approve")
    if lacking := missing_slots(dict(draft.slots)):
        raise SlotsMissing(slots=", ".join(lacking))
    if draft.next_update_at is not None and draft.next_update_at <= at:
        raise DeadlinePast()
    places = [outlet.key for outlet in outlets]
    under = released_under(room, by=by, roles=roles, at=at, outlets=places)
    if under is None:
        answer = verdict(room, by=by, roles=roles, at=at, outlets=places)
        need = answer.steps[-1].role if answer.steps else ""
        raise OutsideMandate(level=room.level, need=need, verdict=answer.verdict, under=answer.under)
    number = len(room.statements) + 1
    statement = f"s{number}"
    approved = e.StatementApproved(
        statement=statement,
        draft=draft.id,
        version=draft.version,
        digest=digest,
        text=words,
        next_update_at=draft.next_update_at,
        under=under,
        act=draft.act,
        because=because if room.decision(because) else "",
    )
    older = tuple(
        e.DeliveryDropped(delivery=d.id, reason="superseded") for d in room.deliveries if d.state == "planned"
    )
    planned = tuple(
        e.DeliveryPlanned(delivery=f"x{n}", statement=statement, outlet=outlet.key, outlet_kind=outlet.kind)
        for n, outlet in enumerate(outlets, start=len(room.deliveries) + 1)
    )
    return (*older, *_asked(room, draft, by=by, roles=roles, at=at), approved, *planned)


def _asked(room: Room, draft: Draft, *, by: str, roles: Sequence[str], at: datetime) -> tuple[e.Event, ...]:
    """What becomes of the request for this text: its last yes, or it is not needed any more."""
    request = approvals.open_for(room, act=draft.act, digest=draft.digest)
    if request is None:
        return ()
    mine = approvals.answerable(room, request, by=by, roles=roles)
    if request.at_last and mine is not None and mine[0] == request.current:
        return (approvals.approve(room, by=by, roles=roles, request=request.id, digest=draft.digest, at=at),)
    return approvals.voided(room, draft=draft.id, digest=None, reason="released")


def withdraw(
    room: Room, *, by: str, roles: Sequence[str], statement: str, why: str, at: datetime
) -> tuple[e.Event, ...]:
    """Take a statement back: by the leader, whoever approved it, or whoever might approve it now. Nothing of it leaves
    any more."""
    text.open_room(room)
    text.a_person(by)
    said = statement_of(room, statement)
    if said.withdrawn_at is not None:
        raise AlreadyDone(what="withdraw")
    if by not in (room.leader, said.approved_by) and released_under(room, by=by, roles=roles, at=at) is None:
        raise NotTheLeader(leader=room.leader)
    taken = e.StatementWithdrawn(statement=statement, why=text.needed(why, most=text.WHY, what="why"))
    dropped = tuple(
        e.DeliveryDropped(delivery=d.id, reason="withdrawn")
        for d in room.deliveries
        if d.statement == statement and d.state == "planned"
    )
    return (taken, *dropped)


def statement_of(room: Room, key: str) -> Statement:
    """Raises NoSuchThing."""
    found = next((s for s in room.statements if s.id == key), None)
    if found is None:
        raise NoSuchThing(what="statement", key=key)
    return found
