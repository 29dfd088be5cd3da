"""One text for every touch-point and everybody of the organisation, and who has read it."""

from dataclasses import dataclass

from bongsu.core.events.base import Event, Personal, event


@event
@dataclass(frozen=True, slots=True)
class OneVoiceOrdered(Event):
    """Nothing but this text is said. A new order takes the place of the one before, and is asked for anew."""

    order: str
    version: int
    text: str
    digest: str
    points: tuple[tuple[str, str, str], ...]  # (touch-point, person, deputy); "" where there is none
    people: tuple[str, ...]


@event
@dataclass(frozen=True, slots=True)
class OneVoiceRead(Event):
    order: str
    person: str
    points: tuple[str, ...]  # touch-points for which they answer
    silent: bool  # their own accounts rest


@event
@dataclass(frozen=True, slots=True)
class OneVoiceSilent(Event):
    """Somebody says that their own accounts rest."""

    order: str
    person: str


@event
@dataclass(frozen=True, slots=True)
class OneVoiceTold(Event):
    """Somebody told a touch-point by word of mouth: an agency, a dealer, a shop without an account."""

    order: str
    point: str


@event
@dataclass(frozen=True, slots=True)
class OneVoiceDeputiesAsked(Event):
    """Nobody answered for these touch-points: their deputies are asked as well."""

    order: str
    points: tuple[tuple[str, str], ...]  # (touch-point, deputy)


@event
@dataclass(frozen=True, slots=True)
class OneVoiceLifted(Event):
    order: str


@event
@dataclass(frozen=True, slots=True)
class OneVoiceSkipped(Event):
    """The leader decided that no order is needed yet."""

    why: Personal


@event
@dataclass(frozen=True, slots=True)
class NoticeFailed(Event):
    """A text did not reach somebody beside the screen; said once for each text and person."""

    kind: str  # "voice" | "flash" | …
    ref: str
    person: str
    reason: str
