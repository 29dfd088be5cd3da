"""The calls of a room as its screens tell them: one row a role, and who is to be rung next."""

from dataclasses import dataclass
from datetime import datetime

from bongsu.crisis.convene import POINT, SEAT, Need, goes_on_at, needs
from bongsu.crisis.room import Call
from bongsu.store.queries.rooms import PersonCard, RoomView
from bongsu.web.room.words import need_words


@dataclass(frozen=True, slots=True)
class Rung:
    """One person of a role's ladder."""

    call: Call
    person: PersonCard | None
    name: str
    instead: str  # in whose place; "": nobody's


@dataclass(frozen=True, slots=True)
class RoleRow:
    need: Need
    words: str
    rungs: tuple[Rung, ...]  # in the order they were called
    answered_by: Rung | None
    goes_on_at: datetime | None  # when the next one is called
    rule: str = ""  # name of the rule that brought it in

    @property
    def is_point(self) -> bool:
        """A touch-point: fifty of them are told in one line."""
        return self.need.role.startswith(POINT)

    @property
    def is_seat(self) -> bool:
        return self.need.role.startswith(SEAT)

    @property
    def waiting(self) -> tuple[Rung, ...]:
        return tuple(rung for rung in self.rungs if rung.call.acknowledged_at is None)

    @property
    def now(self) -> Rung | None:
        """Who is being called now: the last rung."""
        return next(reversed(self.waiting), None)


_ORDER = {"exhausted": 0, "calling": 1, "waived": 2, "answered": 3}


def role_rows(view: RoomView) -> tuple[RoleRow, ...]:
    """Every role called for, what needs a hand first."""
    rows = [_row(view, need) for need in needs(view.room)]
    return tuple(sorted(rows, key=lambda row: (_ORDER[row.need.state], row.need.since)))


def _row(view: RoomView, need: Need) -> RoleRow:
    rungs = tuple(
        Rung(call, view.people.get(call.person), view.name(call.person), view.name(_instead(call, need.role)))
        for call in need.calls
    )
    answer = need.answer
    return RoleRow(
        need,
        need_words(view, need.role),
        rungs,
        next((rung for rung in rungs if answer is not None and rung.call.id == answer.id), None),
        goes_on_at(need, view.room.ground),
        dict(view.room.pulled).get(need.role, ""),
    )


def _instead(call: Call, role: str) -> str | None:
    if call.role == role:
        return call.instead_of
    return next((one.instead_of for one in call.also if one.role == role), None)
