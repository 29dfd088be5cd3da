"""May I, in this room? The charter asked with what the room knows: level, facts, findings, money spent."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from bongsu.core import events as e
from bongsu.core.errors import AlreadyDone, NoSuchThing, OutsideMandate
from bongsu.crisis import text
from bongsu.crisis.charter import Situation, Spent, Verdict, may
from bongsu.crisis.convene import roles_in
from bongsu.crisis.room import Room

COMPENSATE = "compensate"
#: More than any purse; a typing error.
MOST_KRW = 10**12
TO = 120


def situation(room: Room, *, outlets: Collection[str] = (), template: str | None = None) -> Situation:
    """What mandates may be narrowed to, as it stands here."""
    return Situation(
        outlets=tuple(outlets),
        template=template,
        confirmed_fact=any(fact.status == "confirmed" for fact in room.facts),
        found=frozenset(f.category for f in room.findings if f.category),
    )


def ask(
    room: Room,
    *,
    by: str,
    roles: Sequence[str],
    act: str,
    at: datetime,
    amount_krw: int = 0,
    day_spent: Mapping[str, int] | None = None,
    outlets: Collection[str] = (),
    template: str | None = None,
) -> Verdict:
    """May `by`, with these roles of the organisation, do `act` here and now?

    day_spent   won by mandate id, spent today in all rooms; those of this room where it is not known
    """
    case, day = dict(room.spent), day_spent if day_spent is not None else dict(room.spent)
    return may(
        room.charter,
        roles=roles_in(room, person=by, roles=roles),
        act=act,
        level=room.level,
        at=at,
        amount_krw=amount_krw,
        spent={m.id: Spent(case.get(m.id, 0), day.get(m.id, 0)) for m in room.charter.mandates},
        situation=situation(room, outlets=outlets, template=template),
    )


def spends(room: Room) -> tuple[str, ...]:
    """Ids of the mandates under which money can be given, in one order everywhere: that of their locks."""
    return tuple(sorted(m.id for m in room.charter.mandates if m.act == COMPENSATE))


def compensate(
    room: Room,
    *,
    by: str,
    roles: Sequence[str],
    amount_krw: int,
    to: str,
    why: str,
    day: str,
    day_spent: Mapping[str, int],
    at: datetime,
    request: str | None = None,
) -> e.CompensationGranted:
    """Give money under one's own mandate, or up to what a chain granted on `request`, once.

    `day_spent` was read under a lock that holds until this is on record.

    Raises OutsideMandate, NoSuchThing, AlreadyDone, OutOfRange, ReasonMissing, TextTooLong.
    """
    text.open_room(room)
    text.a_person(by)
    text.within(amount_krw, low=1, high=MOST_KRW, what="amount")
    if request:
        mandate, under = "", _granted(room, by=by, request=request, amount_krw=amount_krw)
    else:
        answer = ask(room, by=by, roles=roles, act=COMPENSATE, at=at, amount_krw=amount_krw, day_spent=day_spent)
        if answer.verdict != "yes" or answer.under is None:
            need = answer.steps[-1].role if answer.steps else ""
            raise OutsideMandate(level=room.level, need=need, verdict=answer.verdict, under=answer.under)
        mandate = under = answer.under
    return e.CompensationGranted(
        grant=room.fresh("g"),
        amount_krw=amount_krw,
        mandate=mandate,
        under=under,
        day=day,
        to=text.needed(to, most=TO, what="to"),
        why=text.needed(why, most=text.WHY, what="why"),
        request=request or "",
    )


def _granted(room: Room, *, by: str, request: str, amount_krw: int) -> str:
    """The role that released `request` to `by`. A red line that holds by now beats it."""
    asked = room.approval(request)
    if asked is None or asked.act != COMPENSATE:
        raise NoSuchThing(what="approval", key=request)
    if asked.reason == "used":
        raise AlreadyDone(what="compensate")
    line = next((r for r in room.charter.red_lines if r.act == COMPENSATE and room.level >= r.min_level), None)
    if asked.state != "granted" or asked.asked_by != by or amount_krw > asked.amount_krw or line is not None:
        raise OutsideMandate(level=room.level, need="", verdict="no", under=line.id if line else None)
    return asked.steps[-1].as_role


def revoke(room: Room, *, mandate: str, by: str, why: str, revoked_at: datetime) -> e.MandateRevoked:
    """Take leave back in this room. Raises NoSuchThing, AlreadyDone."""
    frozen = next((m for m in room.charter.mandates if m.id == mandate), None)
    if frozen is None:
        raise NoSuchThing(what="mandate", key=mandate)
    if frozen.revoked_at is not None and frozen.revoked_at <= revoked_at:
        raise AlreadyDone(what="revoke")
    return e.MandateRevoked(mandate=mandate, revoked_by=by, revoked_at=revoked_at, why=why)
