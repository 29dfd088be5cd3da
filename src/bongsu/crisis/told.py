"""Whether what a reporter was told still stands."""

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
