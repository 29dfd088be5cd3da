"""Findings, estimates, facts, situation reports."""

from dataclasses import replace

from bongsu.core import events as e
from bongsu.core.line import Line
from bongsu.crisis.fold.step import bounded, on, swap
from bongsu.crisis.room import FINDINGS_KEPT, Correction, Estimate, Fact, NotedFinding, Remark, Report, Room

#: Of one fact: journal lines and corrections kept at hand.
LINES_KEPT, CORRECTIONS_KEPT = 30, 8
REMARKS_KEPT = 20


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
        weight=ev.weight,
        troubled=ev.troubled,
        usual_pct=ev.usual_pct,
        says=ev.says,
        cluster=ev.cluster,
        cluster_posts=ev.cluster_posts,
        rise=ev.rise,
    )
    return replace(room, findings=(*room.findings, noted)[-FINDINGS_KEPT:])


@on(e.EstimateSent)
def _estimate(room: Room, ev: e.EstimateSent, line: Line) -> Room:
    mine = Estimate(
        by=line.by,
        level=ev.level,
        press_pct=ev.press_pct,
        why=ev.why,
        at=line.at,
        seq=line.seq,
        volumes=ev.volumes,
        confidence=ev.confidence,
        would_do=ev.would_do,
        executive=ev.executive,
    )
    return replace(room, estimates=(*(x for x in room.estimates if x.by != line.by), mine))


@on(e.PressSettled)
def _press(room: Room, ev: e.PressSettled, line: Line) -> Room:
    if ev.reported:
        return replace(room, press=replace(room.press, reported_at=ev.when, link=ev.link, by=line.by))
    # Whoever looked last is believed, above all before what a machine took for a report.
    return replace(room, press=replace(room.press, reported_at=None, link="", none_until=ev.when, by=line.by))


# ── facts ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@on(e.FactNoted)
def _fact(room: Room, ev: e.FactNoted, line: Line) -> Room:
    fact = Fact(
        id=ev.fact,
        text=ev.text,
        status=ev.status,
        source=ev.source,
        by=line.by,
        at=line.at,
        owner=ev.owner,
        due_at=ev.due_at,
        claim=ev.claim,
        rumour=ev.rumour,
        evidence=ev.evidence,
        link=ev.link,
        noted_by=line.by,
        noted_at=line.at,
        lines=(line.seq,),
    )
    return replace(room, facts=bounded((*room.facts, fact), _is_past))


def _is_past(fact: Fact) -> bool:
    """What was confirmed stays, to be spoken of, and what is open; a false one may go once it was corrected."""
    return fact.status == "false" and (not fact.rumour or bool(fact.corrections))


def changed(room: Room, key: str, line: Line, **now: object) -> Room:
    """A fact as one more of its lines makes it."""
    old = room.fact(key)
    if old is None:
        return room
    first, *rest = (*old.lines, line.seq)
    lines = (first, *rest[-(LINES_KEPT - 1) :])
    new = replace(old, lines=lines, **now)  # type: ignore[arg-type]
    return replace(room, facts=bounded(swap(room.facts, old, new), _is_past))


@on(e.FactSettled)
def _settled(room: Room, ev: e.FactSettled, line: Line) -> Room:
    old = room.fact(ev.fact)
    if old is None:
        return room
    return changed(
        room,
        ev.fact,
        line,
        status=ev.status,
        source=ev.source or old.source,
        link=ev.link or old.link,
        by=line.by,
        at=line.at,
        # Another finding of fact, another answer: what was agreed on the old one is agreed no longer.
        answer="",
        coordinated_by="",
        coordinated_at=None,
        corrections=(),
    )


@on(e.FactAssigned)
def _assigned(room: Room, ev: e.FactAssigned, line: Line) -> Room:
    return changed(room, ev.fact, line, owner=ev.owner, due_at=ev.due_at, late=False)


@on(e.FactOverdue)
def _overdue(room: Room, ev: e.FactOverdue, line: Line) -> Room:
    old = room.fact(ev.fact)
    return changed(room, ev.fact, line, late=True, owner=ev.owner or (old.owner if old else None))


@on(e.RumourCoordinated)
def _coordinated(room: Room, ev: e.RumourCoordinated, line: Line) -> Room:
    return changed(room, ev.fact, line, answer=ev.answer, coordinated_by=line.by, coordinated_at=line.at)


@on(e.RumourCorrected)
def _corrected(room: Room, ev: e.RumourCorrected, line: Line) -> Room:
    old = room.fact(ev.fact)
    said = Correction(where=ev.where, statement=ev.statement, link=ev.link, by=line.by, at=line.at)
    before = old.corrections if old else ()
    return changed(room, ev.fact, line, corrections=(*before, said)[-CORRECTIONS_KEPT:])


# ── situation reports ─────────────────────────────────────────────────────────────────────────────────────────────
@on(e.SituationReported)
def _reported(room: Room, ev: e.SituationReported, line: Line) -> Room:
    last = Report(number=ev.number, round_at=ev.round_at, at=line.at, seq=line.seq, said=ev)
    # What was said beforehand stands with it; what was said of older ones is in the journal.
    return replace(room, report=last, remarks=tuple(r for r in room.remarks if r.report >= ev.number))


@on(e.ReportRemarked)
def _remarked(room: Room, ev: e.ReportRemarked, line: Line) -> Room:
    said = Remark(report=ev.report, text=ev.text, by=line.by, at=line.at, seq=line.seq)
    return replace(room, remarks=(*room.remarks, said)[-REMARKS_KEPT:])
