"""Questions reach executives through their channels, and the clock passes them on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bongsu.core.events import Event
from bongsu.core.ports import CallJob, Ports, RoomTx, Store
from bongsu.core.values import SYSTEM
from bongsu.crisis import executives as rules, text
from bongsu.crisis.room import Room
from bongsu.flows.acting import act
from bongsu.flows.reach import CALL_LEASE_S, through_first


def ask(
    ports: Ports, *, org: int, by: str, to: str, words: str, minutes: int, room: int | None, once: str | None = None
) -> int | None:
    """Ask an executive; returns the room in whose journal it stands, if in any.

    room   from which it is asked; None: the only open room in which whoever asks sits

    Raises NoSuchRoom, RoomClosed, and as `crisis.executives.ask`.
    """
    store: Store[Room] = ports.store
    people = store.people(org)
    if room is None:
        room = rules.concerned([store.peek(org, key) for key in store.open_rooms(org)], by=by)

    def asked(at: datetime) -> rules.Question:
        return rules.ask(by=by, to=to, words=words, minutes=minutes, people=people, room=room, at=at)

    if room is None:
        store.keep_question(org, asked(ports.clock.now(org)))
        return None
    kept: list[rules.Question] = []

    def before(tx: RoomTx[Room], at: datetime) -> None:
        text.open_room(tx.room)
        kept.append(store.keep_question(org, asked(at)))

    act(
        ports,
        org=org,
        room=room,
        by=by,
        once=once,
        before=before,
        rule=lambda _room, _at: rules.lines_of(None, kept[0]),
    )
    return room


def answer(ports: Ports, *, org: int, by: str, number: int, words: str) -> None:
    """Whoever was asked, or has it now, answers. Raises as `crisis.executives.answer`, NoSuchThing."""

    def said(asked: rules.Question, at: datetime) -> rules.Question:
        seen = replace(asked, seen_at=asked.seen_at or at) if by == asked.person else asked
        return rules.answer(seen, by=by, words=words, at=at)

    _change(ports, org=org, number=number, by=by, rule=said)


def watch_questions(ports: Ports, *, org: int) -> int:
    """Pass on what its executive did not answer in time; how many."""
    store: Store[Room] = ports.store
    numbers = store.questions_late(org, ports.clock.now(org))
    people = store.people(org) if numbers else ()
    for number in numbers:
        _change(
            ports,
            org=org,
            number=number,
            by=SYSTEM,
            rule=lambda asked, at: rules.due(asked, people=people, at=at),
        )
    return len(numbers)


def _change(
    ports: Ports, *, org: int, number: int, by: str, rule: Callable[[rules.Question, datetime], rules.Question]
) -> None:
    """Change a question, and let its room's journal say so in the same transaction: the room is locked first."""
    store: Store[Room] = ports.store
    room = store.question_room(org, number)
    if room is None:
        at = ports.clock.now(org)
        store.change_question(org, number, lambda asked: rule(asked, at))
        return
    said: list[Event] = []

    def before(_tx: RoomTx[Room], at: datetime) -> None:
        def once(asked: rules.Question) -> rules.Question:
            after = rule(asked, at)
            said.extend(rules.lines_of(asked, after))
            return after

        store.change_question(org, number, once)

    act(ports, org=org, room=room, by=by, before=before, rule=lambda _room, _at: said)


def send_question(ports: Ports, *, org: int) -> bool:
    """Send one question by the first channel that takes it; False when none waits. At least once."""
    if not ports.callers:
        return False
    store: Store[Room] = ports.store
    job = store.claim_question(org=org, lease_s=CALL_LEASE_S)
    if job is None:
        return False
    number, text, calls = job

    def words(call: CallJob) -> tuple[str, str]:
        english = call.locale.startswith("en")
        title = "[Bongsu] The team asks you" if english else "[봉수] 팀이 경영진에게 물어요"
        return title, f"{text}\n{call.link}"

    channel, problem = through_first(ports, calls, words=words) if calls else ("", "no_channel")
    store.question_tried(org=org, number=number, channel=channel, problem=problem)
    return True
