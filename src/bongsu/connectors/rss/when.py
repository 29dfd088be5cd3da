"""Dates of feeds as they are, Korean habits included. A feed date without a zone is local time, not UTC."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

_ISO_LIKE = re.compile(
    r"(\d{4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})\s*[.일]?\s*T?\s*"
    r"(?:(오전|오후|AM|PM)\s*)?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$",
    re.IGNORECASE,
)
_AFTERNOON = ("오후", "PM")


def read_date(raw: str, zone: ZoneInfo) -> datetime | None:
    """The moment a feed's date means, in UTC; None when it means none.

    >>> seoul = ZoneInfo("Asia/Seoul")
    >>> read_date("Tue, 24 Nov 2026 15:30:00 KST", seoul).isoformat()
    '2026-11-24T06:30:00+00:00'
    >>> read_date("2026.11.24 15:30", seoul).isoformat()
    '2026-11-24T06:30:00+00:00'
    >>> read_date("2026-11-24T15:30:00Z", seoul).isoformat()
    '2026-11-24T15:30:00+00:00'
    >>> read_date("어제", seoul)
    """
    raw = re.sub(r"\bKST$", "+0900", raw.strip()[:80])
    try:
        at = _iso_like(raw) or parsedate_to_datetime(raw)
        return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError, IndexError, TypeError):
        return None


def _iso_like(raw: str) -> datetime | None:
    found = _ISO_LIKE.match(raw)
    if found is None:
        return None
    year, month, day, half, hour, minute, second, offset = found.groups()
    at = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0))  # noqa: DTZ001 the zone follows
    if half and half.upper() in _AFTERNOON and at.hour < 12:
        at += timedelta(hours=12)
    elif half and half.upper() not in _AFTERNOON and at.hour == 12:
        at -= timedelta(hours=12)
    if offset is None:
        return at
    if offset.upper() in ("Z", "UTC", "GMT"):
        return at.replace(tzinfo=UTC)
    ahead = timedelta(hours=int(offset[1:3]), minutes=int(offset[-2:]))
    return (at - ahead if offset[0] == "+" else at + ahead).replace(tzinfo=UTC)
