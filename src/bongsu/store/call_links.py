"""The address in a call: signed, for one call of one person, for a day. Opening it answers nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing

from bongsu.store import codec
from bongsu.store.operations import models as m

_SALT = "bongsu.call"
MAX_AGE = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class CallLink:
    """Whom a link calls for what, as things stand."""

    org: int
    room: int
    call: str
    person: str
    name: str
    locale: str
    zone: str
    organisation: str
    title: str
    level: int
    placed_at: datetime
    answer: str  # "": none yet | "coming" | "cannot"
    is_open: bool  # the room


def address(call: int) -> str:
    """Absolute address of the page for a call (its row)."""
    return f"{settings.URL}/call/{token(call)}/"


def token(call: int) -> str:
    return signing.TimestampSigner(salt=_SALT).sign(str(call))


def read(token: str) -> CallLink | None:
    """None for a link that is forged, damaged, older than a day, or whose call is no more."""
    try:
        number = int(signing.TimestampSigner(salt=_SALT).unsign(token, max_age=MAX_AGE))
    except (signing.BadSignature, ValueError):
        return None
    row = m.Call.objects.filter(pk=number).select_related("room", "person", "org").first()
    if row is None:
        return None
    call = next((c for c in codec.room_from(row.room.state, row.room.ground).calls if c.id == row.key), None)
    if call is None:
        return None
    return CallLink(
        org=row.org_id,
        room=row.room_id,
        call=row.key,
        person=row.person.key,
        name=row.person.name,
        locale=row.person.locale,
        zone=row.person.zone,
        organisation=row.org.name,
        title=row.room.title,
        level=row.room.level,
        placed_at=call.placed_at,
        answer="coming" if call.acknowledged_at else "cannot" if call.declined_at else "",
        is_open=row.room.is_open,
    )
