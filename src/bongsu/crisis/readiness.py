"""How ready an organisation is, as a share of plain checks passed, and what is still missing, the worst first.

One number that anybody can recount: no weights, no opinion. A check is either passed or a named hole with a place where
it is mended. The items follow what plans and after-action reports find wanting: somebody on duty, a deputy for every
leader, a first word that is prepared and allowed, outlets that were tried (UK GCS STOP template; FEMA HSEEP).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bongsu.core.values import SLOTS, LevelRow, Person

#: From this level on a level needs somebody to lead it.
FIRST_LED = 2


@dataclass(frozen=True, slots=True)
class OutletState:
    key: str
    name: str
    owner: str | None
    deputy: str | None
    proven_at: datetime | None  # last time it was seen to answer; a newsroom of our own is always proven


@dataclass(frozen=True, slots=True)
class SourceState:
    id: int
    name: str
    alive: bool


@dataclass(frozen=True, slots=True)
class Without:
    """Some recipients of the emergency packet: how many, the first, and for how many days."""

    count: int = 0
    name: str = ""
    days: int = 0


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is known of an organisation's preparation, as plain facts."""

    table: tuple[LevelRow, ...]
    people: tuple[Person, ...]
    reachable: frozenset[str]  # keys of people with an address outside the screen
    tested: frozenset[str]  # keys of people a test call reached
    brands: Mapping[str, bool]  # name → has watch words
    sources: tuple[SourceState, ...]
    outlets: tuple[OutletState, ...]  # enabled ones
    holding: Mapping[str, str]  # slot → prepared text
    may_publish_holding: bool  # a mandate or an approval chain covers it at every led level
    signed: bool  # an executive signed the rules as they stand now
    touchpoints: int = 0  # in use
    holes: tuple[tuple[str, str], ...] = ()  # of the registry, the worst first: (crisis.registry.HOLES, name of what)
    packet: tuple["Without", "Without"] | None = None  # recipients without a passphrase, and with one too old
    has_rota: bool = False  # a rota speaks for the duty role
    ending: tuple[str, datetime] | None = None  # the mandate that ends next, within thirty days
    duty_gap: datetime | None = None  # when next, within seven days, nobody is on duty by it
    aligned: bool | None = None  # executives and team met in time (crisis.information); None: no cadence yet


@dataclass(frozen=True, slots=True)
class Check:
    code: str  # stable; the edge has its words
    passed: bool
    about: str = ""  # a role, a person, a name
    level: int = 0
    count: int = 1  # how many such holes; `about` names the first
    at: datetime | None = None  # the instant it is about


@dataclass(frozen=True, slots=True)
class Readiness:
    checks: tuple[Check, ...]

    @property
    def passed(self) -> int:
        return sum(check.passed for check in self.checks)

    @property
    def percent(self) -> int:
        """Share of checks passed, rounded down: 100 means all."""
        return 100 * self.passed // len(self.checks) if self.checks else 0

    @property
    def missing(self) -> tuple[Check, ...]:
        """The holes, the worst first."""
        return tuple(check for check in self.checks if not check.passed)

    @property
    def worst(self) -> Check | None:
        return next(iter(self.missing), None)


def readiness(now: Prepared) -> Readiness:
    """Every check in order of harm: without people nothing moves, without an outlet nobody hears."""
    return Readiness(
        (
            Check("somebody_on_duty", any(p.on_duty and "practitioner" in p.roles for p in now.people)),
            *((Check("duty_covered", now.duty_gap is None, at=now.duty_gap),) if now.has_rota else ()),
            Check("level_table", {row.level for row in now.table} == {1, 2, 3, 4, 5}),
            *_leaders(now.table, now.people),
            Check("has_outlet", bool(now.outlets)),
            Check("has_touchpoints", now.touchpoints > 0),
            Check("has_source", bool(now.sources)),
            Check("has_brand", bool(now.brands)),
            *(Check("brand_words", has, about=name) for name, has in now.brands.items()),
            *(Check("source_alive", source.alive, about=source.name) for source in now.sources),
            *(Check("outlet_proven", outlet.proven_at is not None, about=outlet.name) for outlet in now.outlets),
            *_registry(now, GRAVE),
            Check("may_publish_holding", now.may_publish_holding),
            Check("holding_text", all(now.holding.get(slot, "").strip() for slot in SLOTS)),
            Check("signed", now.signed),
            *((Check("aligned", now.aligned),) if now.aligned is not None else ()),
            *_lasting(now),
            *_reach(now),
            *_packet(now),
            *(Check("outlet_owner", bool(outlet.owner), about=outlet.name) for outlet in now.outlets),
            *(Check("outlet_deputy", bool(outlet.deputy), about=outlet.name) for outlet in now.outlets),
            *_registry(now, PLAIN),
        )
    )


#: Checks of the registry and the holes behind each: first those that leave a touch-point without anybody.
GRAVE: Mapping[str, tuple[str, ...]] = {
    "touchpoint_owner": ("no_owner", "owner_gone"),
    "touchpoint_answers": ("nobody_on",),
}
PLAIN: Mapping[str, tuple[str, ...]] = {
    "touchpoint_deputy": ("no_deputy", "deputy_gone", "deputy_is_owner", "deputy_off"),
    "touchpoint_key": ("no_key_holder", "key_holder_gone"),
    "touchpoint_proof": ("never_proven", "unproven"),
    "touchpoint_load": ("too_many",),
    "outlet_touchpoint": ("outlet_alone",),
}


def _registry(now: Prepared, checks: Mapping[str, tuple[str, ...]]) -> tuple[Check, ...]:
    """One check each, whatever the number of touch-points: fifty of them must not drown the rest."""
    if not now.touchpoints:
        return ()
    found = {check: [name for code, name in now.holes if code in codes] for check, codes in checks.items()}
    return tuple(Check(check, not names, next(iter(names), ""), count=len(names)) for check, names in found.items())


def _lasting(now: Prepared) -> tuple[Check, ...]:
    """A mandate that ends within thirty days is a hole; none is nothing to boast of."""
    return () if now.ending is None else (Check("mandates_last", False, about=now.ending[0], at=now.ending[1]),)


def leading(table: Sequence[LevelRow]) -> tuple[tuple[str, int], ...]:
    """Roles that lead, each with the lowest level it leads from."""
    roles: dict[str, int] = {}
    for row in sorted(table, key=lambda row: row.level):
        if row.level >= FIRST_LED and row.lead_role:
            roles.setdefault(row.lead_role, row.level)
    return tuple(roles.items())


def _leaders(table: Sequence[LevelRow], people: Sequence[Person]) -> tuple[Check, ...]:
    checks = []
    on_duty = {person.key for person in people if person.on_duty}
    for role, level in leading(table):
        holders = [person for person in people if role in person.roles]
        checks.append(Check("role_held", bool(holders), about=role, level=level))
        # A deputy who is off duty too is no deputy; a second holder on duty stands in as well as one.
        stands_in = any(p.deputy in on_duty for p in holders) or sum(p.key in on_duty for p in holders) > 1
        checks.append(Check("role_deputy", stands_in, about=role, level=level))
    return tuple(checks)


def _reach(now: Prepared) -> tuple[Check, ...]:
    roles = {role for role, _ in leading(now.table)} | {"practitioner"}
    needed = [person for person in now.people if person.on_duty and roles & set(person.roles)]
    return (
        *(Check("reachable", person.key in now.reachable, about=person.name) for person in needed),
        Check("test_call", bool(now.tested)),
    )


def _packet(now: Prepared) -> tuple[Check, ...]:
    """The emergency packet: everybody can open one, and nobody's is old."""
    if now.packet is None:
        return ()
    closed, old = now.packet
    return (
        Check("packet_phrase", not closed.count, closed.name, count=closed.count),
        Check("packet_fresh", not old.count, old.name, count=old.days),
    )
