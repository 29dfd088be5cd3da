"""Findings as people get them: what came true, with what is said in its window and the posts it rests on."""

from datetime import UTC, datetime

from bongsu.core.values import Finding, FindingKind, Piece, Rise
from bongsu.sense.claim import Claim
from bongsu.sense.known import Known
from bongsu.sense.ledger import Counts
from bongsu.sense.normalise import clean
from bongsu.sense.weigh import pieces

MOST_EVIDENCE = 20
MOST_EXCERPT = 300


class Teller:
    """Collects what one brand's axes tell."""

    def __init__(self, brand: int, known: Known) -> None:
        self._brand, self._known = brand, known
        self._findings: list[Finding] = []

    def take(self) -> tuple[Finding, ...]:
        """What was told since this was last called."""
        findings = tuple(self._findings)
        self._findings.clear()
        return findings

    def weight(self, at: int, seconds: int, counts: Counts, *, press: bool = False) -> tuple[Piece, ...]:
        """What the `seconds` up to `at` weigh, of which `counts` are the posts."""
        ledger = self._known.ledger
        return pieces(
            counts,
            ledger.usual,
            voices=ledger.voices(at, seconds, counts),
            claim_authors=self._known.claims.told_authors(at),
            press=press,
        )

    def tell(
        self,
        kind: FindingKind,
        said: str,
        *,
        at: int,
        level: int,
        window_s: int,
        count: int,
        authors: int,
        posts: list[tuple[int, str]],
        excerpt: str,
        first_at: int | None,
        surprise: float = 0.0,
        expected: float = 0.0,
        claim: Claim | None = None,
        category: str | None = None,
        counts: Counts | None = None,
        weight: tuple[Piece, ...] = (),
        rise: Rise | None = None,
    ) -> None:
        """Tell of it. `said`: the end of its key; `counts` and `weight` of its window where they are known already."""
        if counts is None:
            counts = self._known.ledger.within(at, window_s)
            weight = self.weight(at, window_s, counts)
        cluster, cluster_posts = counts.cluster
        half = MOST_EVIDENCE // 2
        if len(posts) > MOST_EVIDENCE:
            posts = posts[:half] + posts[-half:]  # how it began, and where it stands
        self._findings.append(
            Finding(
                key=f"{kind.value}:{self._brand}:{said}",
                kind=kind,
                brand=self._brand,
                at=datetime.fromtimestamp(at, UTC),
                level=level,
                surprise_centi=round(100 * surprise),
                window_s=window_s,
                count=count,
                expected_milli=round(1000 * expected),
                authors=authors,
                evidence=tuple(key for _, key in posts),
                first_post_at=None if first_at is None else datetime.fromtimestamp(first_at, UTC),
                claim=None if claim is None else claim.key,
                excerpt=clean(excerpt[:MOST_EXCERPT])[0],
                category=category,
                weight=weight,
                troubled=counts.troubled,
                usual_pct=round(100 * self._known.ledger.usual.share),
                says=counts.kind,
                cluster=cluster,
                cluster_posts=cluster_posts,
                rise=rise,
            )
        )
