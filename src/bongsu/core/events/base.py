"""What an event is: its name in the journal, and which of its values are personal."""

from dataclasses import dataclass
from functools import cache
from typing import Annotated, ClassVar, TypeVar, get_args, get_origin, get_type_hints

Personal = Annotated[str, "personal"]
Slots = tuple[tuple[str, str], ...]  # (slot name, text), in speaking order

EVENTS: dict[str, type["Event"]] = {}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `type_` is the stable name in the journal."""

    type_: ClassVar[str] = ""


E = TypeVar("E", bound=Event)


def event(cls: type[E]) -> type[E]:
    """Give an event its name in the journal: `RoomOpened` is `room_opened`."""
    name = "".join(f"_{c.lower()}" if c.isupper() else c for c in cls.__name__).lstrip("_")
    cls.type_ = name
    EVENTS[name] = cls
    return cls


def personal_fields(event_type: type[Event]) -> tuple[str, ...]:
    """Names of the fields whose values lie apart from the journal."""
    return _personal(event_type.type_)


@cache
def _personal(type_: str) -> tuple[str, ...]:
    hints = get_type_hints(EVENTS[type_], include_extras=True)
    return tuple(name for name, hint in hints.items() if get_origin(hint) is Annotated and "personal" in get_args(hint))
