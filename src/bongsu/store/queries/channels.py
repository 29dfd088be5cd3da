"""How people can be reached, for pages. Addresses and numbers never leave through here whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bongsu.core.ports import CallChannel
from bongsu.store import secrets
from bongsu.store.calling import THROUGH_GATEWAY, behind, call_channel, rows_of
from bongsu.store.operations import models as m


@dataclass(frozen=True, slots=True)
class DeviceView:
    id: int
    label: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class ChannelView:
    id: int
    place: int
    kind: str
    hint: str  # enough to tell it from others: "tgram", "***-1234", "h***@example.com"
    gateway: str
    enabled: bool
    behind: bool  # whether there is something to send to
    hours: Mapping[str, Any]
    proven_at: datetime | None
    problem: str
    devices: tuple[DeviceView, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """How one person is reached."""

    channels: tuple[ChannelView, ...]
    quiet: Mapping[str, str]
    phone: str  # its last digits
    zone: str


def reach(org: int, person: str) -> Reach:
    row = m.Person.objects.get(org_id=org, key=person)
    return Reach(
        channels=tuple(_view(c) for c in rows_of(row)),
        quiet=dict(row.quiet),
        phone=ends(secrets.open_(row.phone)),
        zone=row.zone,
    )


def _view(row: m.Channel) -> ChannelView:
    return ChannelView(
        id=row.pk,
        place=row.place,
        kind=row.kind,
        hint=hint(row),
        gateway=row.gateway.name if row.gateway else "",
        enabled=row.enabled,
        behind=behind(row),
        hours=dict(row.hours),
        proven_at=row.proven_at,
        problem=row.problem,
        devices=tuple(DeviceView(d.pk, d.label, d.added_at) for d in row.devices.all()),
    )


def hint(row: m.Channel) -> str:
    if row.kind in THROUGH_GATEWAY:
        return ends(secrets.open_(row.address or row.person.phone))
    url = secrets.open_(row.address)
    return url.split("://")[0] if "://" in url else ""


def ends(number: str) -> str:
    """The last four digits of a number.

    >>> ends("010-1234-5678"), ends("")
    ('***-5678', '')
    """
    digits = "".join(c for c in number if c.isdigit())
    return f"***-{digits[-4:]}" if digits else ""


def kinds(org: int) -> Mapping[str, tuple[str, ...]]:
    """Person key → kinds of the channels that would ring, in their order."""
    found: dict[str, list[str]] = {}
    rows = m.Channel.objects.filter(org_id=org, enabled=True).select_related("gateway", "person")
    for row in rows.prefetch_related("devices").order_by("person_id", "place", "id"):
        if behind(row):
            found.setdefault(row.person.key, []).append(row.kind)
    return {key: tuple(said) for key, said in found.items()}


def for_trial(org: int, person: str, channel: int) -> CallChannel | None:
    """One of a person's own channels with its secrets: only for calling through it."""
    rows = m.Channel.objects.filter(org_id=org, person__key=person, pk=channel)
    row = rows.select_related("gateway", "person").prefetch_related("devices").first()
    return None if row is None else call_channel(row)


def gateways_in_use(org: int) -> list[tuple[int, str, str]]:
    """(id, kind, name) of the gateways through which a person may be reached."""
    return list(m.Gateway.objects.filter(org_id=org, enabled=True).values_list("id", "kind", "name"))
