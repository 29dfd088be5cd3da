"""A source that is silent beyond its own habit is news: told once, and over when it speaks again."""

from datetime import datetime

from bongsu.core.ports import Ports, SilenceSeen
from bongsu.core.values import Finding, FindingKind


def heard(ports: Ports, *, org: int, source: int) -> None:
    """A source brought something new, now."""
    if ports.silences is not None:
        ports.silences.heard(source, at=ports.clock.now(org))


def watch_sources(ports: Ports, *, org: int) -> int:
    """Tell of the sources that have just fallen silent; returns how many.

    Findings go first and have one key for each silence: dying in between, or two at once, tells nothing twice.
    """
    if ports.silences is None:
        return 0
    at = ports.clock.now(org)
    told = 0
    for seen in ports.silences.judge(org, at=at):
        ports.mentions.tell(org, tuple(finding_of(seen, brand, at) for brand in seen.brands))
        told += ports.silences.note(org, seen, at=at)
    return told


def finding_of(seen: SilenceSeen, brand: int, at: datetime) -> Finding:
    """As a finding of one brand. It never lights a beacon: silence says that we hear less, not that more is wrong."""
    return Finding(
        key=f"silence:{seen.source}:{int(seen.since.timestamp())}:{brand}",
        kind=FindingKind.SILENCE,
        brand=brand,
        at=at,
        level=1,
        surprise_centi=0,
        window_s=int((at - seen.since).total_seconds()),
        count=0,
        expected_milli=seen.missed_milli,
        authors=0,
        evidence=(),
        first_post_at=seen.since,
        excerpt=seen.name,
    )
