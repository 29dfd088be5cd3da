"""What an emergency packet holds, who gets one, and how each of them stands. Channel addresses never leave here."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bongsu.core.errors import BongsuError
from bongsu.core.values import Ground, LevelRow, Person, TouchPoint
from bongsu.crisis import packet as rules
from bongsu.crisis.rota import DUTY_ROLE, Span, spans
from bongsu.store import codec, secrets
from bongsu.store.ground import ground_of
from bongsu.store.operations import models as m
from bongsu.store.registry import touchpoints_in
from bongsu.store.rota import rota_of

DUTY_AHEAD = timedelta(days=8)


@dataclass(frozen=True, slots=True)
class Contact:
    person: Person
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is told in a packet, before any words."""

    org: str
    synthetic: bool
    zone: str
    contacts: tuple[Contact, ...]
    ground: Ground
    holding: Mapping[str, str]
    touchpoints: tuple[TouchPoint, ...]
    duty: tuple[Span, ...]
    pace: tuple[rules.Fallback, ...]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class PacketRow:
    number: int
    week: str
    cause: str
    at: datetime
    state: str
    how: str
    built_at: datetime | None
    sent_at: datetime | None
    downloaded_at: datetime | None
    digest: str
    size: int
    problem: str


@dataclass(frozen=True, slots=True)
class Status:
    """How one recipient stands. Says nothing of their passphrase but when it was made."""

    key: str
    name: str
    title: str
    phrase_at: datetime | None
    newest: PacketRow | None
    held_at: datetime | None


def people(org: int) -> tuple[Person, ...]:
    """Everybody, as if on duty: paper lasts longer than a shift."""
    return tuple(_person(row) for row in m.Person.objects.filter(org_id=org))


def _person(row: m.Person) -> Person:
    return Person(
        row.key,
        row.name,
        tuple(row.roles),
        deputy=row.deputy or None,
        locale=row.locale,
        zone=row.zone,
        title=row.title,
        department=row.department,
    )


def asked_roles(org: int) -> tuple[str, ...]:
    """Roles that get a packet, where the organisation chose some."""
    return tuple(m.Org.objects.values_list("packet", flat=True).get(pk=org).get("roles", ()))


def pace(org: int) -> tuple[rules.Fallback, ...]:
    """One for each step, in order; empty where nothing was written down."""
    return _pace(m.Org.objects.values_list("packet", flat=True).get(pk=org))


def _pace(kept: Mapping[str, Any]) -> tuple[rules.Fallback, ...]:
    known = {one["step"]: rules.Fallback(**one) for one in kept.get("pace", ())}
    return tuple(known.get(step, rules.Fallback(step)) for step in rules.PACE)


def recipients(org: int) -> tuple[Person, ...]:
    row = m.Org.objects.get(pk=org)
    return rules.recipients(people(org), _table(row), row.packet.get("roles", ()))


def _table(row: m.Org) -> tuple[LevelRow, ...]:
    try:
        return ground_of(row).table
    except (BongsuError, KeyError, TypeError, ValueError):
        return ()


def facts(org: int, at: datetime) -> Facts:
    """Raises SetupError where the rules are missing or wrong."""
    row = m.Org.objects.get(pk=org)
    rota = rota_of(org, at - timedelta(days=2), at + DUTY_AHEAD + timedelta(days=2))
    points = touchpoints_in(m.TouchPoint.objects.filter(org_id=org, enabled=True))
    return Facts(
        org=row.name,
        synthetic=row.synthetic,
        zone=row.zone,
        contacts=_contacts(org),
        ground=ground_of(row),
        holding=dict(row.holding),
        touchpoints=tuple(point for point, _ in points),
        duty=tuple(span for span in spans(rota, DUTY_ROLE, at, at + DUTY_AHEAD) if span.persons),
        pace=_pace(row.packet),
        fingerprint=fingerprint(row),
    )


def _contacts(org: int) -> tuple[Contact, ...]:
    rows = m.Person.objects.filter(org_id=org)
    return tuple(Contact(_person(row), secrets.open_(row.phone), row.email) for row in rows)


def fingerprint(row: m.Org) -> str:
    """SHA-256 (hex) over what is told in a packet. Who happens to be on duty does not count; the weekly rota does."""
    points = touchpoints_in(m.TouchPoint.objects.filter(org_id=row.pk, enabled=True))
    patterns = m.RotaPattern.objects.filter(org_id=row.pk).values_list("person", "role", "weekdays", "starts", "ends")
    revoked = m.Revocation.objects.filter(org_id=row.pk, lifted_at=None).values_list("mandate", flat=True)
    told = [
        [[codec.builtins(c.person), c.phone, c.email] for c in _contacts(row.pk)],
        [row.name, row.levels, row.charter, row.formations, row.holding, row.statutory, row.packet],
        [codec.builtins(replace(point, proven_at=None)) for point, _ in points],
        [list(one) for one in patterns.order_by("id")],
        list(revoked),
    ]
    return hashlib.sha256(codec.canonical(told)).hexdigest()


def statuses(org: int) -> tuple[Status, ...]:
    """Every recipient, in the organisation's order."""
    who = {person.key for person in recipients(org)}
    phrases = dict(m.PacketPhrase.objects.filter(org_id=org).values_list("person__key", "made_at"))
    newest: dict[str, PacketRow] = {}
    held: dict[str, datetime] = {}
    rows = m.Packet.objects.filter(org_id=org, person__key__in=who).defer("content").select_related("person")
    for row in rows.order_by("person_id", "-number"):
        key = row.person.key
        newest.setdefault(key, packet_row(row))
        reached = row.sent_at if row.how == "mail" else row.downloaded_at
        if reached is not None and key not in held:
            held[key] = row.at  # as old as what is told in it
    return tuple(
        Status(row.key, row.name, row.title, phrases.get(row.key), newest.get(row.key), held.get(row.key))
        for row in m.Person.objects.filter(org_id=org)
        if row.key in who
    )


def packet_row(row: m.Packet) -> PacketRow:
    return PacketRow(
        number=row.number,
        week=row.week,
        cause=row.cause,
        at=row.at,
        state=row.state,
        how=row.how,
        built_at=row.built_at,
        sent_at=row.sent_at,
        downloaded_at=row.downloaded_at,
        digest=row.digest,
        size=row.size,
        problem=row.problem,
    )


def holdings(org: int) -> tuple[rules.Holding, ...]:
    """For readiness."""
    return tuple(rules.Holding(s.key, s.name, s.phrase_at, s.held_at) for s in statuses(org))
