"""Swaps: one asks, the other says yes. Nobody is put on duty by somebody else's click."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bongsu.core.errors import CannotStandIn, DeadlinePast, NotOnDutyThen, NotYours, OutOfRange
from bongsu.core.values import Person
from bongsu.crisis import text
from bongsu.crisis.rota.roster import spans
from bongsu.crisis.rota.values import MOST_SHIFT_H, Rota, Swap


def ask(rota: Rota, swap: Swap, *, people: Sequence[Person], at: datetime) -> Swap:
    """A request that can be carried out as things stand.

    Raises:
        NotOnDutyThen: whoever asks is not on for the role all of that time.
        CannotStandIn: the other does not hold the role, is on already or away.
    """
    if swap.end <= swap.start or swap.end - swap.start > timedelta(hours=MOST_SHIFT_H):
        raise OutOfRange(what="hours", low=0, high=MOST_SHIFT_H)
    if swap.end <= at:
        raise DeadlinePast()
    other = text.known(people, swap.to)
    if swap.to == swap.person or swap.role not in other.roles:
        raise CannotStandIn(person=swap.to)
    _fits(rota, swap)
    return swap


def accept(rota: Rota, swap: Swap, *, by: str, people: Sequence[Person], at: datetime) -> Swap:
    """`by` takes it over. What changed since it was asked is looked at again. Raises as `ask`, and NotYours."""
    if by != swap.to:
        raise NotYours(owner=swap.to)
    return replace(ask(rota, swap, people=people, at=at), accepted_at=at)


def _fits(rota: Rota, swap: Swap) -> None:
    for span in spans(rota, swap.role, swap.start, swap.end):
        if swap.person not in span.persons:
            raise NotOnDutyThen(person=swap.person)
        if swap.to in span.persons:
            raise CannotStandIn(person=swap.to)
    if any(x.person == swap.to and x.start < swap.end and x.end > swap.start for x in rota.leaves):
        raise CannotStandIn(person=swap.to)


def coverable(
    rota: Rota, role: str, person: str, *, at: datetime, days: int = 28
) -> tuple[tuple[datetime, datetime], ...]:
    """This person's shifts that are not over, whole, also the one that runs: what they may ask somebody to take."""
    mine: list[tuple[datetime, datetime]] = []
    for span in spans(rota, role, at - timedelta(hours=MOST_SHIFT_H), at + timedelta(days=days)):
        if person not in span.persons:
            continue
        if mine and mine[-1][1] == span.start:
            mine[-1] = (mine[-1][0], span.end)
        else:
            mine.append((span.start, span.end))
    return tuple(one for one in mine if one[1] > at)
