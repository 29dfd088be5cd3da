"""People who wait to be called: who is next, and through which of their channels.

Due times are the organisation's; leases run in real time, for they guard against processes that died.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from bongsu.core.ports import CallChannel, CallJob, Device
from bongsu.core.values import CHANNELS, Channel, Hours
from bongsu.crisis.convene.reach import in_turn, next_of
from bongsu.crisis.room import Room
from bongsu.store import call_links, codec, secrets
from bongsu.store.operations import models as m

CANDIDATES = 8
THROUGH_GATEWAY = ("sms", "alimtalk", "voice")


def outside_a_room(person: m.Person, channel: m.Channel, *, attempt: int, link: str, tag: str) -> CallJob:
    """Something for one person through one of their channels that is no room's call."""
    return CallJob(
        org=person.org_id,
        room=0,
        call="",
        person=person.key,
        name=person.name,
        locale=person.locale,
        attempt=attempt,
        channel=call_channel(channel),
        room_title="",
        level=1,
        link=link,
        tag=tag,
    )


def claim_call(*, org: int, at: datetime, lease_s: float, real: datetime) -> CallJob | None:
    """The next person to be called at `at`. None: nobody waits."""
    free = Q(lease_until=None) | Q(lease_until__lt=real)
    due = m.Call.objects.filter(free, org_id=org, open=True, next_at__lte=at)
    for row in due.select_related("person", "room").order_by("next_at", "id")[:CANDIDATES]:
        mine = m.Call.objects.filter(free, pk=row.pk, open=True, attempts=row.attempts)
        if mine.update(lease_until=real + timedelta(seconds=lease_s)):
            return _call_job(row, at)
    return None


def _call_job(row: m.Call, at: datetime) -> CallJob:
    room = codec.room_from(row.room.state, row.room.ground)
    call = next((c for c in room.calls if c.id == row.key), None)
    rows = {c.pk: c for c in rows_of(row.person)}
    turn = in_turn(
        [channel_of(c) for c in rows.values()],
        quiet=hours_of(row.person.quiet),
        level=room.level,
        ground=room.ground,
        at=at,
        zone=row.person.zone,
    )
    index, more = next_of(turn, after=call.step if call else 0) or (None, False)
    chosen, despite = turn[index] if index is not None else (None, False)
    return CallJob(
        org=row.org_id,
        room=row.room_id,
        call=row.key,
        person=row.person.key,
        name=row.person.name,
        locale=row.person.locale,
        attempt=row.attempts + 1,
        channel=call_channel(rows[chosen.id]) if chosen else None,
        room_title=row.room.title,
        level=row.room.level,
        link=call_links.address(row.pk),
        more=more,
        despite_hours=despite,
        tag=f"call-{row.org_id}-{row.room_id}-{row.key}",
    )


def each_channel(
    person: m.Person, room: Room, *, title: str, at: datetime, link: str, tag: str, attempt: int
) -> tuple[CallJob, ...]:
    """A job for each channel of a person that may be used at `at`, in their order: for a text, not a call."""
    rows = {c.pk: c for c in rows_of(person)}
    turn = in_turn(
        [channel_of(c) for c in rows.values()],
        quiet=hours_of(person.quiet),
        level=room.level,
        ground=room.ground,
        at=at,
        zone=person.zone,
    )
    return tuple(
        CallJob(
            org=room.org,
            room=room.id,
            call="",
            person=person.key,
            name=person.name,
            locale=person.locale,
            attempt=attempt,
            channel=call_channel(rows[channel.id]),
            room_title=title,
            level=room.level,
            link=link,
            despite_hours=despite,
            tag=tag,
        )
        for channel, despite in turn
    )


def rows_of(person: m.Person) -> list[m.Channel]:
    """A person's channels in their order, with what is behind them."""
    return list(person.channels.select_related("gateway", "person").prefetch_related("devices").order_by("place", "id"))


def channel_of(row: m.Channel) -> Channel:
    """What the rules see of a channel."""
    return Channel(row.pk, row.place, row.kind, hours_of(row.hours), ready=row.enabled and behind(row))


def behind(row: m.Channel) -> bool:
    """Whether there is something to send to. Only a browser's devices, a number with its gateway, an address."""
    if row.kind == "push":
        return bool(row.devices.all())
    if row.kind in THROUGH_GATEWAY:
        number = row.address or row.person.phone
        return bool(number) and row.gateway is not None and row.gateway.enabled
    return bool(row.address) and row.kind in CHANNELS


def call_channel(row: m.Channel) -> CallChannel:
    """A channel with its secrets, for the caller."""
    gateway = row.kind in THROUGH_GATEWAY
    settings = json.loads(secrets.open_(row.gateway.settings) or "{}") if gateway and row.gateway else {}
    return CallChannel(
        id=row.pk,
        step=row.place,
        kind=row.kind,
        address=secrets.open_(row.address or (row.person.phone if gateway else "")),
        settings={str(k): str(v) for k, v in settings.items()},
        devices=tuple(Device(str(d.pk), secrets.open_(d.subscription)) for d in row.devices.all()),
    )


def hours_of(plain: Mapping[str, Any]) -> Hours | None:
    """Hours as stored, {"from": "22:00", "to": "07:00", "days": [0, 4]}; None for {}."""
    if not plain:
        return None
    start, end = (int(plain[k][:2]) * 60 + int(plain[k][3:]) for k in ("from", "to"))
    return Hours(start, end, tuple(plain.get("days", ())))


def channel_tried(*, org: int, channel: int, problem: str, gone: Sequence[str], at: datetime) -> None:
    """Keep what a channel last said, and forget devices that are gone."""
    rows = m.Channel.objects.filter(org_id=org, pk=channel)
    devices = m.PushDevice.objects.filter(org_id=org, channel_id=channel, pk__in=[int(key) for key in gone])
    with transaction.atomic():
        rows.update(problem=codec.keepable(problem)[:300], **({} if problem else {"proven_at": at}))
        if gone:
            devices.delete()
