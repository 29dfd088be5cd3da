"""What analysis found, in a room: noted once, and the beacon with it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from bongsu.core import events as e
from bongsu.core.values import Finding, Person, TouchPoint
from bongsu.crisis import text
from bongsu.crisis.assess.press import told_by
from bongsu.crisis.convene import Around, calls_on_rise
from bongsu.crisis.room import Room


def noted(finding: Finding) -> e.FindingNoted:
    return e.FindingNoted(
        key=finding.key,
        kind=str(finding.kind),
        level=finding.level,
        surprise_centi=finding.surprise_centi,
        window_s=finding.window_s,
        count=finding.count,
        expected_milli=finding.expected_milli,
        authors=finding.authors,
        evidence=finding.evidence,
        claim=finding.claim,
        category=finding.category,
        found_at=finding.at,
        excerpt=finding.excerpt,
    )


def weigh(
    room: Room,
    *,
    finding: Finding,
    at: datetime,
    people: Sequence[Person] = (),
    points: Sequence[TouchPoint] = (),
    elsewhere: Collection[str] = (),
) -> tuple[e.Event, ...]:
    """Note a finding; where its level is above the room's, raise the beacon and call whom that level needs.

    The same finding a second time causes nothing. Raises RoomClosed.
    """
    text.open_room(room)
    if any(known.key == finding.key for known in room.findings):
        return ()
    first = (noted(finding), *told_by(room, finding))
    if finding.level <= room.level:
        return first
    risen = e.BeaconRaised(level_from=room.level, level_to=finding.level, why="", finding=finding.key)
    around = Around(people, points, elsewhere)
    return (*first, risen, *calls_on_rise(room, level=finding.level, around=around, at=at))
