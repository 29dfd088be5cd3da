"""How long each step took, from the first post to the first word, beside what the level table asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bongsu.core import events as e
from bongsu.core.line import Line
from bongsu.crisis.room import Room


@dataclass(frozen=True, slots=True)
class Interval:
    """`end` None: not reached yet. `seconds` is never negative; `target_s` where the ground names one."""

    name: str
    start: datetime | None
    end: datetime | None
    seconds: int | None
    target_s: int | None = None


def intervals(room: Room, lines: Sequence[Line]) -> tuple[Interval, ...]:
    """First post → finding → room → leader → everybody answered → statement approved → first delivery, and the whole.

    Each runs from the nearest milestone before it that was reached; what did not happen has no end.
    """
    first_word_min = room.ground.row(_highest_level(lines)).first_word_min
    found = min((x.event.found_at for x in lines if isinstance(x.event, e.FindingNoted)), default=None)
    milestones = (
        ("first_post", room.first_post_at),
        ("finding", found if room.finding else None),
        ("room", room.opened_at),
        ("leader", _first(lines, e.LeadTaken)),
        ("everyone", _everyone_answered(room)),
        ("statement", _first(lines, e.StatementApproved)),
        ("delivery", _first_delivery(lines)),
    )
    targets = {"everyone": room.ground.deputy_after_s}
    out: list[Interval] = []
    previous: tuple[str, datetime | None] = milestones[0]
    for name, when in milestones[1:]:
        out.append(_interval(f"{previous[0]}_to_{name}", previous[1], when, targets.get(name)))
        if when is not None:
            previous = (name, when)
    whole = None if first_word_min is None else first_word_min * 60
    out.append(_interval("first_post_to_first_word", room.clock_start, milestones[-1][1], whole))
    return tuple(out)


def _interval(name: str, start: datetime | None, end: datetime | None, target_s: int | None) -> Interval:
    seconds = None if start is None or end is None else max(0, int((end - start).total_seconds()))
    return Interval(name=name, start=start, end=end, seconds=seconds, target_s=target_s)


def _first(lines: Sequence[Line], kind: type[e.Event]) -> datetime | None:
    return next((line.at for line in lines if isinstance(line.event, kind)), None)


def _first_delivery(lines: Sequence[Line]) -> datetime | None:
    return next(
        (
            line.at
            for line in lines
            if isinstance(line.event, e.DeliverySent)
            or (isinstance(line.event, e.DeliverySettled) and line.event.found)
        ),
        None,
    )


def _everyone_answered(room: Room) -> datetime | None:
    """When the last of the first calls was answered, by the person or by the deputy called for them."""
    answers: list[datetime] = []
    for call in room.calls:
        # Whoever was called or came in later does not make the first ones slower.
        if call.instead_of is not None or call.placed_at > room.calls[0].placed_at:
            continue
        times = [c.acknowledged_at for c in room.calls if c.id == call.id or c.instead_of == call.person]
        came = min((t for t in times if t is not None), default=None)
        if came is None:
            return None
        answers.append(came)
    return max(answers, default=None)


def _highest_level(lines: Sequence[Line]) -> int:
    levels = [
        line.event.level if isinstance(line.event, e.RoomOpened) else line.event.level_to
        for line in lines
        if isinstance(line.event, e.RoomOpened | e.BeaconRaised)
    ]
    return max(levels, default=1)
