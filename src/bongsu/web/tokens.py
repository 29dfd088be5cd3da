"""The short signed word that opens a live stream: who reads, for which organisation, for twelve hours."""

from django.core import signing

_SALT = "bongsu.live"
MAX_AGE_S = 12 * 3600


def issue(org: int, person: int) -> str:
    return signing.TimestampSigner(salt=_SALT).sign(f"{org}.{person}")


def read(token: str) -> tuple[int, int] | None:
    """(organisation, person), or None for a token that is forged or too old."""
    try:
        org, person = signing.TimestampSigner(salt=_SALT).unsign(token, max_age=MAX_AGE_S).split(".")
        return int(org), int(person)
    except (signing.BadSignature, ValueError):
        return None
