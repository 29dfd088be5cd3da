"""What analysis found, in a room: noted once, and the beacon with it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from bongsu.core import events as e
from bongsu.core.values import Finding, Person, TouchPoint
from bongsu.crisis import text
from bongsu.crisis.assess.press import told_by
from bongsu.crisis.convene import Around, calls_on_rise, calls_where_told
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
        weight=finding.weight,
        troubled=finding.troubled,
        usual_pct=finding.usual_pct,
        says=finding.says,
        cluster=finding.cluster,
        cluster_posts=finding.cluster_posts,
        rise=finding.rise,
    )


def weigh(
    room: Room,
    *,
    finding: Finding,
    at: datetime,
    people: Sequence[Person] = (),
    points: Sequence[TouchPoint] = (),
    elsewhere: Collection[str] = (),
    urls: Sequence[str] = (),
) -> tuple[e.Event, ...]:
    """Note a finding; where its level is above the room's, raise the beacon and call whom that level needs.

    At any level, who answers at a touch-point that this finding is the first to hit is called too, and whom its risk
    category concerns (`convene.pull`). `urls`: the addresses of its evidence. The same finding a second time causes
    nothing. Raises RoomClosed.
    """
    text.open_room(room)
    if any(known.key == finding.key for known in room.findings):
        return ()
    first = (noted(finding), *told_by(room, finding))
    around = Around(people, points, elsewhere, urls)
    if finding.level <= room.level:
        called = calls_where_told(room, evidence=finding.evidence, around=around, at=at, category=finding.category)
        return (*first, *called)
    risen = e.BeaconRaised(level_from=room.level, level_to=finding.level, why="", finding=finding.key)
    called = calls_on_rise(room, level=finding.level, around=around, at=at, category=finding.category)
    return (*first, risen, *called)
