"""Questions reach executives through their channels, and the clock passes them on."""

from typing import Any

from bongsu.core.ports import Ports, Store
from bongsu.crisis import executives as rules
from bongsu.flows.reach import CALL_LEASE_S, tried


def watch_questions(ports: Ports, *, org: int) -> int:
    """Pass on what its executive did not answer in time; how many."""
    store: Store[Any] = ports.store
    at = ports.clock.now(org)
    numbers = store.questions_late(org, at)
    people = store.people(org) if numbers else ()
    for number in numbers:
        store.change_question(org, number, lambda asked: rules.due(asked, people=people, at=at))
    return len(numbers)


def send_question(ports: Ports, *, org: int) -> bool:
    """Send one question by the first channel that takes it; False when none waits. At least once."""
    if not ports.callers:
        return False
    store: Store[Any] = ports.store
    job = store.claim_question(org=org, lease_s=CALL_LEASE_S)
    if job is None:
        return False
    number, text, calls = job
    channel, problem = "", "no_channel"
    for call in calls:
        assert call.channel is not None
        english = call.locale.startswith("en")
        title = "[Bongsu] The team asks you" if english else "[봉수] 팀이 경영진에게 물어요"
        problem, gone = tried(ports, call, words=(title, f"{text}\n{call.link}"))
        store.channel_tried(org=org, channel=call.channel.id, problem=problem, gone=gone, at=ports.clock.now(org))
        if not problem:
            channel = call.channel.kind
            break
    store.question_tried(org=org, number=number, channel=channel, problem=problem)
    return True
