"""One person is reached: their channels are tried in turn until they answer; a link in a call takes their answer."""

from collections.abc import Callable, Sequence

from bongsu.core.errors import NoSuchRoom, NotReached, OutletError
from bongsu.core.ports import Called, CallJob, Ports, Store
from bongsu.core.values import SYSTEM
from bongsu.crisis.convene import reach as rules
from bongsu.crisis.room import Room
from bongsu.flows.acting import act

#: A worker that died with a call in hand gives it back after this many seconds.
CALL_LEASE_S = 60.0


def call_next(ports: Ports, *, org: int) -> bool:
    """Try to reach one person who has not answered; False when nobody waits. Calls are made at least once.

    The call is on everybody's screen in any case; the person's next channel is tried as well. Killed between sending
    and recording, the same channel is tried again.
    """
    store: Store[Room] = ports.store
    at = ports.clock.now(org)
    job = store.claim_call(org=org, at=at, lease_s=CALL_LEASE_S)
    if job is None:
        return False
    kind, step, failure = rules.SCREEN, 0, ""
    channel = job.channel
    if ports.callers and channel is not None and not _answered(store, job):
        kind, step = channel.kind, channel.step
        failure = through(ports, job)
    try:
        act(
            ports,
            org=org,
            room=job.room,
            by=SYSTEM,
            rule=lambda room, at: rules.call_tried(
                room,
                call=job.call,
                channel=kind,
                attempt=job.attempt,
                failure=failure,
                step=step,
                more=job.more and step > 0,
                despite_hours=job.despite_hours and step > 0,
            ),
        )
    except NoSuchRoom:
        return True
    return True


def tried(ports: Ports, job: CallJob, *, words: tuple[str, str] | None = None) -> tuple[str, tuple[str, ...]]:
    """(why the channel did not take the call, "" when it did; devices that are gone). `words`: title and text."""
    caller = ports.callers.get(job.channel.kind) if job.channel else None
    if caller is None:
        return "no_connector", ()
    title, body = words or call_words(job)
    try:
        called: Called = caller.call(job, title=title, body=body)
    except NotReached as problem:
        return str(problem.about.get("reason") or problem.code), problem.gone
    except OutletError as problem:
        return str(problem.about.get("reason") or problem) or problem.code, ()
    except (OSError, ValueError) as problem:
        return f"{type(problem).__name__}: {problem}", ()
    return "", called.gone


def through(ports: Ports, call: CallJob, *, words: tuple[str, str] | None = None) -> str:
    """The same through its channel, with which stays how it went: why it did not take the call, "" when it did."""
    problem, gone = tried(ports, call, words=words)
    if call.channel is not None:
        at = ports.clock.now(call.org)
        ports.store.channel_tried(org=call.org, channel=call.channel.id, problem=problem, gone=gone, at=at)
    return problem


def through_first(
    ports: Ports, calls: Sequence[CallJob], *, words: Callable[[CallJob], tuple[str, str]]
) -> tuple[str, str]:
    """Send through one channel after the other until one takes it: (its kind, ""), or ("", why the last did not)."""
    problem = ""
    for call in calls:
        problem = through(ports, call, words=words(call))
        if not problem:
            return call.channel.kind if call.channel else "", ""
    return "", problem


def _answered(store: Store[Room], job: CallJob) -> bool:
    call = next((c for c in store.peek(job.org, job.room).calls if c.id == job.call), None)
    return call is None or call.acknowledged_at is not None


def answer(
    ports: Ports,
    *,
    org: int,
    room: int,
    call: str,
    person: str,
    coming: bool,
    why: str = "",
    once: str | None = None,
) -> None:
    """Whoever was called answers that one call.

    Raises NoSuchRoom, RoomClosed, NoSuchThing, AlreadyDone, TextTooLong.
    """
    people = ports.store.people(org)
    act(
        ports,
        org=org,
        room=room,
        by=person,
        rule=lambda state, at: rules.answer(state, call=call, coming=coming, why=why, people=people, at=at),
        once=once,
    )


def call_words(job: CallJob) -> tuple[str, str]:
    """Title and text of a call, in the language of the person called. The link only shows; a button answers."""
    english = job.locale.startswith("en")
    name = _LEVEL_NAMES["en" if english else "ko"][job.level - 1]
    if english:
        late = "Outside your hours: the beacon level overrides them.\n" if job.despite_hours else ""
        return (
            f"[Bongsu {job.level} {name}] {job.room_title}",
            f"{job.name}, you are needed in the room. Open this and press “I'm coming”.\n{late}{job.link}",
        )
    late = "받지 않는 시간이지만 봉화 단계가 높아 불렀어요.\n" if job.despite_hours else ""
    return (
        f"[봉수 {job.level} {name}] {job.room_title}",
        f"{job.name} 님, 상황실로 와 주세요. 열어서 ‘지금 갑니다’를 눌러 주세요.\n{late}{job.link}",
    )


_LEVEL_NAMES = {
    "ko": ("평시", "관심", "주의", "경계", "심각"),
    "en": ("Peace", "Notice", "Caution", "Alert", "Severe"),
}
