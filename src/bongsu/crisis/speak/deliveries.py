"""One delivery: whether it may leave now, and how it went. A text goes to an outlet at most once."""

from datetime import datetime

from bongsu.core import events as e
from bongsu.core.errors import AlreadyDone, NoSuchThing
from bongsu.crisis import leave, text
from bongsu.crisis.charter import why_not
from bongsu.crisis.room import Delivery, Room, Statement
from bongsu.crisis.speak.statements import statement_of

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
    said = statement_of(room, work.statement)
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
    said = statement_of(room, work.statement)
    if not found and said.withdrawn_at is not None:
        return (settled, e.DeliveryDropped(delivery=delivery, reason="withdrawn"))
    return (settled,)


def _reason(words: str) -> str:
    return text.clean(words[:300], most=300, what="reason")
