"""The address with which an executive decides from afar: signed, for one question, one person, one use.

The signature covers the row's number; the row says whose it is, until when, and whether it was used. Opening the
address decides nothing: mail filters and previews open every link they see.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db.models import Q

from bongsu.core import events as e
from bongsu.core.line import Line
from bongsu.core.ports import CallJob, LinkJob
from bongsu.crisis.assess import SEES_ALL
from bongsu.crisis.room import Room
from bongsu.store import calling, codec
from bongsu.store.operations import models as m

_SALT = "bongsu.decide"
CANDIDATES = 8


@dataclass(frozen=True, slots=True)
class DecisionLink:
    """What a link is for, as things stand."""

    id: int
    org: int
    room: int
    decision: str
    person: str
    person_id: int
    name: str
    locale: str
    zone: str
    until: datetime
    used_at: datetime | None
    ended_at: datetime | None


def address(link: int) -> str:
    return f"{settings.URL}/decide/{token(link)}/"


def token(link: int) -> str:
    return signing.Signer(salt=_SALT).sign(str(link))


def read(token: str) -> DecisionLink | None:
    """None for a link that is forged or damaged, or whose room or person is no more."""
    try:
        number = int(signing.Signer(salt=_SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    row = m.DecisionLink.objects.filter(pk=number).select_related("person").first()
    if row is None:
        return None
    person = row.person
    return DecisionLink(
        id=row.pk,
        org=row.org_id,
        room=row.room_id,
        decision=row.key,
        person=person.key,
        person_id=person.pk,
        name=person.name,
        locale=person.locale,
        zone=person.zone,
        until=row.until,
        used_at=row.used_at,
        ended_at=row.ended_at,
    )


# ── kept in step with the journal ──────────────────────────────────────────────────────────────────────────────────
def follow(room: Room, lines: Sequence[Line]) -> None:
    """Inside the transaction that appends `lines`: links begin with a question, and end with its answer."""
    for line in lines:
        match line.event:
            case e.DecisionAsked(decision=key, owner=owner) | e.DecisionEscalated(decision=key, owner=owner):
                _begin(room, key, owner, line)
            case e.DecisionReopened(decision=key):
                _end(room, key, line.at)
                again = room.decision(key)
                if again is not None:
                    _begin(room, key, again.owner, line)
            case e.DecisionMade(decision=key, via=via):
                if via == "link":
                    mine = m.DecisionLink.objects.filter(room_id=room.id, key=key, person__key=line.by, ended_at=None)
                    mine.update(used_at=line.at)
                _end(room, key, line.at)
            case e.RoomClosed():
                _end(room, None, line.at)
            case _:
                pass


def _begin(room: Room, key: str, owner: str, line: Line) -> None:
    asked = room.decision(key)
    person = m.Person.objects.filter(org_id=room.org, key=owner).first()
    # Others stand in the room; executives do not, and are asked where they are.
    if asked is None or person is None or not SEES_ALL & set(person.roles):
        return
    m.DecisionLink.objects.create(
        org_id=room.org, room_id=room.id, seq=line.seq, key=key, person=person, until=asked.due_at
    )


def _end(room: Room, key: str | None, at: datetime) -> None:
    rows = m.DecisionLink.objects.filter(room_id=room.id, ended_at=None)
    (rows if key is None else rows.filter(key=key)).update(ended_at=at, open=False, lease_until=None)


# ── sending ────────────────────────────────────────────────────────────────────────────────────────────────────────
def claim(*, org: int, at: datetime, lease_s: float, real: datetime) -> LinkJob | None:
    """The next link to be sent, held by a lease. None: nothing waits."""
    free = Q(lease_until=None) | Q(lease_until__lt=real)
    waiting = m.DecisionLink.objects.filter(free, org_id=org, open=True, ended_at=None, until__gt=at)
    for row in waiting.select_related("person", "room").order_by("id")[:CANDIDATES]:
        mine = m.DecisionLink.objects.filter(free, pk=row.pk, open=True, attempts=row.attempts)
        if mine.update(lease_until=real + timedelta(seconds=lease_s)):
            return _job(row)
    return None


def _job(row: m.DecisionLink) -> LinkJob | None:
    room = codec.room_from(row.room.state, row.room.ground)
    asked = room.decision(row.key)
    channels = [c for c in calling.rows_of(row.person) if calling.channel_of(c).ready]
    index = row.attempts
    return LinkJob(
        link=row.pk,
        decision=row.key,
        question=asked.question if asked and not asked.kind else "",
        due_at=row.until,
        zone=row.person.zone,
        call=CallJob(
            org=row.org_id,
            room=row.room_id,
            call=row.key,
            person=row.person.key,
            name=row.person.name,
            locale=row.person.locale,
            attempt=index + 1,
            channel=calling.call_channel(channels[index]) if index < len(channels) else None,
            room_title=row.room.title,
            level=row.room.level,
            link=address(row.pk),
            tag=f"decide-{row.pk}",
        ),
        last=index + 1 >= len(channels),
    )


def until(*, org: int, link: int) -> datetime:
    """When it ends; the beginning of time where it was used, ended or never was."""
    found = m.DecisionLink.objects.filter(org_id=org, pk=link, used_at=None, ended_at=None)
    return found.values_list("until", flat=True).first() or datetime.min.replace(tzinfo=UTC)


def tried(*, org: int, link: int, sent: bool) -> None:
    """Sent: done. Else the next channel is tried at once."""
    rows = m.DecisionLink.objects.filter(org_id=org, pk=link)
    row = rows.first()
    if row is not None:
        rows.update(open=not sent, attempts=row.attempts + 1, lease_until=None)
