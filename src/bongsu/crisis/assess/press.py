"""Has mainstream press reported? What forecasts of it are scored against."""

from datetime import datetime

from bongsu.core import events as e
from bongsu.core.errors import AlreadyDone, OutOfRange
from bongsu.core.values import Finding, FindingKind
from bongsu.crisis import text
from bongsu.crisis.room import Room

#: Findings of this category say that press has reported.
CATEGORY = "press"


def told_by(room: Room, finding: Finding) -> tuple[e.PressSettled, ...]:
    """A finding of press settles it, where nobody has, and nobody looked later than it was found."""
    known = room.press
    if (finding.category != CATEGORY and finding.kind is not FindingKind.PRESS) or known.reported_at is not None:
        return ()
    if known.none_until is not None and finding.at <= known.none_until:
        return ()
    return (e.PressSettled(reported=True, when=finding.at, finding=finding.key),)


def settle_press(
    room: Room, *, by: str, reported: bool, when: datetime | None, link: str, at: datetime
) -> e.PressSettled:
    """A person looked. Also in a closed room: what was forecast is scored after it.

    when   when the first report appeared; None: now. Where nothing was reported: up to now.

    Raises OutOfRange for a time ahead, AlreadyDone for what is known already.
    """
    text.a_person(by)
    appeared = at if when is None or not reported else when
    if appeared > at:
        raise OutOfRange(what="when", low=room.clock_start, high=at)
    if reported and room.press.reported_at == appeared and room.press.by == by:
        raise AlreadyDone(what="settle_press")
    return e.PressSettled(reported=reported, when=appeared, link=text.address(link) if reported else "")
