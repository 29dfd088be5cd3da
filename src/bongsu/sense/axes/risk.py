"""Several people use words of one risk category."""

from collections.abc import Sequence

from bongsu.core.values import FindingKind, LevelRow
from bongsu.sense.episodes import go_on, voiced_level
from bongsu.sense.hearing import HeardPost
from bongsu.sense.known import Known
from bongsu.sense.risks import WINDOW_S, Risk
from bongsu.sense.telling import Teller

AUTHORS = 3  # distinct, in one category within half an hour


class RiskWords:
    """The axis of one brand."""

    def __init__(self, known: Known, table: Sequence[LevelRow], teller: Teller) -> None:
        self._known, self._table, self._teller = known, table, teller

    def look(self, category: str, one: HeardPost, at: int) -> None:
        """A post names `category`. `at`: epoch seconds of the newest event time."""
        risks = self._known.risks
        risk = risks.get(category)
        if risk is None:
            risk = risks[category] = Risk({}, {}, {})
        risk.forget(at)
        risk.add(one.author, one.key, one.at)
        authors = len(risk.voices)
        if authors < AUTHORS:
            return
        level = voiced_level(self._table, category, authors)
        risk.episode, said = go_on(risk.episode, at=at, level=level, count=risk.count())
        if said is None:
            return
        posts = risk.posts()
        self._teller.tell(
            FindingKind.RISK,
            f"{category}:{said}",
            at=at,
            level=level,
            window_s=WINDOW_S,
            count=risk.count(),
            authors=authors,
            posts=posts,
            first_at=posts[0][0],
            excerpt=one.mention.text,
            category=category,
        )
