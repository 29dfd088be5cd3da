"""Executives get a link when a decision of theirs is asked, and decide by it."""

from zoneinfo import ZoneInfo

from bongsu.core.errors import NoSuchRoom
from bongsu.core.events import Event, LinkFailed, LinkSent
from bongsu.core.ports import LinkJob, Ports, Store
from bongsu.core.values import SYSTEM
from bongsu.crisis import decide as rules
from bongsu.crisis.room import Room
from bongsu.flows.acting import act
from bongsu.flows.reach import CALL_LEASE_S, through

NO_CHANNEL = "no_channel"


def send_next(ports: Ports, *, org: int) -> bool:
    """Send one link through the next of its person's channels; False when none waits. At least once.

    Killed between sending and recording, the same channel is tried again; the link decides once all the same. That it
    went out is recorded with its line in the journal, or neither is.
    """
    store: Store[Room] = ports.store
    at = ports.clock.now(org)
    job = store.claim_link(org=org, at=at, lease_s=CALL_LEASE_S)
    if job is None:
        return False
    channel, failure = job.call.channel, NO_CHANNEL
    if channel is not None:
        failure = through(ports, job.call, words=link_words(job))
    done = not failure or job.last

    def rule(room: Room, _at: object) -> tuple[Event, ...]:
        asked = room.decision(job.decision)
        if not done or not room.is_open or asked is None or not asked.is_open:
            return ()
        if failure:
            return (LinkFailed(decision=asked.id, person=job.call.person, reason=failure[:300]),)
        return (LinkSent(decision=asked.id, person=job.call.person, channel=channel.kind if channel else ""),)

    try:
        act(
            ports,
            org=org,
            room=job.call.room,
            by=SYSTEM,
            before=lambda _tx, _at: store.link_tried(org=org, link=job.link, sent=done),
            rule=rule,
        )
    except NoSuchRoom:
        return True
    return True


def decide(
    ports: Ports,
    *,
    org: int,
    room: int,
    by: str,
    decision: str,
    option: int,
    shown: str,
    why: str,
    waived: str,
    link: int,
) -> None:
    """Decide by a link. Raises LinkSpent, NotYours, StaleText, and what `decide` raises."""
    store: Store[Room] = ports.store
    until = store.link_until(org=org, link=link)
    act(
        ports,
        org=org,
        room=room,
        by=by,
        rule=lambda room, at: rules.decide_by_link(
            room, by=by, decision=decision, option=option, shown=shown, why=why, waived=waived, until=until, at=at
        ),
    )


def link_words(job: LinkJob) -> tuple[str, str]:
    """Title and text that go with the address, in the language of the person asked."""
    when = f"{job.due_at.astimezone(ZoneInfo(job.zone)):%H:%M}"
    if job.call.locale.startswith("en"):
        question = job.question or "Engage, or prepare and watch?"
        return (
            f"[Bongsu] Your decision is needed by {when}",
            f"{job.call.name}, please decide: {question}\n"
            f"Opening the link decides nothing; a button does. It works once, for you, until {when}.\n{job.call.link}",
        )
    question = job.question or "개입할까요, 준비하며 지켜볼까요?"
    return (
        f"[봉수] {when}까지 결정이 필요해요",
        f"{job.call.name} 님이 정하실 일이에요: {question}\n"
        f"열어 보기만 해서는 정해지지 않아요. {when}까지, 본인만, 한 번 쓸 수 있어요.\n{job.call.link}",
    )
