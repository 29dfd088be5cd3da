"""Facts are entered, verified and settled; rumours are answered in one voice."""

from collections.abc import Sequence

from bongsu.core.ports import Ports
from bongsu.crisis import assess as rules
from bongsu.flows.acting import Rule, act


def note_fact(
    ports: Ports,
    *,
    org: int,
    room: int,
    by: str,
    text: str,
    status: str,
    source: str,
    owner: str = "",
    minutes: int = 30,
    claim: str = "",
    rumour: bool = False,
    evidence: Sequence[str] = (),
    link: str = "",
    once: str | None = None,
) -> None:
    people = ports.store.people(org)
    _do(
        ports,
        org,
        room,
        by,
        once,
        lambda room, at: rules.note_fact(
            room,
            by=by,
            fact=text,
            status=status,
            source=source,
            at=at,
            owner=owner,
            minutes=minutes,
            claim=claim,
            rumour=rumour,
            evidence=evidence,
            link=link,
            people=people,
        ),
    )


def settle_fact(
    ports: Ports,
    *,
    org: int,
    room: int,
    by: str,
    fact: str,
    status: str,
    source: str,
    link: str = "",
    once: str | None = None,
) -> None:
    _do(
        ports,
        org,
        room,
        by,
        once,
        lambda room, at: rules.settle_fact(room, by=by, fact=fact, status=status, source=source, link=link, at=at),
    )


def assign_fact(
    ports: Ports, *, org: int, room: int, by: str, fact: str, owner: str, minutes: int, once: str | None = None
) -> None:
    people = ports.store.people(org)
    _do(
        ports,
        org,
        room,
        by,
        once,
        lambda room, at: rules.assign_fact(room, by=by, fact=fact, owner=owner, minutes=minutes, people=people, at=at),
    )


def coordinate_rumour(
    ports: Ports, *, org: int, room: int, by: str, fact: str, answer: str, once: str | None = None
) -> None:
    _do(ports, org, room, by, once, lambda room, at: rules.coordinate(room, by=by, fact=fact, answer=answer, at=at))


def correct_rumour(
    ports: Ports,
    *,
    org: int,
    room: int,
    by: str,
    fact: str,
    where: str,
    statement: str = "",
    link: str = "",
    once: str | None = None,
) -> None:
    _do(
        ports,
        org,
        room,
        by,
        once,
        lambda room, at: rules.correct(room, by=by, fact=fact, where=where, statement=statement, link=link, at=at),
    )


def _do(ports: Ports, org: int, room: int, by: str, once: str | None, rule: Rule) -> None:
    act(ports, org=org, room=room, by=by, once=once, rule=rule)
