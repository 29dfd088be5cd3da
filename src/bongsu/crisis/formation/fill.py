"""Who sits where: an assignment of people to seats.

Seats × people with whole-number costs, solved exactly (`scipy.optimize.linear_sum_assignment`; Crouse 2016, IEEE Trans.
Aerosp. Electron. Syst. 52(4):1679-1696). Which seats one person may hold together is written in the formation; every
way of sharing those out is solved as an assignment of its own, and the best one stands. So nobody ever holds two seats
that exclude each other, required seats come first, and one more person never makes it worse.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import product

import numpy as np

from bongsu.core.formation import Formation, Seat
from bongsu.crisis.formation.skills import lacks, may_sit


class Standing(IntEnum):
    """How near somebody is."""

    HERE = 0  # answered the call
    ON_DUTY = 1
    OFF_DUTY = 2  # would have to be woken
    AWAY = 3  # nothing reaches them, they cannot come, or they did not answer: never seated


@dataclass(frozen=True, slots=True)
class Candidate:
    key: str
    roles: tuple[str, ...]
    department: str = ""
    standing: Standing = Standing.ON_DUTY
    hit: int = 0  # touch-points hit that are theirs
    elsewhere: bool = False  # seated in another room
    load: int = 0  # tasks in hand
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sitting:
    chair: str
    person: str
    standing: Standing
    role: str  # by which they fit; "": by their department
    doubled: bool = False  # they hold another seat too
    lacks: tuple[str, ...] = ()  # skills this seat asks for, and they have not


@dataclass(frozen=True, slots=True)
class Hole:
    """A chair for which there is nobody."""

    chair: str
    required: bool
    away: tuple[str, ...] = ()  # who would fit, and cannot be reached
    busy: tuple[str, ...] = ()  # who would fit, and sits elsewhere in this formation
    unskilled: tuple[str, ...] = ()  # who has the role, and not the skills without which nobody may sit here


@dataclass(frozen=True, slots=True)
class Filling:
    sittings: tuple[Sitting, ...]
    holes: tuple[Hole, ...]
    cost: int  # smaller is better; only to be compared for one formation

    @property
    def complete(self) -> bool:
        """Every required seat is filled."""
        return not any(hole.required for hole in self.holes)

    def of(self, chair: str) -> Sitting | None:
        return next((sitting for sitting in self.sittings if sitting.chair == chair), None)


#: An empty required chair outweighs every empty optional one, and that every wish about who sits where.
REQUIRED_EMPTY, OPTIONAL_EMPTY, UNFIT = 10**11, 10**8, 10**14
#: To wake somebody costs more than to let one who is up hold two seats; to take one from another room, less than that.
_STANDING = {Standing.HERE: 0, Standing.ON_DUTY: 40, Standing.OFF_DUTY: 4_000}
_DOUBLED, _ELSEWHERE, _NEXT_ROLE, _OTHER_DEPARTMENT, _NO_HIT, _TASK = 1_500, 1_000, 100, 30, 20, 5
_MOST_TASKS = 20
#: One skill outweighs the next role, another department and a full desk together. Eight, the most a seat may wish for,
#: do not outweigh a night's sleep: nobody is woken for a wish.
_NO_SKILL = 300


def fits(seat: Seat, *, roles: Sequence[str], department: str = "", skills: Sequence[str] = ()) -> bool:
    return may_sit(seat, skills) and _belongs(seat, roles, department)


def _belongs(seat: Seat, roles: Sequence[str], department: str) -> bool:
    return bool(set(seat.roles) & set(roles)) or (bool(department) and department in seat.departments)


def cost_of(seat: Seat, person: Candidate) -> int | None:
    """What it costs to seat somebody; None: they do not fit, or nothing reaches them."""
    if person.standing is Standing.AWAY or not _able(seat, person):
        return None
    place = next((n for n, role in enumerate(seat.roles) if role in person.roles), len(seat.roles))
    return (
        _STANDING[person.standing]
        + _NEXT_ROLE * place
        + _OTHER_DEPARTMENT * bool(seat.departments and person.department not in seat.departments)
        + _NO_HIT * (person.hit == 0)
        + _ELSEWHERE * person.elsewhere
        + _TASK * min(person.load, _MOST_TASKS)
        + _NO_SKILL * len(lacks(seat, person.skills))
    )


def _able(seat: Seat, person: Candidate) -> bool:
    return fits(seat, roles=person.roles, department=person.department, skills=person.skills)


def fill(formation: Formation, people: Iterable[Candidate], *, fixed: Mapping[str, str] | None = None) -> Filling:
    """The best seating. Total and deterministic; the order of `people` changes nothing.

    fixed   chair → person who sits there already and stays
    """
    known = sorted(people, key=lambda one: one.key)
    chairs = formation.chairs
    names, keys = {chair for chair, _, _ in chairs}, {person.key for person in known}
    kept = {chair: person for chair, person in (fixed or {}).items() if chair in names and person in keys}
    costs = _chair_costs(chairs, known, kept)
    best: tuple[int, dict[str, str]] | None = None
    for desks in _ways(formation, [chair for chair, _, _ in chairs], kept):
        solved = _solve(desks, chairs, known, costs, kept)
        if best is None or solved[0] < best[0]:
            best = solved
    cost, seated = best or (0, {})
    return Filling(_sittings(chairs, known, seated), _holes(chairs, known, seated), cost)


def _chair_costs(
    chairs: Sequence[tuple[str, Seat, bool]], people: Sequence[Candidate], kept: Mapping[str, str]
) -> dict[str, np.ndarray]:
    """Chair → what each person costs there. A chair that is taken is for nobody else."""
    out = {}
    for chair, seat, _ in chairs:
        row = np.full(len(people), UNFIT, dtype=np.int64)
        for n, person in enumerate(people):
            if chair in kept:
                if kept[chair] == person.key:
                    row[n] = 0
            elif (cost := cost_of(seat, person)) is not None:
                row[n] = cost
        out[chair] = row
    return out


Desk = tuple[str, ...]  # chairs that one person holds


def _ways(formation: Formation, chairs: Sequence[str], kept: Mapping[str, str]) -> Iterator[tuple[Desk, ...]]:
    """Every way of putting chairs together into what one person holds; apart first."""
    sets = [tuple(chair for chair in one if chair in chairs) for one in formation.together]
    shared = {chair for one in sets for chair in one}
    alone = [chair for chair in chairs if chair not in shared]
    for parts in product(*(list(_partitions(one)) for one in sets)):
        desks = [*((chair,) for chair in alone), *(desk for part in parts for desk in part)]
        yield tuple(_joined(desks, kept))


def _partitions(chairs: Sequence[str]) -> Iterator[tuple[Desk, ...]]:
    """All ways to split `chairs` into groups, the finest first."""
    if not chairs:
        yield ()
        return
    found = []
    first, rest = chairs[0], chairs[1:]
    for part in _partitions(rest):
        found.append(((first,), *part))
        found += [(*part[:n], (first, *part[n]), *part[n + 1 :]) for n in range(len(part))]
    yield from sorted(found, key=lambda part: -len(part))


def _joined(desks: Sequence[Desk], kept: Mapping[str, str]) -> list[Desk]:
    """Chairs that one person holds already are one desk, whatever the formation says: somebody put them there."""
    out: list[Desk] = []
    place: dict[str, int] = {}
    for desk in desks:
        holders = {kept[chair] for chair in desk if chair in kept}
        known = next((place[holder] for holder in holders if holder in place), None)
        if known is None:
            place |= dict.fromkeys(holders, len(out))
            out.append(desk)
        else:
            out[known] = (*out[known], *desk)
    return out


def _solve(
    desks: Sequence[Desk],
    chairs: Sequence[tuple[str, Seat, bool]],
    people: Sequence[Candidate],
    costs: Mapping[str, np.ndarray],
    kept: Mapping[str, str],
) -> tuple[int, dict[str, str]]:
    """(cost, chair → person) of the best assignment of people to desks."""
    empty = {chair: REQUIRED_EMPTY if required else OPTIONAL_EMPTY for chair, _, required in chairs}
    table = np.full((len(desks), len(people) + len(desks)), UNFIT, dtype=np.int64)
    for n, desk in enumerate(desks):
        table[n, : len(people)] = np.minimum(sum(costs[chair] for chair in desk) + _DOUBLED * (len(desk) - 1), UNFIT)
        # Whoever sits somewhere already is not taken away from there.
        taken = any(chair in kept for chair in desk)
        table[n, len(people) + n] = UNFIT if taken else sum(empty[chair] for chair in desk)
    # Only who fills seats pays for it: half a second of every command's start.
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(table)
    seated = {
        chair: people[column].key
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
        if column < len(people)
        for chair in desks[row]
    }
    return int(table[rows, columns].sum()), seated


def _sittings(
    chairs: Sequence[tuple[str, Seat, bool]], people: Sequence[Candidate], seated: Mapping[str, str]
) -> tuple[Sitting, ...]:
    known = {person.key: person for person in people}
    held = list(seated.values())
    return tuple(
        Sitting(
            chair,
            who.key,
            who.standing,
            next((role for role in seat.roles if role in who.roles), ""),
            doubled=held.count(who.key) > 1,
            lacks=lacks(seat, who.skills),
        )
        for chair, seat, _ in chairs
        if chair in seated
        for who in (known[seated[chair]],)
    )


def _holes(
    chairs: Sequence[tuple[str, Seat, bool]], people: Sequence[Candidate], seated: Mapping[str, str]
) -> tuple[Hole, ...]:
    holes = []
    for chair, seat, required in chairs:
        if chair not in seated:
            able = [one for one in people if _able(seat, one)]
            away = tuple(one.key for one in able if one.standing is Standing.AWAY)
            busy = tuple(one.key for one in able if one.standing is not Standing.AWAY)
            near = (one for one in people if _belongs(seat, one.roles, one.department))
            unskilled = tuple(one.key for one in near if not may_sit(seat, one.skills))
            holes.append(Hole(chair, required, away, busy, unskilled))
    return tuple(holes)
