"""Who reads, for which organisation, and what the top of every page shows."""

from dataclasses import dataclass

from django.db.models import Q

from bongsu.store.operations.models import Call, Org, Outlet, Person, Room, TouchPoint


@dataclass(frozen=True, slots=True)
class OrgView:
    id: int
    slug: str
    name: str
    zone: str
    synthetic: bool
    speed: int  # how many times as fast as real time its clock runs; 0: real time


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person of the organisation, as pages and rules of access see them."""

    id: int
    org: int
    key: str
    name: str
    title: str
    department: str
    roles: tuple[str, ...]
    deputy: str
    locale: str
    zone: str


@dataclass(frozen=True, slots=True)
class RoomLink:
    id: int
    title: str
    level: int
    kind: str
    seq: int


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A call that waits for its answer."""

    room: int
    room_title: str
    level: int
    key: str


@dataclass(frozen=True, slots=True)
class Found:
    """One thing the palette found. `kind`: "room", "person", "outlet", "touchpoint"."""

    kind: str
    id: str
    name: str
    about: str


def _org(row: Org) -> OrgView:
    return OrgView(row.pk, row.slug, row.name, row.zone, row.synthetic, row.clock_speed)


def _person(row: Person) -> PersonView:
    return PersonView(
        id=row.pk,
        org=row.org_id,
        key=row.key,
        name=row.name,
        title=row.title,
        department=row.department,
        roles=tuple(row.roles),
        deputy=row.deputy,
        locale=row.locale,
        zone=row.zone,
    )


def reader_of_user(user: int) -> tuple[PersonView, OrgView] | None:
    """The person a signed-in account belongs to."""
    row = Person.objects.select_related("org").filter(user_id=user).first()
    return None if row is None else (_person(row), _org(row.org))


def reader(org: int, person: int) -> tuple[PersonView, OrgView] | None:
    row = Person.objects.select_related("org").filter(org_id=org, pk=person).first()
    return None if row is None else (_person(row), _org(row.org))


def org(org_id: int) -> OrgView | None:
    row = Org.objects.filter(pk=org_id).first()
    return None if row is None else _org(row)


def org_by_slug(slug: str) -> OrgView | None:
    row = Org.objects.filter(slug=slug).first()
    return None if row is None else _org(row)


def first_org() -> OrgView | None:
    row = Org.objects.order_by("pk").first()
    return None if row is None else _org(row)


#: Roles a newcomer may try in a demo, in this order; the first person of each plays it.
CAST_ROLES = ("practitioner", "team_lead", "legal", "executive", "operator")


def demo_cast() -> tuple[tuple[str, PersonView], ...]:
    """(role, person) to try, where nobody's real organisation lives here; empty as soon as one does."""
    if Org.objects.filter(synthetic=False).exists():
        return ()
    org = Org.objects.order_by("pk").first()
    people = [] if org is None else [_person(row) for row in Person.objects.filter(org=org)]
    firsts = ((role, next((p for p in people if role in p.roles), None)) for role in CAST_ROLES)
    return tuple((role, person) for role, person in firsts if person is not None)


def set_locale(org: int, person: int, locale: str) -> None:
    Person.objects.filter(org_id=org, pk=person).update(locale=locale)


def open_rooms(org: int) -> tuple[RoomLink, ...]:
    """Open rooms, the worst first."""
    rows = Room.objects.filter(org_id=org, is_open=True).order_by("-level", "-opened_at")[:8]
    return tuple(RoomLink(r.pk, r.title, r.level, r.kind, r.seq) for r in rows.defer("state", "ground"))


def open_calls(org: int, person: int) -> tuple[OpenCall, ...]:
    """Calls to one person that nobody has answered yet, the worst first."""
    rows = (
        Call.objects.filter(org_id=org, person_id=person, open=True, room__is_open=True)
        .select_related("room")
        .defer("room__state")
        .order_by("-room__level", "id")
    )
    seen: dict[int, OpenCall] = {}
    for row in rows:
        seen.setdefault(row.room_id, OpenCall(row.room_id, row.room.title, row.room.level, row.key))
    return tuple(seen.values())


def search(org: int, words: str, *, limit: int = 12) -> tuple[Found, ...]:
    """Rooms, people, outlets and touch-points of one organisation whose name contains `words`; newest rooms first."""
    words = words.strip()[:80]
    rooms = Room.objects.filter(org_id=org, title__icontains=words).order_by("-is_open", "-opened_at")
    people = Person.objects.filter(Q(name__icontains=words) | Q(title__icontains=words), org_id=org)
    outlets = Outlet.objects.filter(org_id=org, name__icontains=words)
    found = [Found("room", str(r.pk), r.title, str(r.level)) for r in rooms.defer("state", "ground")[:limit]]
    found += [Found("person", p.key, p.name, p.title) for p in people[: limit // 2]]
    found += [Found("outlet", o.key, o.name, o.purpose) for o in outlets[: limit // 2]]
    points = TouchPoint.objects.filter(org_id=org, enabled=True, name__icontains=words) if words else ()
    found += [Found("touchpoint", p.key, p.name, p.purpose) for p in points[: limit // 2]]
    return tuple(found[:limit])
