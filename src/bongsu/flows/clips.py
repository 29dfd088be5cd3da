"""A clip and a report count as mentions: whoever read it says which brand it is about, or its words do."""

from datetime import datetime

from bongsu.core.errors import BrandUnclear
from bongsu.core.ports import Item, Ports, Receipt
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


def count_clip(
    ports: Ports,
    *,
    org: int,
    brand: int,
    identity: str,
    place: str,
    said: str,
    author: str,
    url: str,
    seen_at: datetime,
) -> Receipt:
    """Among the mentions of the place it was seen at. Again, and by two at once: once."""
    item = Item(CLIP + identity[:KEY_CHARS], seen_at, place, said, author or None, url or None)
    return take_in(ports, org=org, brand=brand, items=[item], live=True, told=True)


def count_report(ports: Ports, *, org: int, brand: int, receipt: str, said: str, at: datetime) -> Receipt:
    item = Item(REPORT + receipt, at, "report", said)
    return take_in(ports, org=org, brand=brand, items=[item], live=True, told=True)
