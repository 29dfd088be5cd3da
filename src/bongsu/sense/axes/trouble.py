"""Unhappiness, or harm, in more of the posts than this brand is used to; and press that carries it."""

from collections.abc import Sequence

from bongsu.core.values import CAUTION, NOTICE, FindingKind, LevelRow, Piece
from bongsu.sense.episodes import QUIET_S, go_on
from bongsu.sense.known import Known
from bongsu.sense.ledger import KEPT_S, VOICES_LEAST, WINDOWS_S, Counts
from bongsu.sense.telling import Teller
from bongsu.sense.weigh import UNUSUAL, ceiling, named_level, points

TONE_AUTHORS = 10  # distinct and troubled, before unhappiness without a burst is more than a notice
TONE_POINTS = 3
OPEN_DAY_POINTS = 2  # of a day that no usual day is known for: as with a burst
PRESS_VOICES = 3  # troubled before press is said to carry what people say


class Trouble:
    """The axes tone, harm and press of one brand."""

    def __init__(self, known: Known, table: Sequence[LevelRow], teller: Teller) -> None:
        self._known, self._table, self._teller = known, table, teller

    def look(self, at: int, newest: str) -> None:
        """With or without a burst. `newest`: text of the newest troubled post."""
        ledger = self._known.ledger
        usual = ledger.usual
        open_day = self._known.days.open
        for seconds in WINDOWS_S:
            if ledger.troubled(at, seconds) < VOICES_LEAST:
                continue
            counts = ledger.within(at, seconds)
            voices = ledger.voices(at, seconds, counts)
            danger = usual.danger(counts) if counts.harm >= VOICES_LEAST else 0.0
            trouble = usual.trouble(counts)
            score = max(danger, trouble)
            if voices < VOICES_LEAST or (score < UNUSUAL and not open_day):
                continue
            weight = self._teller.weight(at, seconds, counts)
            enough = OPEN_DAY_POINTS if open_day else TONE_POINTS
            level = CAUTION if points(weight) >= enough and voices >= TONE_AUTHORS else NOTICE
            if score < UNUSUAL and level < CAUTION:
                continue
            surge = self._known.surge
            if surge is not None and at - surge.true_at < QUIET_S and surge.level >= level:
                return  # told already, with its volume
            kind, axis = (FindingKind.RISK, "harm") if danger > trouble else (FindingKind.TONE, "tone")
            self._tell(
                kind,
                axis,
                at=at,
                level=level,
                seconds=seconds,
                counts=counts,
                weight=weight,
                score=score,
                excerpt=newest,
            )
            return

    def look_at_press(self, at: int, text: str) -> None:
        """Press carries what people were troubled by. `text`: of its post."""
        counts = self._known.ledger.within(at, KEPT_S)
        if self._known.ledger.voices(at, KEPT_S, counts) <= PRESS_VOICES:
            return
        weight = self._teller.weight(at, KEPT_S, counts, press=True)
        self._tell(
            FindingKind.PRESS,
            "press",
            at=at,
            level=max(NOTICE, min(named_level(self._table, "press"), ceiling(weight))),
            seconds=KEPT_S,
            counts=counts,
            weight=weight,
            score=0.0,
            excerpt=text,
        )

    def _tell(
        self,
        kind: FindingKind,
        axis: str,
        *,
        at: int,
        level: int,
        seconds: int,
        counts: Counts,
        weight: tuple[Piece, ...],
        score: float,
        excerpt: str,
    ) -> None:
        known = self._known
        known.axes[axis], said = go_on(
            known.axes.get(axis), at=at, level=level, count=counts.troubled, quiet_s=known.quiet(KEPT_S)
        )
        if said is None:
            return
        posts = known.ledger.posts(at, seconds)
        self._teller.tell(
            kind,
            f"{axis}:{said}",
            at=at,
            level=level,
            surprise=score,
            window_s=seconds,
            count=counts.posts,
            authors=known.ledger.voices(at, seconds, counts),
            posts=posts,
            first_at=posts[0][0] if posts else None,
            excerpt=excerpt,
            counts=counts,
            weight=weight,
        )
