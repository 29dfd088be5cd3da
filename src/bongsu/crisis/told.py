"""Whether what a reporter was told still stands, and whether anything is still to come of it."""

from bongsu.crisis.room import Inquiry, Room


def stale(room: Room, known: Inquiry) -> bool:
    """Whether a reporter was told what no longer stands: they are to hear that from us."""
    if known.state != "answered":
        return False
    facts = [room.fact(key) for key in known.facts]
    if any(fact is None or fact.status != "confirmed" for fact in facts):
        return True
    told = next((s for s in room.statements if s.id == known.statement), None)
    return told is not None and told.withdrawn_at is not None


def owed(room: Room, known: Inquiry) -> bool:
    """Whether a reporter waits for us, must hear that what we said no longer stands, or is to print a correction."""
    claimed = known.state == "answered" and any(c.is_open and _same(c.medium, known.medium) for c in room.corrections)
    return known.waits or stale(room, known) or claimed


def _same(a: str, b: str) -> bool:
    """People write a medium's name with and without blanks."""
    return "".join(a.split()).casefold() == "".join(b.split()).casefold()
