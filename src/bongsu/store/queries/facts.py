"""One fact with all that is known of it: its journal lines, its evidence, the claim it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bongsu.core import events as e
from bongsu.core.line import Line
from bongsu.store import journal
from bongsu.store.mentions.models import Claim
from bongsu.store.operations import models as m


@dataclass(frozen=True, slots=True)
class History:
    lines: tuple[Line, ...]  # oldest first
    words: Mapping[str, str]  # seal → text, for what was not erased


def history(org: int, room: int, numbers: Sequence[int]) -> History:
    """These lines of a room's journal, with their words."""
    bodies = m.JournalLine.objects.filter(org_id=org, room_id=room, seq__in=numbers).order_by("seq")
    lines = tuple(journal.read(body) for body in bodies.values_list("body", flat=True))
    seals = [getattr(line.event, name) for line in lines for name in e.personal_fields(type(line.event))]
    return History(lines, journal.unseal(room, seals))


def claim_text(org: int, brand: int, key: str) -> str:
    """The representative post of a claim; empty for one that is not kept."""
    return str(Claim.objects.filter(org=org, brand=brand, key=key).values_list("text", flat=True).first() or "")
