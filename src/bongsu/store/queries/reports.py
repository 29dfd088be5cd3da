"""Situation reports as they were made, by their number."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bongsu.core import events as e
from bongsu.core.line import Line
from bongsu.store import journal
from bongsu.store.mentions.models import Claim, Mention
from bongsu.store.operations.models import JournalLine, SituationReport

LISTED = 200


@dataclass(frozen=True, slots=True)
class Remarked:
    by: str
    at: datetime
    text: str | None  # None: erased


@dataclass(frozen=True, slots=True)
class Made:
    """One report with what only the store knows: the words behind its keys, and what people added."""

    at: datetime
    said: e.SituationReported
    remarks: tuple[Remarked, ...]
    claims: Mapping[str, str]  # claim key → its representative post
    origin: Mention | None


@dataclass(frozen=True, slots=True)
class Listed:
    number: int
    at: datetime
    level: int
    trend: int
    changed: tuple[str, ...]
    hour: int


def made(org: int, room: int, number: int) -> Made | None:
    """None where there is no such report. Reads its own lines only, however long the journal is."""
    row = SituationReport.objects.filter(org_id=org, room_id=room, number=number).first()
    if row is None:
        return None
    lines = _lines(org, room, [row.seq, *row.remarks])
    reported = lines.get(row.seq)
    if reported is None or not isinstance(reported.event, e.SituationReported):
        return None
    said = reported.event
    remarks = [line for seq in row.remarks if (line := lines.get(seq)) is not None]
    words = journal.unseal(room, [x.event.text for x in remarks if isinstance(x.event, e.ReportRemarked)])
    keys = [key for key, *_ in said.claims]
    return Made(
        at=reported.at,
        said=said,
        remarks=tuple(
            Remarked(x.by, x.at, words.get(x.event.text) if x.event.text.startswith(journal.SEALED) else x.event.text)
            for x in remarks
            if isinstance(x.event, e.ReportRemarked)
        ),
        claims=dict(Claim.objects.filter(org=org, key__in=keys).values_list("key", "text")),
        origin=Mention.objects.filter(org=org, key=said.origin).first() if said.origin else None,
    )


def listed(org: int, room: int) -> tuple[Listed, ...]:
    """The latest reports of a room, newest first."""
    rows = SituationReport.objects.filter(org_id=org, room_id=room).order_by("-number")[:LISTED]
    lines = _lines(org, room, [row.seq for row in rows])
    found = [(line.at, line.event) for row in rows if (line := lines.get(row.seq)) is not None]
    return tuple(
        Listed(x.number, at, x.level, x.trend, x.changed, x.hour)
        for at, x in found
        if isinstance(x, e.SituationReported)
    )


def _lines(org: int, room: int, numbers: list[int]) -> dict[int, Line]:
    bodies = JournalLine.objects.filter(org_id=org, room_id=room, seq__in=numbers).values_list("body", flat=True)
    return {line.seq: line for line in map(journal.read, bodies)}
