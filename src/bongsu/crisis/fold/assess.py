"""Findings, estimates, facts."""

from dataclasses import replace

from bongsu.core import events as e
from bongsu.core.line import Line
from bongsu.crisis.fold.step import on, swap
from bongsu.crisis.room import FINDINGS_KEPT, Estimate, Fact, NotedFinding, Room


@on(e.FindingNoted)
def _finding(room: Room, ev: e.FindingNoted, line: Line) -> Room:
    noted = NotedFinding(
        key=ev.key,
        kind=ev.kind,
        level=ev.level,
        surprise_centi=ev.surprise_centi,
        window_s=ev.window_s,
        count=ev.count,
        expected_milli=ev.expected_milli,
        authors=ev.authors,
        evidence=ev.evidence,
        claim=ev.claim,
        category=ev.category,
        excerpt=ev.excerpt,
        at=ev.found_at,
        seq=line.seq,
        noted_at=line.at,
    )
    return replace(room, findings=(*room.findings, noted)[-FINDINGS_KEPT:])


@on(e.EstimateSent)
def _estimate(room: Room, ev: e.EstimateSent, line: Line) -> Room:
    mine = Estimate(by=line.by, level=ev.level, press_pct=ev.press_pct, why=ev.why, at=line.at, seq=line.seq)
    return replace(room, estimates=(*(x for x in room.estimates if x.by != line.by), mine))


@on(e.FactNoted)
def _fact(room: Room, ev: e.FactNoted, line: Line) -> Room:
    fact = Fact(id=ev.fact, text=ev.text, status=ev.status, source=ev.source, by=line.by, at=line.at)
    return replace(room, facts=(*room.facts, fact))


@on(e.FactSettled)
def _settled(room: Room, ev: e.FactSettled, line: Line) -> Room:
    old = room.fact(ev.fact)
    if old is None:
        return room
    new = replace(old, status=ev.status, source=ev.source or old.source, by=line.by, at=line.at)
    return replace(room, facts=swap(room.facts, old, new))
