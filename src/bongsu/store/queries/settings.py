"""What the settings pages show, and the plain facts behind readiness. Secrets never leave through here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bongsu.core.errors import BongsuError
from bongsu.core.values import LEVELS, Ground, Person, WatchWords
from bongsu.crisis import packet
from bongsu.crisis.charter import ending, may
from bongsu.crisis.readiness import FIRST_LED, OutletState, Prepared, SourceState, Without
from bongsu.crisis.rota import DUTY_ROLE
from bongsu.store import codec, information, secrets, signing
from bongsu.store.clock import real_now
from bongsu.store.ground import ground_of
from bongsu.store.operations import models as m
from bongsu.store.queries import packets, registry
from bongsu.store.queries.channels import kinds
from bongsu.store.queries.watch import SourceNow, source_state
from bongsu.store.rota import duty, next_gap
from bongsu.store.silences import open_silences
from bongsu.store.sources import texts
from bongsu.store.words import words_of


@dataclass(frozen=True, slots=True)
class OrgSettings:
    id: int
    name: str
    zone: str
    synthetic: bool
    setup: Mapping[str, Any]
    holding: Mapping[str, str]
    rules_version: str  # digest of what executives sign, as it stands (store.signing)
    signatures: tuple["Signature", ...]


@dataclass(frozen=True, slots=True)
class Signature:
    person: str
    name: str
    version: str
    at: datetime
    current: bool  # what was signed is what stands


@dataclass(frozen=True, slots=True)
class PersonSettings:
    id: int
    key: str
    name: str
    title: str
    department: str
    email: str
    roles: tuple[str, ...]
    deputy: str
    deputy_name: str
    on_duty: bool
    locale: str
    zone: str
    channels: tuple[str, ...]  # kinds of those that would ring, in their order
    has_phone: bool
    has_account: bool
    tested_at: str  # ISO 8601; "": never
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BrandSettings:
    id: int
    name: str
    words: WatchWords


@dataclass(frozen=True, slots=True)
class SourceSettings:
    now: SourceNow
    brand: str
    url: str
    has_secret: bool
    brand_id: int | None = None
    settings: Mapping[str, str] = field(default_factory=dict)  # without the secret


@dataclass(frozen=True, slots=True)
class OutletSettings:
    key: str
    kind: str
    name: str
    purpose: str
    owner: str
    owner_name: str
    deputy: str
    deputy_name: str
    enabled: bool
    url: str
    has_secret: bool
    proven_at: str  # ISO 8601; "": never
    problem: str  # what the last test said; "": it went well or never ran


def org_settings(org: int) -> OrgSettings:
    row = m.Org.objects.get(pk=org)
    version = signing.digest(row, row.charter, row.playbook)
    names = dict(m.Person.objects.filter(org_id=org).values_list("key", "name"))
    signed = tuple(
        Signature(
            person=one["person"],
            name=names.get(one["person"], one["person"]),
            version=one["version"],
            at=codec.parse_utc(one["at"]),
            current=signing.verify(row, row.charter, row.playbook, one["version"]),
        )
        for one in row.signed
    )
    return OrgSettings(row.pk, row.name, row.zone, row.synthetic, row.setup, row.holding, version, signed)


def ground(org: int) -> Ground | None:
    """The rules as they stand; None where they were never filled in or do not hold together."""
    row = m.Org.objects.get(pk=org)
    try:
        return ground_of(row)
    except (BongsuError, KeyError, TypeError, ValueError):
        return None


def documents(org: int) -> tuple[list[Any], dict[str, Any], list[Any]]:
    """Level table, charter and playbook as stored."""
    row = m.Org.objects.get(pk=org)
    return list(row.levels), dict(row.charter), list(row.playbook)


def people(org: int) -> tuple[PersonSettings, ...]:
    rows = list(m.Person.objects.filter(org_id=org))
    names = {row.key: row.name for row in rows}
    tested: Mapping[str, str] = m.Org.objects.get(pk=org).setup.get("tested", {})
    ringing = kinds(org)
    return tuple(
        PersonSettings(
            id=row.pk,
            key=row.key,
            name=row.name,
            title=row.title,
            department=row.department,
            email=row.email,
            roles=tuple(row.roles),
            deputy=row.deputy,
            deputy_name=names.get(row.deputy, ""),
            on_duty=row.on_duty,
            locale=row.locale,
            zone=row.zone,
            channels=ringing.get(row.key, ()),
            has_phone=bool(row.phone),
            has_account=row.user_id is not None,
            tested_at=tested.get(row.key, ""),
            skills=tuple(row.skills),
        )
        for row in rows
    )


def brands(org: int) -> tuple[BrandSettings, ...]:
    return tuple(BrandSettings(row.pk, row.name, words_of(row.words)) for row in m.Brand.objects.filter(org_id=org))


def sources(org: int) -> tuple[SourceSettings, ...]:
    now, silent = real_now(), open_silences(org)
    return tuple(
        SourceSettings(
            SourceNow(
                row.pk,
                row.name,
                row.kind,
                row.enabled,
                row.last_ok_at,
                row.last_item_at,
                row.last_error,
                row.refused_items,
                source_state(row, now, silent),
                silent.get(row.pk) if row.enabled else None,
            ),
            brand=row.brand.name if row.brand else "",
            url=row.settings.get("url", ""),
            has_secret=bool(row.secret),
            brand_id=row.brand_id,
            settings=texts(row.settings),
        )
        for row in m.Source.objects.filter(org_id=org).select_related("brand")
    )


def outlets(org: int) -> tuple[OutletSettings, ...]:
    setup = m.Org.objects.get(pk=org).setup
    names = dict(m.Person.objects.filter(org_id=org).values_list("key", "name"))
    found = []
    for row in m.Outlet.objects.filter(org_id=org):
        settings = outlet_config(row)
        found.append(
            OutletSettings(
                key=row.key,
                kind=row.kind,
                name=row.name,
                purpose=row.purpose,
                owner=row.owner,
                owner_name=names.get(row.owner, ""),
                deputy=row.deputy,
                deputy_name=names.get(row.deputy, ""),
                enabled=row.enabled,
                url=settings.get("url", ""),
                has_secret=bool(settings.get("secret")),
                proven_at=setup.get("proven", {}).get(row.key, ""),
                problem=setup.get("proven_problems", {}).get(row.key, ""),
            )
        )
    return tuple(found)


def outlet_config(row: m.Outlet) -> dict[str, str]:
    """An outlet's settings, decrypted: for the connector, never for a page."""
    return dict(codec.from_json(secrets.open_(row.settings), dict[str, str])) if row.settings else {}


def outlet_settings(org: int, key: str) -> tuple[str, dict[str, str]] | None:
    """(kind, decrypted settings) of one outlet, for its connector."""
    row = m.Outlet.objects.filter(org_id=org, key=key).first()
    return None if row is None else (row.kind, outlet_config(row))


def prepared(org: int, at: datetime) -> Prepared:
    """The facts that crisis.readiness counts. `at` is the organisation's time."""
    row = m.Org.objects.get(pk=org)
    rules = ground(org)
    rows = list(m.Person.objects.filter(org_id=org))
    on = duty(org, at)
    proven: Mapping[str, str] = row.setup.get("proven", {})
    now, silent = real_now(), open_silences(org)
    touchpoints, holes = registry.missing(org, at)
    return Prepared(
        table=rules.table if rules else (),
        people=tuple(
            Person(
                p.key,
                p.name,
                tuple(p.roles),
                on_duty=on.on_duty(p.key, p.roles, flag=p.on_duty),
                deputy=p.deputy or None,
                title=p.title,
            )
            for p in rows
        ),
        reachable=frozenset(kinds(org)),
        tested=frozenset(row.setup.get("tested", {})),
        brands={b.name: bool(b.words.include) for b in brands(org)},
        sources=tuple(
            SourceState(s.pk, s.name, source_state(s, now, silent) == "alive")
            for s in m.Source.objects.filter(org_id=org, enabled=True)
        ),
        outlets=tuple(
            OutletState(
                o.key,
                o.name,
                o.owner or None,
                o.deputy or None,
                # Our own newsroom is this very process: it answers when this page does.
                at if o.kind == "newsroom" else _when(proven.get(o.key)),
            )
            for o in m.Outlet.objects.filter(org_id=org, enabled=True)
        ),
        holding=dict(row.holding),
        may_publish_holding=rules is not None and _somebody_may_publish(rules, at),
        touchpoints=touchpoints,
        holes=holes,
        signed=any(signing.verify(row, row.charter, row.playbook, one["version"]) for one in row.signed),
        ending=_ending(rules, at),
        packet=_packet(org, at),
        has_rota=DUTY_ROLE in on.on,
        duty_gap=next_gap(org, at),
        aligned=information.aligned(org, at),
    )


def _packet(org: int, at: datetime) -> tuple[Without, Without]:
    known = packets.holdings(org)
    closed, old = packet.unready(known), packet.stale(known, at)
    return (
        Without(len(closed), next((one.name for one in closed), "")),
        Without(len(old), next((one.name for one, _ in old), ""), next((days for _, days in old), 0)),
    )


def _ending(rules: Ground | None, at: datetime) -> tuple[str, datetime] | None:
    return next(((m.id, m.until) for m in ending(rules.charter, at=at)), None) if rules else None


def _somebody_may_publish(rules: Ground, at: datetime) -> bool:
    """Whether at every led level the one who leads may publish a holding statement, or a chain says who approves."""
    for level in LEVELS:
        lead = next((row.lead_role for row in rules.table if row.level == level), None)
        if level < FIRST_LED or not lead:
            continue
        if may(rules.charter, roles=(lead, "leader"), act="publish_holding", level=level, at=at).verdict == "no":
            return False
    return bool(rules.table)


def _when(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
