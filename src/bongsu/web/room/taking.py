"""Who has an item in hand, as a reader sees it on the item itself."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from bongsu.crisis.taking import item_of, may_step_in
from bongsu.store.queries.rooms import RoomView
from bongsu.web.room.acts import may_act
from bongsu.web.viewer import Viewer

TAKEN = {"item_taken", "item_released"}


@dataclass(frozen=True, slots=True)
class Hand:
    """`by` has it; what the reader may do about that."""

    item: str
    by: str
    mine: bool
    may_take: bool

    @property
    def steps_in(self) -> bool:
        return self.may_take and bool(self.by)


def hand(viewer: Viewer, view: RoomView, key: str) -> Hand | None:
    """None for what nobody can take any more."""
    room, item = view.room, item_of(view.room, key)
    if item is None or not item.is_open:
        return None
    me = viewer.person.key if viewer.person else ""
    roles = viewer.person.roles if viewer.person else ()
    acts = room.is_open and may_act(roles, "take", observing=me in room.observers)
    free = item.by is None or item.by not in view.people
    return Hand(
        key,
        by=view.name(item.by) if item.by else "",
        mine=acts and item.by == me,
        may_take=acts and item.by != me and (free or may_step_in(room, item, me)),
    )


def alike(viewer: Viewer, view: RoomView, keys: Iterable[str]) -> Hashable:
    """What of a reader the hands of these items show."""
    return tuple((h.mine, h.may_take) for key in keys if (h := hand(viewer, view, key)))
