"""The press log: inquiries are noted, taken, answered and closed; corrections are claimed."""

from collections.abc import Sequence
from datetime import datetime

from bongsu.core.events import InquiryFollowed, InquiryNoted
from bongsu.core.ports import Ports
from bongsu.crisis.assess import inquiries as rules
from bongsu.crisis.convene.promises import next_time
from bongsu.crisis.room import Room
from bongsu.flows.acting import Rule, act, roles_of, zone_of


def note(
    ports: Ports,
    *,
    org: int,
    room: int,
    by: str,
    medium: str,
    reporter: str,
    contact: str,
    question: str,
    until: str,
    mine: bool = False,
    once: str | None = None,
) -> None:
    """`until`: the next such time of day ("17:00") where the brand's public lives."""

    def rule(state: Room, at: datetime) -> InquiryNoted:
        return rules.note(
            state,
            by=by,
            medium=medium,
            reporter=reporter,
            contact=contact,
            question=question,
            due_at=next_time(until, zone_of(ports, org=org, brand=state.brand), at),
            mine=mine,
            at=at,
        )

    act(ports, org=org, room=room, by=by, once=once, rule=rule)


def answer(
    ports: Ports,
    *,
    org: int,
    room: int,
    by: str,
    inquiry: str,
    statement: str = "",
    facts: Sequence[str] = (),
    words: str = "",
    once: str | None = None,
) -> None:
    roles = roles_of(ports.store.people(org), by)
    _do(
        ports,
        org,
        room,
        by,
        once,
        lambda state, at: rules.answer(
            state, by=by, roles=roles, inquiry=inquiry, statement=statement, facts=facts, words=words, at=at
        ),
    )


def follow(
    ports: Ports, *, org: int, room: int, by: str, inquiry: str, question: str, until: str, once: str | None = None
) -> None:
    """The reporter asks again, by the next such time of day."""

    def rule(state: Room, at: datetime) -> InquiryFollowed:
        due_at = next_time(until, zone_of(ports, org=org, brand=state.brand), at)
        return rules.follow(state, by=by, inquiry=inquiry, question=question, due_at=due_at, at=at)

    act(ports, org=org, room=room, by=by, once=once, rule=rule)


def close(ports: Ports, *, org: int, room: int, by: str, inquiry: str, note: str, once: str | None = None) -> None:
    _do(ports, org, room, by, once, lambda state, at: rules.close(state, by=by, inquiry=inquiry, note=note, at=at))


def claim(
    ports: Ports,
    *,
    org: int,
    room: int,
    by: str,
    kind: str,
    medium: str,
    link: str,
    wrong: str,
    knew_min_ago: int = 0,
    once: str | None = None,
) -> None:
    """What a medium printed is not so; the law's clock runs from when we knew."""
    _do(
        ports,
        org,
        room,
        by,
        once,
        lambda state, at: rules.claim(
            state, by=by, kind=kind, medium=medium, link=link, wrong=wrong, knew_min_ago=knew_min_ago, at=at
        ),
    )


def move(
    ports: Ports, *, org: int, room: int, by: str, correction: str, state: str, note: str, once: str | None = None
) -> None:
    roles = roles_of(ports.store.people(org), by)
    _do(
        ports,
        org,
        room,
        by,
        once,
        lambda room, at: rules.move(room, by=by, roles=roles, correction=correction, state=state, note=note, at=at),
    )


def _do(ports: Ports, org: int, room: int, by: str, once: str | None, rule: Rule) -> None:
    act(ports, org=org, room=room, by=by, once=once, rule=rule)
