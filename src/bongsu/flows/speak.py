"""A draft is written, one text approved, and each outlet gets it at most once."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bongsu.core import errors
from bongsu.core.events import Event
from bongsu.core.ports import DeliveryJob, Outlet, Ports, Posted, Store
from bongsu.core.values import SYSTEM
from bongsu.crisis import approvals, speak as rules
from bongsu.crisis.room import Room
from bongsu.flows.acting import Rule, act, roles_of, zone_of

log = logging.getLogger("bongsu.flows.speak")

#: Longer than any outlet may take to answer, so that a lease never lapses under a worker that is still talking.
#: Longer than an outlet may take to answer; after a kill a delivery waits this long before somebody looks.
DELIVERY_LEASE_S = 45.0
#: A delivery found paused between claim and lock looks again after this long.
PAUSED_AGAIN = timedelta(seconds=15)
LONGEST_WAIT_S = 3600.0


def edit_draft(
    ports: Ports,
    *,
    org: int,
    room: int,
    by: str,
    slots: Mapping[str, str],
    next_update_at: datetime | None,
    base_version: int,
    purpose: str = rules.ACT,
    once: str | None = None,
) -> None:
    """Save the draft over the version that was read. Every yes to the text before is void.

    Raises StaleText when somebody saved in between.
    """

    def rule(room: Room, at: datetime) -> Sequence[Event]:
        edited = rules.edit(
            room,
            by=by,
            slots=slots,
            next_update_at=next_update_at,
            base_version=base_version,
            zone=zone_of(ports, org=org, brand=room.brand),
            at=at,
            act=purpose,
        )
        return edited, *approvals.voided(room, draft=edited.draft, digest=edited.digest, reason="text")

    act(ports, org=org, room=room, by=by, once=once, rule=rule)


def approve(
    ports: Ports,
    *,
    org: int,
    room: int,
    by: str,
    digest: str,
    because: str | None = None,
    once: str | None = None,
) -> None:
    """Release the text that `by` was shown, and plan its deliveries in the same transaction."""
    roles, outlets = roles_of(ports.store.people(org), by), ports.store.outlets(org)
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda room, at: rules.approve(
            room,
            by=by,
            roles=roles,
            digest=digest,
            outlets=outlets,
            zone=zone_of(ports, org=org, brand=room.brand),
            at=at,
            because=because or "",
        ),
    )


def withdraw(ports: Ports, *, org: int, room: int, by: str, statement: str, why: str, once: str | None = None) -> None:
    roles = roles_of(ports.store.people(org), by)
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda room, at: rules.withdraw(room, by=by, roles=roles, statement=statement, why=why, at=at),
    )


def pause(
    ports: Ports,
    *,
    org: int,
    room: int,
    by: str,
    why: str,
    because: str | None = None,
    once: str | None = None,
) -> None:
    """Hold every delivery of the organisation."""
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda room, at: rules.pause(room, by=by, why=why, at=at, because=because or ""),
    )


def resume(ports: Ports, *, org: int, room: int, by: str, why: str, once: str | None = None) -> None:
    roles = roles_of(ports.store.people(org), by)
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda room, at: rules.resume(room, by=by, roles=roles, why=why, at=at),
    )


def settle(
    ports: Ports, *, org: int, room: int, by: str, delivery: str, found: bool, url: str, once: str | None = None
) -> None:
    """Somebody looked at the outlet and says whether the text is there."""
    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        rule=lambda room, at: rules.settle(room, by=by, delivery=delivery, found=found, url=url, at=at),
    )


# ── out into the world ─────────────────────────────────────────────────────────────────────────────────────────────
def deliver_next(ports: Ports, *, org: int) -> bool:
    """Take one delivery as far as it goes now; False when none waits.

    A line `delivery_started` is committed before anything leaves, and nothing is open while the outlet is spoken to.
    A delivery that was started before is looked for first. Whatever stays unclear goes to a person: we would rather
    ask than say it twice.
    """
    store: Store[Room] = ports.store
    job = store.claim_delivery(org=org, at=ports.clock.now(org), lease_s=DELIVERY_LEASE_S)
    if job is None:
        return False
    outlet = ports.outlets.get(job.outlet_kind)
    try:
        if job.was_started:
            _look_again(ports, job, outlet)
        elif _start(ports, job):
            _post(ports, job, outlet)
    except errors.AlreadyDone as problem:
        # Somebody settled it while we spoke, or our lease had lapsed: what they wrote stands.
        log.warning("delivery %s was settled by somebody else: %s", job.key, problem.about.get("what"))
    except errors.NoSuchRoom:
        log.warning("delivery %s lost its room", job.key)
    return True


def _start(ports: Ports, job: DeliveryJob, *, maybe_there: bool = False) -> bool:
    """Check once more under the lock and put `started` on record. False: it may not leave now, or never.

    maybe_there   an earlier attempt may have left: where this one may never leave, a person looks
    """
    go = False

    def rule(room: Room, at: datetime) -> Sequence[Event]:
        nonlocal go
        go = False
        obstacle = rules.may_send(room, job.delivery, at)
        if obstacle is None and _paused_elsewhere(ports, job):
            obstacle = "paused"
        if obstacle is None:
            go = True
            return (rules.started(room, delivery=job.delivery),)
        if not maybe_there:
            return _not_now(room, job, obstacle, at)
        if obstacle in rules.PASSES:
            return ()  # it stays started; the lease runs out and we look again
        return (rules.unsure(room, delivery=job.delivery, reason=errors.MaybeSent.code),)

    work = act(ports, org=job.org, room=job.room, by=SYSTEM, rule=rule)
    return go and bool(work)


def _not_now(room: Room, job: DeliveryJob, obstacle: str, at: datetime) -> Sequence[Event]:
    if obstacle == "paused":
        return (rules.postponed(room, delivery=job.delivery, reason="paused", not_before=at + PAUSED_AGAIN),)
    if obstacle in rules.PASSES:
        return ()
    return (rules.dropped(room, delivery=job.delivery, reason=obstacle),)


def _paused_elsewhere(ports: Ports, job: DeliveryJob) -> bool:
    """Pause-all holds every delivery of the organisation, whichever room it was pressed in."""
    store: Store[Room] = ports.store
    others = (room for room in store.open_rooms(job.org) if room != job.room)
    return any(store.peek(job.org, room).paused_at is not None for room in others)


def _post(ports: Ports, job: DeliveryJob, outlet: Outlet | None, *, maybe_there: bool = False) -> None:
    if outlet is None:
        _write(ports, job, lambda room, at: rules.refused(room, delivery=job.delivery, reason="no_connector"))
        return
    try:
        posted = outlet.post(job)
    except errors.TryLater as problem:
        if maybe_there:
            return  # of the earlier attempt nothing is known yet: the lease runs out and it goes again
        after = timedelta(seconds=min(max(problem.after_s, 1.0), LONGEST_WAIT_S))
        reason = _reason(problem)
        _write(
            ports,
            job,
            lambda room, at: rules.postponed(room, delivery=job.delivery, reason=reason, not_before=at + after),
        )
    except errors.Refused as problem:
        reason = _reason(problem)
        _write(ports, job, lambda room, at: rules.refused(room, delivery=job.delivery, reason=reason))
    except (errors.OutletError, OSError, ValueError) as problem:
        # MaybeSent, or an outlet that breaks its promise: the text may be out there.
        _unsure(ports, job, problem)
    else:
        _sent(ports, job, posted)


def _look_again(ports: Ports, job: DeliveryJob, outlet: Outlet | None) -> None:
    """An earlier attempt may have left. Found: sent. Surely absent, or its receiver knows repeats: the same key may go
    again. Else: a person looks."""
    if outlet is None:
        _write(ports, job, lambda room, at: rules.unsure(room, delivery=job.delivery, reason="no_connector"))
        return
    maybe_there = False
    try:
        there = outlet.find(job)
    except errors.TryLater:
        return  # the lease runs out and we look again
    except errors.MayRepeat:
        there, maybe_there = None, True
    except (errors.OutletError, OSError, ValueError) as problem:
        _unsure(ports, job, problem)
        return
    if there is not None:
        _sent(ports, job, there)
    elif _start(ports, job, maybe_there=maybe_there):
        _post(ports, job, outlet, maybe_there=maybe_there)


def _sent(ports: Ports, job: DeliveryJob, posted: Posted) -> None:
    _write(ports, job, lambda room, at: rules.sent(room, delivery=job.delivery, url=posted.url))


def _unsure(ports: Ports, job: DeliveryJob, problem: Exception) -> None:
    log.warning("delivery %s may have left: %s: %s", job.key, type(problem).__name__, problem)
    reason = _reason(problem)
    _write(ports, job, lambda room, at: rules.unsure(room, delivery=job.delivery, reason=reason))


def _reason(problem: Exception) -> str:
    """A stable code first; the outlet's own words after it."""
    if isinstance(problem, errors.OutletError):
        said = str(problem.about.get("reason", ""))
        return f"{problem.code}: {said}" if said else problem.code
    return f"{type(problem).__name__}: {problem}"


def _write(ports: Ports, job: DeliveryJob, rule: Rule) -> None:
    act(ports, org=job.org, room=job.room, by=SYSTEM, rule=rule)
