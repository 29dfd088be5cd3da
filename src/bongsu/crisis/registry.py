"""Where people meet the organisation: who answers there, what is missing, and what a crisis has hit.

The five questions of an integration audit (정용민, dev.venturesquare.net/1844) in plain rules: how many, who runs them,
what each is for, who stands in, who holds the key. A touch-point that nobody answers for is a broken formation
(DOMAIN.md §1, R&R not assigned).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bongsu.core.values import ALERT, OutletRef, Person, TouchPoint
from bongsu.crisis.room import Room

#: An account that nobody has opened for 90 days counts as inactive and gets shut (PCI DSS 4.0, 8.2.6): whoever has not
#: been in for so long does not know whether they still can.
PROOF_LASTS = timedelta(days=90)

#: In the first hour each touch-point asks for about ten minutes (read the order, pause what is planned, post the first
#: word), so one person serves five of them before the hour is over.
MOST_A_PERSON = 5

#: Every hole, the worst first, with the act that mends it. Without an owner nobody is even called; a key nobody has
#: tried is a doubt, not yet a loss.
HOLES: Mapping[str, str] = {
    "no_owner": "name_owner",
    "owner_gone": "name_owner",
    "nobody_on": "name_deputy",  # owner off duty, and nobody to stand in
    "no_deputy": "name_deputy",
    "deputy_gone": "name_deputy",
    "deputy_is_owner": "name_deputy",
    "deputy_off": "name_deputy",
    "no_key_holder": "name_key_holder",
    "key_holder_gone": "name_key_holder",
    "never_proven": "prove",
    "unproven": "prove",
    "too_many": "share_out",
    "outlet_alone": "register",  # an outlet of ours without any touch-point
}
_HARM = {code: n for n, code in enumerate(HOLES)}


@dataclass(frozen=True, slots=True)
class Hole:
    """One thing missing. `about` is the key of the touch-point, the person (too_many) or the outlet (outlet_alone)."""

    code: str
    about: str
    person: str | None = None  # who is meant, where somebody is
    count: int = 0  # touch-points of one person

    @property
    def mend(self) -> str:
        """The next step, by its code."""
        return HOLES[self.code]


def holes(
    points: Iterable[TouchPoint], *, people: Iterable[Person], outlets: Iterable[OutletRef] = (), at: datetime
) -> tuple[Hole, ...]:
    """Everything missing, the worst first; within one kind of hole in the order the touch-points came.

    people   as they are now: whoever may be reached has `on_duty`
    outlets  those in use
    """
    known, points = {person.key: person for person in people}, tuple(points)
    found = [hole for point in points for hole in holes_of(point, people=known, at=at)]
    load: dict[str, int] = defaultdict(int)
    for point in points:
        if point.owner in known:
            load[point.owner] += 1
    found += [Hole("too_many", key, key, count) for key, count in load.items() if count > MOST_A_PERSON]
    served = {point.outlet for point in points}
    found += [Hole("outlet_alone", outlet.key) for outlet in outlets if outlet.key not in served]
    return tuple(sorted(found, key=lambda hole: _HARM[hole.code]))


def holes_of(point: TouchPoint, *, people: Mapping[str, Person], at: datetime) -> tuple[Hole, ...]:
    """What one touch-point lacks by itself: at most one hole each of owner, deputy, key and proof."""
    owner, deputy = people.get(point.owner or ""), people.get(point.deputy or "")
    found = []
    if owner is None:
        found.append(Hole("owner_gone" if point.owner else "no_owner", point.key, point.owner))
    lacks = _deputy(point, deputy)
    if owner is not None and not owner.on_duty and lacks:
        found.append(Hole("nobody_on", point.key, owner.key))
    elif lacks:
        found.append(Hole(lacks, point.key, point.deputy))
    if point.key_holder not in people:
        code = "key_holder_gone" if point.key_holder else "no_key_holder"
        found.append(Hole(code, point.key, point.key_holder))
    if point.proven_at is None:
        found.append(Hole("never_proven", point.key))
    elif at - point.proven_at > PROOF_LASTS:
        found.append(Hole("unproven", point.key))
    return tuple(found)


def _deputy(point: TouchPoint, deputy: Person | None) -> str:
    if not point.deputy:
        return "no_deputy"
    if point.deputy == point.owner:
        return "deputy_is_owner"
    if deputy is None:
        return "deputy_gone"
    return "" if deputy.on_duty else "deputy_off"


# ── who may change it ──────────────────────────────────────────────────────────────────────────────────────────────
def may_edit(point: TouchPoint, *, by: str, roles: Collection[str]) -> bool:
    """An operator edits all, owner and deputy their own."""
    return "operator" in roles or by in (point.owner, point.deputy)


def may_prove(point: TouchPoint, *, by: str, roles: Collection[str]) -> bool:
    """Whoever may have to get in: owner, deputy, key holder; and operators."""
    return may_edit(point, by=by, roles=roles) or by == point.key_holder


# ── what a crisis has hit ──────────────────────────────────────────────────────────────────────────────────────────
#: Why a touch-point is hit, the nearest first.
WHY = ("place", "platform", "asked", "brand")

#: Where customers ask whatever happens; from ALERT on, demand spills over to those who sell (DOMAIN.md §1, phase 1).
ASKED = frozenset({"contact_centre"})
ASKED_AT_ALERT = ASKED | {"shop", "dealer"}


@dataclass(frozen=True, slots=True)
class Touched:
    point: TouchPoint
    why: str  # one of WHY


def touched(
    points: Iterable[TouchPoint], *, brand: int, level: int, sources: Iterable[str] = (), urls: Iterable[str] = ()
) -> tuple[Touched, ...]:
    """The touch-points that a crisis has hit, the nearest first, then as they came. Same input, same answer.

    place     a post lies under the touch-point's own address, or its source has the touch-point's name
    platform  a post lies on the same host: we have a voice where it is told
    asked     contact centres at every level; shops and dealers from ALERT on
    brand     it belongs to the brand itself, not to all brands

    A touch-point of another brand is hit only by `place`.

    brand    id of the room's brand
    sources  names of the sources of the evidence
    urls     addresses of the evidence
    """
    names = {_fold(source) for source in sources}
    places = [place for url in urls if (place := _place(url)) is not None]
    hosts = {host for host, _ in places}
    asked = ASKED_AT_ALERT if level >= ALERT else ASKED
    found = []
    for point in points:
        own = _place(point.url)
        if _fold(point.name) in names or (own is not None and any(_under(place, own) for place in places)):
            found.append(Touched(point, "place"))
        elif point.brand not in (None, brand):
            continue
        elif own is not None and own[0] in hosts:
            found.append(Touched(point, "platform"))
        elif point.kind in asked:
            found.append(Touched(point, "asked"))
        elif point.brand == brand:
            found.append(Touched(point, "brand"))
    return tuple(sorted(found, key=lambda hit: WHY.index(hit.why)))


def touched_by(room: Room, points: Iterable[TouchPoint], *, urls: Iterable[str] = ()) -> tuple[Touched, ...]:
    """What this room has hit, by the sources of its findings' evidence; `urls` are the evidence's addresses."""
    return touched(points, brand=room.brand, level=room.level, sources=sources_of(room), urls=urls)


def sources_of(room: Room) -> tuple[str, ...]:
    """Names of the sources behind a room's findings, each once. Evidence is named "source:id"."""
    return sources_in(key for finding in room.findings for key in finding.evidence)


def sources_in(evidence: Iterable[str]) -> tuple[str, ...]:
    """Names of the sources of evidence, each once."""
    return tuple(dict.fromkeys(key.partition(":")[0] for key in evidence))


def _place(url: str) -> tuple[str, tuple[str, ...]] | None:
    """Host and path of an address; None for what is none. A leading www. or m. is the same house."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return None
    return (host, tuple(part for part in parts.path.split("/") if part)) if host else None


def _under(place: tuple[str, Sequence[str]], own: tuple[str, Sequence[str]]) -> bool:
    """Whether `place` lies at or below `own`. A bare host is a platform, not a place of ours."""
    return bool(own[1]) and place[0] == own[0] and tuple(place[1][: len(own[1])]) == tuple(own[1])


def _fold(name: str) -> str:
    return "".join(name.casefold().split())
