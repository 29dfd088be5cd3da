"""What people set about how they are reached: plain functions, each one transaction, limited to one person's own."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from bongsu.core.errors import NoSuchThing, SetupError
from bongsu.store import secrets
from bongsu.store.operations import models as m

CHANNELS_MOST, DEVICES_MOST = 12, 10
#: Kinds whose address is an Apprise URL.
BY_URL = ("apprise", "mail")


def kind_of_url(url: str) -> str:
    return "mail" if url.lower().startswith(("mailto:", "mailtos:")) else "apprise"


def _person(org: int, key: str) -> m.Person:
    """Locked: two changes at once of one person's order come one after the other. Raises NoSuchThing."""
    found = m.Person.objects.select_for_update().filter(org_id=org, key=key).first()
    if found is None:
        raise NoSuchThing(what="person", key=key)
    return found


def _own(org: int, person: str, channel: int) -> m.Channel:
    """Raises NoSuchThing for a channel of somebody else."""
    found = m.Channel.objects.filter(org_id=org, person__key=person, pk=channel).first()
    if found is None:
        raise NoSuchThing(what="channel", key=channel)
    return found


def _append(person: m.Person, kind: str, **values: Any) -> m.Channel:
    count, last = person.channels.count(), person.channels.aggregate(Max("place"))["place__max"] or 0
    if count >= CHANNELS_MOST:
        raise SetupError(problem=f"{CHANNELS_MOST} channels are the most.", hint="Remove one first.")
    return m.Channel.objects.create(org_id=person.org_id, person=person, place=last + 1, kind=kind, **values)


def set_urls(person: m.Person, urls: Sequence[str]) -> None:
    """Exactly these Apprise addresses, behind what else there is; one that stays keeps its place and hours."""
    urls = [url.strip() for url in urls if url.strip()]
    with transaction.atomic():
        kept = set()
        for row in person.channels.filter(kind__in=BY_URL):
            url = secrets.open_(row.address)
            if url in urls and url not in kept:
                kept.add(url)
            else:
                row.delete()
        for url in dict.fromkeys(urls):
            if url not in kept:
                _append(person, kind_of_url(url), address=secrets.seal(url))


def set_phone(org: int, person: str, phone: str) -> None:
    with transaction.atomic():
        row = _person(org, person)
        row.phone = secrets.seal(phone)
        row.save(update_fields=("phone",))


def set_quiet(org: int, person: str, quiet: Mapping[str, str]) -> None:
    """{"from": "23:00", "to": "07:00"}, or {} for never."""
    m.Person.objects.filter(org_id=org, key=person).update(quiet=dict(quiet))


def add(org: int, person: str, kind: str, *, address: str = "", gateway: int | None = None) -> int:
    """A new channel behind those there are. Raises NoSuchThing for a gateway of others, SetupError for too many."""
    with transaction.atomic():
        owner = _person(org, person)
        row = m.Gateway.objects.filter(org_id=org, kind=kind, pk=gateway).first() if gateway is not None else None
        if gateway is not None and row is None:
            raise NoSuchThing(what="gateway", key=gateway)
        return int(_append(owner, kind, address=secrets.seal(address), gateway=row).pk)


def move(org: int, person: str, channel: int, *, up: bool) -> None:
    """One place up or down; at the end of the list nothing happens."""
    with transaction.atomic():
        owner = _person(org, person)
        _own(org, person, channel)
        rows = list(owner.channels.order_by("place", "id"))
        at = next(n for n, row in enumerate(rows) if row.pk == channel)
        to = at - 1 if up else at + 1
        if 0 <= to < len(rows):
            rows[at], rows[to] = rows[to], rows[at]
        for place, row in enumerate(rows, start=1):
            if row.place != place:
                m.Channel.objects.filter(pk=row.pk).update(place=place)


def switch(org: int, person: str, channel: int, *, enabled: bool) -> None:
    m.Channel.objects.filter(pk=_own(org, person, channel).pk).update(enabled=enabled)


def set_hours(org: int, person: str, channel: int, hours: Mapping[str, Any]) -> None:
    m.Channel.objects.filter(pk=_own(org, person, channel).pk).update(hours=dict(hours))


def remove(org: int, person: str, channel: int) -> None:
    with transaction.atomic():
        owner = _person(org, person)
        gone = _own(org, person, channel)
        place = gone.place
        gone.delete()
        owner.channels.filter(place__gt=place).update(place=F("place") - 1)


def add_device(org: int, person: str, subscription: Mapping[str, Any], *, label: str, at: datetime) -> int:
    """Keep a browser's subscription in the person's web push channel, made in the first place if need be.

    A browser that was somebody else's before rings for its new person only.
    """
    digest = hashlib.sha256(str(subscription["endpoint"]).encode()).hexdigest()
    with transaction.atomic():
        owner = _person(org, person)
        channel = owner.channels.filter(kind="push").first()
        if channel is None:
            owner.channels.update(place=F("place") + 1)
            channel = m.Channel.objects.create(org_id=org, person=owner, place=1, kind="push")
        m.PushDevice.objects.filter(digest=digest).delete()
        if channel.devices.count() >= DEVICES_MOST:
            channel.devices.order_by("id")[0].delete()
        m.PushDevice.objects.create(
            org_id=org,
            channel=channel,
            digest=digest,
            subscription=secrets.seal(json.dumps(dict(subscription))),
            label=label[:80],
            added_at=at,
        )
        return int(channel.pk)


def remove_device(org: int, person: str, device: int) -> None:
    """Raises NoSuchThing for a device of somebody else."""
    if not m.PushDevice.objects.filter(org_id=org, channel__person__key=person, pk=device).delete()[0]:
        raise NoSuchThing(what="device", key=device)
