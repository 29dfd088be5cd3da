"""Many say the same thing."""

from collections.abc import Sequence

from bongsu.core.values import FindingKind, LevelRow
from bongsu.sense.claim import WINDOW_S
from bongsu.sense.claims import Heard
from bongsu.sense.episodes import go_on, voiced_level
from bongsu.sense.hearing import HeardPost
from bongsu.sense.known import Known
from bongsu.sense.telling import Teller

AUTHORS = 5  # distinct, on one claim within two hours


class Claimed:
    """The axis of one brand."""

    def __init__(self, known: Known, table: Sequence[LevelRow], teller: Teller) -> None:
        self._known, self._table, self._teller = known, table, teller

    def look(self, one: HeardPost, said: Heard, at: int) -> None:
        """Fold a post into its claim, and look at that. `at`: epoch seconds of the newest event time."""
        claim = self._known.claims.fold(
            said,
            mention=one.key,
            at=one.at,
            author=one.author,
            text=one.mention.text,
            category=self._weightiest(one.risks),
            source=one.mention.source,
            troubled=one.said.surely,
        )
        if claim is None:
            return
        authors = claim.recent_authors(at)
        if authors < AUTHORS:
            return
        if claim.category is None and not claim.complains:
            return  # many say it, and few of them are surely troubled by it: the Watch lists it
        level = voiced_level(self._table, claim.category, authors)
        claim.episode, news = go_on(claim.episode, at=at, level=level, count=claim.size)
        if news is None:
            return
        self._teller.tell(
            FindingKind.CLAIM,
            f"{claim.key}:{news}",
            at=at,
            level=level,
            window_s=WINDOW_S,
            count=claim.recent_posts(at),
            authors=claim.distinct(),
            posts=sorted(claim.first_posts + claim.last_posts),
            first_at=claim.first_at,
            claim=claim,
            excerpt=claim.text,
            category=claim.category,
        )

    def _weightiest(self, risks: tuple[str, ...]) -> str | None:
        """Of several categories the one whose trigger stands highest in the level table."""
        if not risks:
            return None
        return max(risks, key=lambda name: max((row.level for row in self._table if name in row.triggers), default=1))
