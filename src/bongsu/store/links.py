"""Signed addresses that leave the house: one person, one order. They only show; a button on their page acts."""

from datetime import timedelta

from django.conf import settings
from django.core import signing

_SALT = "bongsu.one-voice"
MAX_AGE = timedelta(days=7)


def order_address(org: int, room: int, order: str, person: str) -> str:
    """Absolute address under which this person reads and confirms this order."""
    return f"{settings.URL}/order/{order_token(org, room, order, person)}/"


def order_token(org: int, room: int, order: str, person: str) -> str:
    return signing.dumps([org, room, order, person], salt=_SALT, compress=False)


def read_order(token: str) -> tuple[int, int, str, str] | None:
    """(organisation, room, order, person); None for a token that is forged, damaged or older than a week."""
    try:
        org, room, order, person = signing.loads(token, salt=_SALT, max_age=MAX_AGE)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return int(org), int(room), str(order), str(person)


def questions_address() -> str:
    """Where an executive answers what the team asks."""
    return f"{settings.URL}/information/#questions"


def room_address(room: int) -> str:
    return f"{settings.URL}/rooms/{room}/"
