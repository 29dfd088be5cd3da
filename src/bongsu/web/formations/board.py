"""What a formation looks like if it were formed now: who would sit where and why, and which seats would stay empty."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from bongsu.core.formation import Formation, Seat
from bongsu.core.ports import Ports
from bongsu.core.values import LEVELS, Person
from bongsu.crisis.formation import Candidate, Hole, Sitting, Standing, chosen, fill, for_level
from bongsu.crisis.rota import away
from bongsu.store.queries import channels
from bongsu.store.rota import rota_of
from bongsu.web.room.words import chair_words
from bongsu.web.setup.words import role_words

FIRST_LEVEL = 2


@dataclass(frozen=True, slots=True)
class SeatRow:
    seat: Seat
    name: str
    required: bool
    person: Person | None
    why: str
    near: str  # "here" | "on" | "off" | "": nobody
    lacks: tuple[str, ...] = ()  # skills this seat asks for, and they have not


@dataclass(frozen=True, slots=True)
class Part:
    """A sub-committee, or the seats that belong to none."""

    name: str
    rows: tuple[SeatRow, ...]


@dataclass(frozen=True, slots=True)
class Board:
    formation: Formation
    parts: tuple[Part, ...]
    possible: bool  # every required seat would be filled
    filled: int
    chairs: int
    headline: str
    first: bool  # the one a room of this level takes


@dataclass(frozen=True, slots=True)
class LevelBoards:
    level: int
    boards: tuple[Board, ...]

    @property
    def chosen(self) -> Board | None:
        return next((board for board in self.boards if board.first), None)


def boards(ports: Ports, org: int, at: datetime) -> tuple[LevelBoards, ...]:
    """Every level's formations, filled for `at`."""
    people = {person.key: person for person in ports.store.people(org)}
    able = _candidates(ports, org, people, at)
    formations = ports.store.ground(org).formations
    found = []
    for level in LEVELS:
        if level >= FIRST_LEVEL:
            first = chosen(formations, level=level)
            each = tuple(_board(one, able, people, first=one is first) for one in for_level(formations, level))
            found.append(LevelBoards(level, each))
    return tuple(found)


def _candidates(ports: Ports, org: int, people: Mapping[str, Person], at: datetime) -> tuple[Candidate, ...]:
    reached, absent = frozenset(channels.kinds(org)), away(rota_of(org, at, at + timedelta(minutes=1)), at)
    owned = Counter(point.owner for point in ports.store.touchpoints(org))

    def near(person: Person) -> Standing:
        if person.key in absent:
            return Standing.AWAY
        if person.on_duty:
            return Standing.ON_DUTY
        return Standing.OFF_DUTY if person.key in reached else Standing.AWAY

    return tuple(
        Candidate(p.key, p.roles, p.department, standing=near(p), hit=owned[p.key], skills=p.skills)
        for p in people.values()
    )


def _board(formation: Formation, able: Sequence[Candidate], people: Mapping[str, Person], *, first: bool) -> Board:
    filling = fill(formation, able)
    holes = {hole.chair: hole for hole in filling.holes}
    rows = [
        SeatRow(
            seat,
            chair_words(seat.name, chair),
            required,
            people[sitting.person] if (sitting := filling.of(chair)) else None,
            why_sits(sitting, people[sitting.person]) if sitting else why_empty(holes[chair], people),
            _NEAR[sitting.standing] if sitting else "",
            sitting.lacks if sitting else (),
        )
        for chair, seat, required in formation.chairs
    ]
    return Board(
        formation,
        parts_of(formation, rows),
        filling.complete,
        len(filling.sittings),
        len(rows),
        headline(formation, filling.holes, people),
        first,
    )


_NEAR = {Standing.HERE: "here", Standing.ON_DUTY: "on", Standing.OFF_DUTY: "off", Standing.AWAY: ""}


def parts_of(formation: Formation, rows: Sequence[SeatRow]) -> tuple[Part, ...]:
    """Rows by their sub-committee, in the formation's order; those without one first."""
    named = (("", ""), *((group.id, group.name) for group in formation.groups))
    parts = (Part(name, tuple(row for row in rows if row.seat.group == key)) for key, name in named)
    return tuple(part for part in parts if part.rows)


def why_sits(sitting: Sitting, person: Person) -> str:
    """Why this person: “품질 역할 · 당직”."""
    by = _("%(role)s 역할") % {"role": role_words(sitting.role)} if sitting.role else person.department
    near = {
        Standing.HERE: _("와 있어요"),
        Standing.ON_DUTY: _("당직"),
        Standing.OFF_DUTY: _("비번, 부르면"),
        Standing.AWAY: "",
    }[sitting.standing]
    said = [by, near, _("다른 자리와 함께") if sitting.doubled else ""]
    return " · ".join(word for word in said if word)


def why_empty(hole: Hole, people: Mapping[str, Person]) -> str:
    if hole.away:
        return _("%(names)s 연락 불가") % {"names": _names(hole.away, people)}
    if hole.busy:
        return _("맞는 사람은 다른 자리에 앉아요: %(names)s") % {"names": _names(hole.busy, people)}
    if hole.unskilled:
        return _("꼭 필요한 역량이 없어요: %(names)s") % {"names": _names(hole.unskilled, people)}
    return _("맞는 역할을 가진 사람이 없어요")


def headline(formation: Formation, holes: Sequence[Hole], people: Mapping[str, Person]) -> str:
    """“합동 정보팀에서 현장·대리점 빼고 (조상민 연락 불가)”."""
    if not holes:
        return _("%(name)s, 빈자리 없이") % {"name": formation.name}
    seats = ", ".join(chair_words(seat.name, h.chair) for h in holes if (seat := formation.seat(h.chair)))
    why = why_empty(holes[0], people) if len({why_empty(hole, people) for hole in holes}) == 1 else ""
    said = _("%(name)s에서 %(seats)s 빼고") % {"name": formation.name, "seats": seats}
    return f"{said} ({why})" if why else said


def _names(keys: Sequence[str], people: Mapping[str, Person]) -> str:
    names = [people[key].name for key in keys if key in people]
    return ", ".join(names[:3]) + (_(" 외 %(n)s명") % {"n": len(names) - 3} if len(names) > 3 else "")
