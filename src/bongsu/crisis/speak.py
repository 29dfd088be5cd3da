"""Speak with one voice: one text, approved by the digest of what was read, to each outlet at most once."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

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
from bongsu.crisis.charter import Verdict, why_not
from bongsu.crisis.convene import roles_in
from bongsu.crisis.decide.orders import to_resume
from bongsu.crisis.room import Delivery, Draft, Room, Statement

#: What a draft is for unless its writer says otherwise.
ACT = "publish_holding"


# ── the text ───────────────────────────────────────────────────────────────────────────────────────────────────────
def statement_text(
    slots: Mapping[str, str], next_update_at: datetime | None, zone: str, *, written_at: datetime | None = None
) -> str:
    """The statement as the public reads it: a paragraph a slot, the time of the next word after what we do.

    `written_at` makes "오늘" of that same day in `zone`; without it the date is always written.

    >>> statement_text({"empathy": "걱정하셨을 분들께 죄송합니다."}, None, "Asia/Seoul")
    '걱정하셨을 분들께 죄송합니다.'
    """
    parts = []
    for slot in SLOTS:
        words = slots.get(slot, "").strip()
        if slot == "action" and next_update_at is not None:
            words = f"{words} {next_update_sentence(next_update_at, zone, written_at=written_at)}".strip()
        if words:
            parts.append(words)
    return "\n\n".join(parts)


def next_update_sentence(due: datetime, zone: str, *, written_at: datetime | None = None) -> str:
    """When we speak again, in Korean and in the organisation's zone."""
    local = due.astimezone(ZoneInfo(zone))
    clock = f"{local.hour}시 {local.minute}분" if local.minute else f"{local.hour}시"
    day = f"{local.month}월 {local.day}일"
    if written_at is not None:
        written = written_at.astimezone(ZoneInfo(zone))
        if written.date() == local.date():
            day = "오늘"
        elif written.year != local.year:
            day = f"{local.year}년 {day}"
    return f"다음 안내는 {day} {clock}에 드리겠습니다."


def digest(words: str) -> str:
    """SHA-256 of the text's UTF-8 bytes, hex."""
    return hashlib.sha256(words.encode()).hexdigest()


def missing_slots(slots: Mapping[str, str]) -> tuple[str, ...]:
    """Names of the slots without words, in speaking order."""
    return tuple(slot for slot in SLOTS if not slots.get(slot, "").strip())


def facts_line(room: Room) -> str:
    """What may be said in the facts slot: the confirmed facts, one sentence each."""
    sentences = (fact.text.strip() for fact in room.facts if fact.status == "confirmed")
    return " ".join(s if s.endswith((".", "!", "?", "…")) else f"{s}." for s in sentences)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something a careful reader would stop at. Never an error: the person decides."""

    slot: str
    code: str  # the edge has its words
    found: str = ""


#: Guesses at cause and blame, before anything is established.
GUESSES = ("추정", "때문인 것으로", "것으로 보입니다", "것으로 보인다", "원인은", "책임은", "탓으로", "짐작")
#: What spoils an apology (DOMAIN §4): excuses, conditions, and regret for the noise instead of to the people.
HOLLOW = (
    "본의 아니게",
    "오해",
    "뜻은 없었",
    "의도는 없었",
    "앞으로는 신중하게",
    "억울",
    "저만 잘못한",
    "다만",
    "하지만",
    "만약 그랬다면",
    "실수가 있었",
    "논란이 된 점",
)
_NUMBER = re.compile(r"\d+(?:[,.]\d+)*")


def lint(
    slots: Mapping[str, str],
    next_update_at: datetime | None,
    *,
    confirmed: Sequence[str] = (),
    at: datetime | None = None,
) -> tuple[Doubt, ...]:
    """What to look at again before approving, in speaking order."""
    found: list[Doubt] = []
    if not slots.get("empathy", "").strip():
        found.append(Doubt("empathy", "empathy_empty"))
    for slot in SLOTS:
        words = slots.get(slot, "")
        found += [Doubt(slot, "guess", guess) for guess in GUESSES if guess in words]
        found += [Doubt(slot, "hollow_phrase", phrase) for phrase in HOLLOW if phrase in words]
    told = {number for fact in confirmed for number in _NUMBER.findall(fact)}
    numbers = dict.fromkeys(_NUMBER.findall(slots.get("facts", "")))
    found += [Doubt("facts", "unconfirmed_number", number) for number in numbers if number not in told]
    if next_update_at is None:
        found.append(Doubt("action", "next_update_missing"))
    elif at is not None and next_update_at <= at:
        found.append(Doubt("action", "next_update_past"))
    return tuple(found)


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
        digest=digest(statement_text(kept, next_update_at, zone, written_at=at)),
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
    if digest != draft.digest or digest != _digest(words):
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


_digest = digest  # `approve` takes an argument of that name


def withdraw(
    room: Room, *, by: str, roles: Sequence[str], statement: str, why: str, at: datetime
) -> tuple[e.Event, ...]:
    """Take a statement back: by the leader, whoever approved it, or whoever might approve it now. Nothing of it leaves
    any more."""
    text.open_room(room)
    text.a_person(by)
    said = _statement(room, statement)
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


def _statement(room: Room, key: str) -> Statement:
    found = next((s for s in room.statements if s.id == key), None)
    if found is None:
        raise NoSuchThing(what="statement", key=key)
    return found


# ── all outlets at once ────────────────────────────────────────────────────────────────────────────────────────────
def pause(room: Room, *, by: str, why: str, at: datetime, because: str = "") -> e.OutletsPaused:
    """Stop everything that would leave. Anybody in the organisation may: silence can be undone, words cannot.

    because   the decision it follows from, if any
    """
    text.open_room(room)
    text.a_person(by)
    if room.paused_at is not None:
        raise AlreadyDone(what="pause")
    return e.OutletsPaused(
        why=text.needed(why, most=text.WHY, what="why"), because=because if room.decision(because) else ""
    )


def resume(room: Room, *, by: str, roles: Sequence[str], why: str, at: datetime) -> e.OutletsResumed:
    """Let it flow again: the leader, a role the charter lets `resume_outlets` at this level, whoever has the order."""
    text.open_room(room)
    text.a_person(by)
    if room.paused_at is None:
        raise AlreadyDone(what="resume")
    if not may_resume(room, by=by, roles=roles, at=at):
        raise NotTheLeader(leader=room.leader)
    return e.OutletsResumed(why=text.needed(why, most=text.WHY, what="why"))


def may_resume(room: Room, *, by: str, roles: Sequence[str], at: datetime) -> bool:
    answer = leave.ask(room, by=by, roles=roles, act="resume_outlets", at=at)
    forbidden = answer.verdict == "no" and answer.under is not None
    ordered = room.leader == by or to_resume(room, by) is not None
    return answer.verdict == "yes" or (ordered and not forbidden)


# ── one delivery ───────────────────────────────────────────────────────────────────────────────────────────────────
#: Reasons of `may_send` that pass by themselves, or leave nothing to do; any other is final.
PASSES = frozenset(("paused", "not_yet", "settled", "unknown"))


def may_send(room: Room, delivery: str, at: datetime) -> str | None:
    """Why a delivery may not leave now; None: it may. Asked under the room's lock, right before it leaves.

    paused, not_yet, withdrawn, superseded, stale, mandate_lapsed, red_line, closed, settled, unknown.
    """
    work = room.delivery(delivery)
    if work is None:
        return "unknown"
    if work.state not in ("planned", "started"):
        return "settled"
    said = _statement(room, work.statement)
    if said.withdrawn_at is not None:
        return "withdrawn"
    if room.statement is not None and room.statement.id != said.id:
        return "superseded"
    if not room.is_open:
        return "closed"
    if said.next_update_at is not None and said.next_update_at <= at:
        return "stale"
    if lapsed := _lapsed(room, said, work.outlet, at):
        return lapsed
    if room.paused_at is not None:
        return "paused"
    if work.not_before is not None and work.not_before > at:
        return "not_yet"
    return None


def _lapsed(room: Room, said: Statement, outlet: str, at: datetime) -> str | None:
    charter = room.charter
    if any(line.act == said.act and room.level >= line.min_level for line in charter.red_lines):
        return "red_line"
    mandate = next((m for m in charter.mandates if m.id == said.under), None)
    here = leave.situation(room, outlets=(outlet,))
    if mandate is not None and why_not(mandate, roles=(mandate.role,), level=room.level, at=at, situation=here):
        return "mandate_lapsed"
    return None


def _delivery(room: Room, key: str, *states: str) -> Delivery:
    found = room.delivery(key)
    if found is None:
        raise NoSuchThing(what="delivery", key=key)
    if found.state not in states:
        raise AlreadyDone(what=found.state)
    return found


def started(room: Room, *, delivery: str) -> e.DeliveryStarted:
    """From now on the outlet may have the text."""
    work = _delivery(room, delivery, "planned", "started")
    return e.DeliveryStarted(delivery=delivery, attempt=work.attempts + 1)


def sent(room: Room, *, delivery: str, url: str) -> e.DeliverySent:
    """The outlet has the text. True from the moment it was tried, whatever another worker has written meanwhile."""
    work = _delivery(room, delivery, "planned", "started", "unsure", "refused", "dropped")
    if work.attempts == 0:
        raise AlreadyDone(what=work.state)
    return e.DeliverySent(delivery=delivery, url=text.address(url))


def postponed(room: Room, *, delivery: str, reason: str, not_before: datetime) -> e.DeliveryPostponed:
    _delivery(room, delivery, "planned", "started")
    return e.DeliveryPostponed(delivery=delivery, reason=_reason(reason), not_before=not_before)


def refused(room: Room, *, delivery: str, reason: str) -> e.DeliveryRefused:
    _delivery(room, delivery, "started")
    return e.DeliveryRefused(delivery=delivery, reason=_reason(reason))


def unsure(room: Room, *, delivery: str, reason: str) -> e.DeliveryUnsure:
    _delivery(room, delivery, "started")
    return e.DeliveryUnsure(delivery=delivery, reason=_reason(reason))


def dropped(room: Room, *, delivery: str, reason: str) -> e.DeliveryDropped:
    _delivery(room, delivery, "planned", "started")
    return e.DeliveryDropped(delivery=delivery, reason=_reason(reason))


def settle(room: Room, *, by: str, delivery: str, found: bool, url: str, at: datetime) -> tuple[e.Event, ...]:
    """A person looked at the outlet: the text is there (`found`), or it is not and may be sent again.

    Also for a refused one, once its cause was mended. Not found and no longer allowed to leave: dropped.
    """
    text.open_room(room)
    text.a_person(by)
    work = _delivery(room, delivery, "unsure", "refused")
    settled = e.DeliverySettled(delivery=delivery, found=found, url=text.address(url) if found else "")
    said = _statement(room, work.statement)
    if not found and said.withdrawn_at is not None:
        return (settled, e.DeliveryDropped(delivery=delivery, reason="withdrawn"))
    return (settled,)


def _reason(words: str) -> str:
    return text.clean(words[:300], most=300, what="reason")
