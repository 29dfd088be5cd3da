"""One person is reached: which way was tried, what came of it, and what they said."""

from dataclasses import dataclass

from bongsu.core.events.base import Event, Personal, event


@event
@dataclass(frozen=True, slots=True)
class CallSent(Event):
    """One channel took a call. It is not yet an answer."""

    call: str
    person: str
    channel: str  # kind: "in_app" (the screen alone), else one of core.values.CHANNELS
    attempt: int
    step: int = 0  # place of the channel in the person's order, from 1; 0: the screen
    more: bool = False  # another channel follows after `ground.channel_wait_s` without an answer
    despite_hours: bool = False  # outside the person's hours: the level overrode them


@event
@dataclass(frozen=True, slots=True)
class CallFailed(Event):
    """One channel did not take a call; the next one starts at once.

    `last` is the signal that this person cannot be reached: every channel of this round has been tried and none took
    the call. `crisis.room.Call.unreachable_at` holds since when, until a channel takes a call again. Whoever decides
    who is called instead need not wait any longer. The round begins anew after `ground.call_again_s`.
    """

    call: str
    person: str
    channel: str
    attempt: int
    reason: str
    step: int = 0
    more: bool = False  # another channel follows at once
    last: bool = False  # none of this person's channels took it


@event
@dataclass(frozen=True, slots=True)
class CallDeclined(Event):
    """Whoever was called said that they cannot come, or told whoever rang. Called no more for this; may still come.

    The ladder goes on in the same transaction: nobody waits for them.
    """

    call: str
    person: str
    why: Personal = ""
