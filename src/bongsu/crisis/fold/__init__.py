"""How each journal line changes a room. `fold(lines)` is the room: nothing but the lines decides what it is.

One module for each verb that writes lines registers its steps (`fold.step`).
"""

from collections.abc import Iterable
from dataclasses import replace

from bongsu.core import events as e
from bongsu.core.line import Line
from bongsu.crisis.fold import (
    approve,
    assess,
    clips,
    closing,
    command,
    convene,
    decide,
    duties,
    executives,
    files,
    flash,
    formation,
    inquiries,
    ladder,
    observers,
    offline,
    one_voice,
    promises,
    reach,
    room,
    speak,
    taking,
)
from bongsu.crisis.fold.step import STEPS, swap
from bongsu.crisis.room import Caused, Room

__all__ = ("VERSION", "apply", "begin", "fold")

#: Counted up when a step comes to mean something else; a change of what a room is made of is noticed by itself.
VERSION = 1

#: They register their steps.
_MODULES = (
    *(room, assess, convene, ladder, formation, reach, command, promises),
    *(
        one_voice,
        flash,
        closing,
        decide,
        duties,
        approve,
        speak,
        inquiries,
        offline,
        files,
        clips,
        observers,
        taking,
        executives,
    ),
)


def begin(*, room: int, org: int, line: Line) -> Room:
    """The room that a first line opens. Raises ValueError when it is not a `room_opened`."""
    ev = line.event
    if not isinstance(ev, e.RoomOpened):
        raise ValueError(f"a journal begins with room_opened, not {ev.type_}")
    return Room(
        id=room,
        org=org,
        kind=ev.kind,
        brand=ev.brand,
        title=ev.title,
        level=ev.level,
        level_at=line.at,
        why=ev.why,
        opened_at=line.at,
        opened_by=line.by,
        aware_at=ev.aware_at,
        first_post_at=ev.first_post_at,
        ground=ev.ground,
        finding=ev.finding,
        seq=line.seq,
    )


def fold(lines: Iterable[Line], *, room: int, org: int) -> Room:
    """The room that these lines make, from the first on."""
    it = iter(lines)
    state = begin(room=room, org=org, line=next(it))
    for line in it:
        state = apply(state, line)
    return state


def apply(room: Room, line: Line) -> Room:
    """The room after one more line. Total: every event type has its step."""
    after = replace(STEPS[type(line.event)](room, line.event, line), seq=line.seq)
    because: str = getattr(line.event, "because", "")
    return command.seen(_linked(after, because, line) if because else after, line)


#: What one decision brought about is shown whole up to here; all of it is in the journal.
CAUSED_KEPT = 20


def _linked(room: Room, because: str, line: Line) -> Room:
    """The decision shows the line that followed from it, as the line shows the decision."""
    old = room.decision(because)
    if old is None:
        return room
    caused = (*old.caused, Caused(type=line.event.type_, seq=line.seq, at=line.at))[-CAUSED_KEPT:]
    return replace(room, decisions=swap(room.decisions, old, replace(old, caused=caused)))
