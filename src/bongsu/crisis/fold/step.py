"""The register of steps: one for each event type."""

from collections.abc import Callable
from typing import Any, TypeVar

from bongsu.core import events as e
from bongsu.core.line import Line
from bongsu.crisis.room import Room

T = TypeVar("T")
Step = Callable[[Room, Any, Line], Room]
STEPS: dict[type[e.Event], Step] = {}


def on(event_type: type[e.Event]) -> Callable[[Step], Step]:
    """Make the decorated function the step of `event_type`."""

    def register(step: Step) -> Step:
        STEPS[event_type] = step
        return step

    return register


#: Things that are settled and still shown whole; older ones are in the journal.
KEPT = 40


def bounded(items: tuple[T, ...], settled: Callable[[T], bool], most: int = KEPT) -> tuple[T, ...]:
    """`items` without the oldest of those that are `settled`, beyond `most`: a state must not grow with its journal."""
    past = [item for item in items if settled(item)]
    gone = {id(item) for item in past[: max(0, len(past) - most)]}
    return tuple(item for item in items if id(item) not in gone) if gone else items


def swap(items: tuple[T, ...], old: T | None, new: T) -> tuple[T, ...]:
    """`items` with `new` in the place of `old`."""
    return tuple(new if item is old else item for item in items)
