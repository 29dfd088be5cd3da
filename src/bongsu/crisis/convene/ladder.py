"""The ladder of a role: who answers for it, who is called next, and when nobody is left.

On from one person to the next: those who hold the role on duty, then the deputy each of them named, the deputy's
deputy, the other holders, off duty last, and their deputies. Nobody is rung twice: a person whose phone rings already,
or who is here, stands for the further role by the call they have (`CallWidened`). One person's answer counts for every
role they hold. A role is answered, or it is said that nobody is left (`RoleExhausted`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bongsu.core import events as e
from bongsu.core.formation import Formation
from bongsu.core.values import Ground, Person
from bongsu.crisis.formation import Candidate, Standing, cost_of, may_sit, named, together
from bongsu.crisis.room import Also, Call, Gap, Room, Seated

#: The screen: everybody who is called sees it there, whatever else rings.
SCREEN = "in_app"
#: Whoever can be called nowhere else and sits before it answers within so long; for one who does not, nobody waits on.
AT_A_SCREEN = timedelta(seconds=60)
#: A role that is a chair of the formation, or a touch-point, begins so.
SEAT, POINT = "seat:", "touchpoint:"


@dataclass(frozen=True, slots=True)
class Need:
    """A role that somebody must answer for."""

    role: str
    level: int  # at which it was first called
    since: datetime
    calls: tuple[Call, ...] = ()  # in the order in which they came to stand for it
    firsts: tuple[str, ...] = ()  # persons of the first round, in nobody's place
    gap: Gap | None = None  # nobody is left to call

    @property
    def answer(self) -> Call | None:
        """The call by which somebody answers for it, the earliest first."""
        came = [call for call in self.calls if call.acknowledged_at]
        return min(came, key=lambda call: call.acknowledged_at or call.placed_at, default=None)

    @property
    def tried(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(call.person for call in self.calls))

    @property
    def step(self) -> int:
        """1: the first round; one more for each person called since."""
        return 1 + len(self.tried) - len(self.firsts) if self.firsts else len(self.tried)

    @property
    def state(self) -> str:
        """ "answered" | "waived" | "exhausted" | "calling" """
        if self.answer is not None:
            return "answered"
        if self.gap is not None:
            return "waived" if self.gap.waived_at else "exhausted"
        return "calling"


def needs(room: Room) -> tuple[Need, ...]:
    """Every role this room has called for, in the order in which it did."""
    standing: dict[str, list[tuple[datetime, int, str | None, Call]]] = {}
    for call in room.calls:
        first = Also(call.role, call.level, call.placed_at, call.instead_of)
        for one in (first, *call.also):
            if one.role:
                standing.setdefault(one.role, []).append((one.at, one.level, one.instead_of, call))
    gaps = {gap.role: gap for gap in room.gaps}
    found = []
    for role, stood in standing.items():
        stood.sort(key=lambda entry: entry[0])
        calls = tuple(call for _, _, _, call in stood)
        firsts = tuple(dict.fromkeys(call.person for _, _, instead, call in stood if instead is None))
        found.append(Need(role, stood[0][1], stood[0][0], calls, firsts, gaps.get(role)))
    found += [Need(gap.role, gap.level, gap.at, gap=gap) for gap in room.gaps if gap.role not in standing]
    return tuple(sorted(found, key=lambda need: need.since))


def need_of(room: Room, role: str) -> Need | None:
    return next((need for need in needs(room) if need.role == role), None)


def waits_until(call: Call, ground: Ground) -> datetime:
    """When the ladder goes on from a call nobody answers: in `deputy_after_s`; in a minute where nothing but a screen
    shows it; at once where it cannot come."""
    step = timedelta(seconds=ground.deputy_after_s)
    if call.unreachable_at is None and screen_only(call):
        step = min(step, AT_A_SCREEN)
    ends = (call.placed_at + step, call.passed_at, out_of_reach(call))
    return min(end for end in ends if end is not None)


def out_of_reach(call: Call) -> datetime | None:
    """Since when no channel of theirs takes this call, or they said that they cannot come; None: wait for an answer."""
    return min((at for at in (call.unreachable_at, call.declined_at) if at is not None), default=None)


def screen_only(call: Call) -> bool:
    """Whether nothing but the screen shows this call: no channel took it in a whole round, or there is none."""
    return call.unreachable_at is not None or (call.attempts > 0 and all(t.channel == SCREEN for t in call.tries))


def goes_on_at(need: Need, ground: Ground) -> datetime | None:
    """When the next one is called for this role; None: somebody answers for it, or nobody is left."""
    if need.state != "calling":
        return None
    return max(waits_until(call, ground) for call in need.calls)


def hears_nothing(call: Call, ground: Ground, *, at: datetime) -> bool:
    """Whether somebody who was called is not to be waited for any more."""
    return call.acknowledged_at is None and waits_until(call, ground) <= at


def wanted(ground: Ground, *, level: int) -> tuple[str, ...]:
    """The roles of the level table that somebody must answer for at `level`, whoever leads first."""
    row = ground.row(level)
    return tuple(dict.fromkeys((*([row.lead_role] if row.lead_role else []), *row.call_roles)))


def holders(room: Room) -> dict[str, str | None]:
    """Who sits in each chair: the leader where it leads, whom the leader seated, who answered for it, who is called.

    Nobody but by hand sits in two chairs that exclude each other: who takes command leaves the seat they had.
    """
    formation = named(room.ground.formations, room.formation)
    if formation is None:
        return {}
    seated = {one.chair: one for one in room.seats}
    answered = {need.role: need.answer.person for need in needs(room) if need.answer is not None}
    found: dict[str, str | None] = {chair: room.leader for chair, seat, _ in formation.chairs if seat.leads}
    for chair, seat, _ in formation.chairs:
        sits = seated.get(chair)
        person = sits.person if sits else None
        if seat.leads:
            continue
        if sits is not None and sits.by_hand:
            found[chair] = person
            continue
        able = (answered.get(SEAT + chair), person)
        found[chair] = next((one for one in able if one and _free(formation, chair, one, found, seated)), None)
    return found


def _free(
    formation: Formation, chair: str, person: str, found: Mapping[str, str | None], seated: Mapping[str, Seated]
) -> bool:
    """Whether nobody has seated this person in a chair that excludes this one."""
    others = {other for other, who in found.items() if who == person}
    others |= {other for other, one in seated.items() if one.person == person and other != chair}
    return all(together(formation, chair, other) for other in others)


def holder(room: Room, chair: str) -> str | None:
    """Who sits in one chair."""
    return holders(room).get(chair)


def first_round(role: str, people: Sequence[Person]) -> tuple[str, ...]:
    """Who is called for a role at first: everybody on duty who holds it, or everybody, when nobody on duty does."""
    holders = [person for person in people if role in person.roles]
    return tuple(person.key for person in [p for p in holders if p.on_duty] or holders)


def successors(firsts: Sequence[str], others: Iterable[str], people: Sequence[Person]) -> Iterator[tuple[str, str]]:
    """(person, in whose place) after `firsts`, each once: their deputies, the deputies' deputies, then `others` so."""
    deputies = {person.key: person.deputy for person in people}
    seen = set(firsts)

    def chain(key: str) -> Iterator[tuple[str, str]]:
        deputy = deputies.get(key)
        while deputy is not None and deputy in deputies and deputy not in seen:
            seen.add(deputy)
            yield deputy, key
            key, deputy = deputy, deputies[deputy]

    for key in firsts:
        yield from chain(key)
    for key in others:
        if key not in seen and key in deputies:
            seen.add(key)
            yield key, next(iter(firsts), key)
            yield from chain(key)


class Ladder:
    """The calls of a room as they stand, and as they will once the events said so far are its lines."""

    def __init__(self, room: Room, *, people: Sequence[Person], level: int, at: datetime) -> None:
        self._room, self._people, self._level, self._at = room, people, level, at
        self._calls: dict[str, Call] = {call.person: call for call in room.calls}  # the newest of each
        self._count = len(room.calls)
        self._known = {person.key for person in people}
        self._chairs = holders(room)
        self.events: list[e.Event] = []

    @property
    def asked(self) -> set[str]:
        """The roles that the events said so far call for, or say that nobody is left for."""
        found: set[str] = set()
        for said in self.events:
            if isinstance(said, e.CallPlaced):
                found.update((said.role, *said.also))
            elif isinstance(said, e.CallWidened | e.RoleExhausted):
                found.add(said.role)
        return found

    # ── the first calls ────────────────────────────────────────────────────────────────────────────────────────────
    def begin(self, wanted: Mapping[str, Sequence[str]]) -> None:
        """Call for each role, in one call a person. A role without anybody is said to be without anybody."""
        roles_of: dict[str, list[str]] = {}
        for role, persons in wanted.items():
            able = [person for person in persons if self._may_come(person)]
            for person in able:
                roles_of.setdefault(person, []).append(role)
            if not able and role:
                self._exhausted(role, ())
        for person, roles in roles_of.items():
            self._stand(person, roles, None)

    def have(self, person: str, role: str) -> None:
        """Whoever leads or opened the room is called too, where they are not."""
        if person not in self._calls:
            self._stand(person, [role], None)

    def name(self, role: str, person: str, *, instead_of: str | None) -> None:
        """Somebody named by hand."""
        self._stand(person, [role], instead_of)

    # ── and on ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def go_on(self, *, passed: str | None = None) -> tuple[e.Event, ...]:
        """The next one for each role that waits no longer. `passed`: this person is not to be waited for."""
        if passed is not None and passed in self._calls:
            self._calls[passed] = replace(self._calls[passed], passed_at=self._at)
        for need in needs(self._room):
            if need.state == "calling":
                self._step(need)
        return tuple(self.events)

    def _step(self, need: Need) -> None:
        tried = list(need.tried)
        if any(self._holds(person) for person in tried):
            return
        for person, instead in self._next(need):
            if person in tried or not self._may_come(person):
                continue
            tried.append(person)
            self._stand(person, [need.role], instead, level=need.level)
            if self._holds(person):
                return
        self._exhausted(need.role, tuple(tried), level=need.level)

    def _next(self, need: Need) -> Iterator[tuple[str, str]]:
        kind, _, key = need.role.rpartition(":")
        if f"{kind}:" == SEAT:
            able = successors(need.firsts, self._who_fit(key), self._people)
            return ((person, instead) for person, instead in able if self._may_take(key, person))
        if f"{kind}:" == POINT:
            hit = next((hit for hit in self._room.hits if hit.key == key), None)
            own = (hit.owner, hit.deputy) if hit else ()
            return successors(need.firsts, (person for person in own if person), self._people)
        holders = sorted((p for p in self._people if need.role in p.roles), key=lambda p: not p.on_duty)
        return successors(need.firsts, (p.key for p in holders), self._people)

    def _who_fit(self, chair: str) -> Iterator[str]:
        """Who could sit there and sits nowhere else, on duty first, then by how well they fit."""
        formation = named(self._room.ground.formations, self._room.formation)
        place = formation.seat(chair) if formation else None
        if formation is None or place is None:
            return
        able = []
        for person in self._people:
            near = Standing.ON_DUTY if person.on_duty else Standing.OFF_DUTY
            cost = cost_of(place, Candidate(person.key, person.roles, person.department, near, skills=person.skills))
            if cost is not None:
                able.append((cost, person.key))
        yield from (key for _, key in sorted(able))

    def _may_take(self, chair: str, person: str) -> bool:
        """Whether somebody has what the chair requires, deputies as well, and sits in none that excludes it."""
        formation = named(self._room.ground.formations, self._room.formation)
        place = formation.seat(chair) if formation else None
        skills = next((one.skills for one in self._people if one.key == person), ())
        return (place is None or may_sit(place, skills)) and not self._sits_elsewhere(chair, person)

    def _sits_elsewhere(self, chair: str, person: str) -> bool:
        formation = named(self._room.ground.formations, self._room.formation)
        others = [other for other, who in self._chairs.items() if who == person and other != chair]
        return formation is not None and not all(together(formation, chair, other) for other in others)

    def _holds(self, person: str) -> bool:
        """Whether this person answers, or is still to be waited for."""
        call = self._calls[person]
        return call.acknowledged_at is not None or waits_until(call, self._room.ground) > self._at

    def _may_come(self, person: str) -> bool:
        return person in self._known

    def _stand(self, person: str, roles: Sequence[str], instead_of: str | None, *, level: int | None = None) -> None:
        level, call = self._level if level is None else level, self._calls.get(person)
        if call is None:
            self._count += 1
            first, *others = roles
            also = tuple(others)
            placed = e.CallPlaced(f"c{self._count}", person, first, level, instead_of, also)
            self._calls[person] = Call(
                id=placed.call,
                person=person,
                role=first,
                level=level,
                placed_at=self._at,
                instead_of=instead_of,
                also=tuple(Also(role, level, self._at, instead_of) for role in also),
            )
            self.events.append(placed)
            self._sits(person, roles, instead_of)
            return
        for role in roles:
            if role and role not in call.roles:
                self.events.append(e.CallWidened(call.id, person, role, level, instead_of))
                self._sits(person, (role,), instead_of)
                call = replace(call, also=(*call.also, Also(role, level, self._at, instead_of)))
        self._calls[person] = call

    def _sits(self, person: str, roles: Sequence[str], instead_of: str | None) -> None:
        how = "computed" if instead_of is None else "ladder"
        for role in roles:
            if role.startswith(SEAT):
                self._chairs[role.removeprefix(SEAT)] = person
                self.events.append(e.SeatFilled(role.removeprefix(SEAT), person, how))

    def _exhausted(self, role: str, tried: tuple[str, ...], *, level: int | None = None) -> None:
        self.events.append(e.RoleExhausted(role, self._level if level is None else level, tried))
