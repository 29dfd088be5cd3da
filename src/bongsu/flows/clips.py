"""A clip and a report count as mentions: whoever read it says which brand it is about, or its words do."""

from bongsu.core.errors import BrandUnclear
from bongsu.core.line import Line
from bongsu.core.ports import Item, Ports, Store
from bongsu.crisis.assess import clips as rules
from bongsu.crisis.room import Room
from bongsu.flows.acting import act
from bongsu.flows.listen import take_in
from bongsu.sense.match import Matcher

#: The beginning of a mention's own id, by what it was. The rest leads back to it.
CLIP, REPORT = "clip-", "report-"
KEY_CHARS = 32


def brand_of(ports: Ports, *, org: int, chosen: int | None, words: str) -> int:
    """The brand that was chosen, or the only one the words name. Raises BrandUnclear."""
    brands = ports.mentions.brands(org)
    if chosen is not None:
        found = [ref.id for ref in brands if ref.id == chosen]
    elif len(brands) == 1:
        found = [brands[0].id]
    else:
        found = [ref.id for ref in brands if Matcher(ref.words).match(words).counts]
    if len(found) != 1:
        raise BrandUnclear()
    return found[0]


def count_waiting(ports: Ports, *, org: int) -> int:
    """Bring what was kept or reported among the mentions; how many. Again, after a kill, and by two at once: once each.

    Called when one is kept, and by the clock for what a killed process left behind.
    """
    store: Store[Room] = ports.store
    waiting = store.uncounted(org)
    for post in waiting:
        key = CLIP + post.key[:KEY_CHARS] if post.kind == "clip" else REPORT + post.key
        if not post.counts:
            store.counted(org, post)
            continue
        item = Item(key, post.at, post.place, post.said, post.author or None, post.url or None)
        take_in(ports, org=org, brand=post.brand, items=[item], live=True, told=True)
        store.counted(org, post)
    return len(waiting)


def bring_clip(
    ports: Ports,
    *,
    org: int,
    room: int,
    by: str,
    clip: int,
    receipt: str,
    digest: str,
    place: str,
    pictures: int,
    said: str,
) -> tuple[Line, ...]:
    """A line of the room that names the clip and its digest. Raises AlreadyDone."""
    return act(
        ports,
        org=org,
        room=room,
        by=by,
        rule=lambda state, _at: rules.bring(
            state, by=by, clip=clip, receipt=receipt, digest=digest, place=place, pictures=pictures, said=said
        ),
    )
