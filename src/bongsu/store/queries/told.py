"""What one person is told at the top of every page: flashes before them, orders they have not confirmed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bongsu.crisis.convene.one_voice import in_force, points_of
from bongsu.store import codec, journal
from bongsu.store.operations import models as m
from bongsu.store.queries.touchpoints import names


@dataclass(frozen=True, slots=True)
class FlashTold:
    room: int
    title: str
    flash: str
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OrderTold:
    room: int
    title: str
    level: int
    text: str
    digest: str
    at: datetime
    unread: bool
    points: tuple[str, ...]  # names of touch-points this person answers for


@dataclass(frozen=True, slots=True)
class OrderView:
    """One order for one person, for the page under its signed address."""

    org: int
    room: int
    person: str
    name: str
    locale: str
    zone: str
    organisation: str
    state: str  # "stands" | "replaced" by a newer one, which is shown | "lifted"
    text: str
    digest: str
    unread: bool
    loud: bool
    points: tuple[str, ...]


def told(org: int, person: int) -> tuple[tuple[FlashTold, ...], tuple[OrderTold, ...]]:
    """(flashes, orders) that wait for a person, the newest first."""
    rows = (
        m.Notice.objects.filter(
            org_id=org, person_id=person, open=True, kind__in=("voice", "flash"), room__is_open=True
        )
        .select_related("room", "person")
        .order_by("-id")
    )
    flashes: list[FlashTold] = []
    orders: list[OrderTold] = []
    known: Mapping[str, str] = {}
    for row in rows:
        room = codec.room_from(row.room.state, row.room.ground)
        if row.kind == "flash" and (flash := room.flash(row.ref)) is not None:
            words = journal.unseal(room.id, [flash.text]).get(flash.text, flash.text)
            by = m.Person.objects.filter(org_id=org, key=flash.by).values_list("name", flat=True).first() or flash.by
            flashes.append(FlashTold(room.id, room.title, flash.id, words, by, flash.at))
        order = in_force(room)
        if row.kind == "voice" and order is not None and order.id == row.ref:
            known = known or names(org)
            points = points_of(order, row.person.key)
            orders.append(
                OrderTold(
                    room=room.id,
                    title=room.title,
                    level=room.level,
                    text=order.text,
                    digest=order.digest,
                    at=order.at,
                    unread=row.person.key in order.unread or bool(points),
                    points=tuple(known.get(key, key) for key in points),
                )
            )
    return tuple(flashes), tuple(orders)


def order_for(org: int, room: int, order: str, person: str) -> OrderView | None:
    """The order an address names, as things stand; None where its room or person is no more."""
    row = m.Room.objects.filter(org_id=org, pk=room).select_related("org").first()
    who = m.Person.objects.filter(org_id=org, key=person).first()
    if row is None or who is None:
        return None
    standing = codec.room_from(row.state, row.ground).one_voice
    if standing is None:
        return None
    lifted = standing.lifted_at is not None or not row.is_open
    points = () if lifted else points_of(standing, person)
    known = names(org) if points else {}
    return OrderView(
        org=org,
        room=room,
        person=person,
        name=who.name,
        locale=who.locale,
        zone=who.zone,
        organisation=row.org.name,
        state="lifted" if lifted else "stands" if standing.id == order else "replaced",
        text=standing.text,
        digest=standing.digest,
        unread=person in standing.unread or bool(points),
        loud=person in standing.loud,
        points=tuple(known.get(key, key) for key in points),
    )
