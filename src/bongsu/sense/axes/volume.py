"""More posts than this brand is used to: in the windows of the hour, or of a stream of days in a day."""

from collections.abc import Sequence

from bongsu.core.values import NOTICE, FindingKind, LevelRow
from bongsu.sense.episodes import QUIET_S, go_on, surge_level
from bongsu.sense.known import Known
from bongsu.sense.ledger import WINDOWS_S
from bongsu.sense.rise import is_habit
from bongsu.sense.surprise import WINDOWS, Look, surprise, together
from bongsu.sense.telling import Teller
from bongsu.sense.weigh import level_of, points

#: Surprise from which a surge is told of: once in about a hundred thousand ordinary looks.
THRESHOLD = 5.0
LEAST_COUNT = 5
#: A brand without a history is measured against its own first minutes, taken for as uneven as brands are.
NEW_MINUTES, NEW_ALPHA = 15, 0.25


class Volume:
    """The axis of one brand."""

    def __init__(self, known: Known, table: Sequence[LevelRow], teller: Teller) -> None:
        self._known, self._table, self._teller = known, table, teller

    def surprise(self) -> tuple[float, Look] | None:
        """The present surprise and the window that speaks loudest; None as long as too little is known."""
        known = self._known
        if known.head is None or not known.rhythm.knows_enough:
            return None
        return together(self._looks(known.head // 60))

    def look(self, at: int, newest: str) -> None:
        """Look at the windows that end with epoch second `at`. `newest`: text of the newest post, "" without one."""
        if self._known.days.hold:
            self._look_at_day(at, newest)
        else:
            self.look_at_hour(at, newest)

    def look_at_hour(self, at: int, newest: str) -> None:
        head = at // 60
        known, window = self._known, self._known.window
        if window.count(head, WINDOWS[-1]) < LEAST_COUNT:
            return
        looks = self._looks(head) if known.rhythm.knows_enough else self._first_looks(head)
        if not looks:
            return
        score, loudest = together(looks)
        if score < THRESHOLD or loudest.count < LEAST_COUNT:
            return
        correction = loudest.surprise - score
        volume = surge_level(
            self._table, [k for k in looks if k.surprise - correction >= THRESHOLD and k.count >= LEAST_COUNT]
        )
        self._tell(
            at,
            volume=volume,
            score=score,
            look=loudest,
            authors=window.authors(head, loudest.minutes),
            posts=window.posts(head, loudest.minutes),
            newest=newest,
        )

    def _looks(self, head: int) -> list[Look]:
        looks = []
        rhythm = self._known.rhythm
        for i, minutes in enumerate(WINDOWS):
            count, expected = self._known.window.count(head, minutes), rhythm.expected(head, minutes)
            looks.append(Look(minutes, count, expected, surprise(count, expected, rhythm.alpha(i))))
        return looks

    def _first_looks(self, head: int) -> list[Look]:
        """Of a brand without a history: the last five minutes against those before, once there are some."""
        window = self._known.window
        since = window.first
        if since is None or head - since < NEW_MINUTES:
            return []
        minutes = WINDOWS[0]
        count, known = window.count(head, minutes), min(head - since + 1, WINDOWS[-1])
        before = window.count(head, known) - count
        expected = (before + 1) * minutes / (known - minutes)
        return [Look(minutes, count, expected, surprise(count, expected, NEW_ALPHA))]

    def _look_at_day(self, at: int, newest: str) -> None:
        days = self._known.days
        look = days.look()
        if look is None or look.count < LEAST_COUNT or look.surprise < THRESHOLD:
            return
        self._tell(
            at,
            volume=surge_level(self._table, [look]),
            score=look.surprise,
            look=look,
            authors=0,
            posts=days.posts(),
            newest=newest,
        )

    def _tell(
        self,
        at: int,
        *,
        volume: int,
        score: float,
        look: Look,
        authors: int,
        posts: list[tuple[int, str]],
        newest: str,
    ) -> None:
        if volume < NOTICE:
            return
        known = self._known
        claim = known.claims.loudest(at)
        if claim is not None and 5 * claim.recent_posts(at) < look.count:
            claim = None
        spoken = newest if claim is None else claim.text
        seconds = max(WINDOWS_S[0], min(look.minutes * 60, WINDOWS_S[-1]))
        counts = known.ledger.within(at, seconds)
        weight = self._teller.weight(at, seconds, counts)
        level = level_of(volume, weight)
        if points(weight) <= 0 and not known.days.hold and is_habit(known.rises.read(at)):
            return  # many posts and nothing else, as this brand has them every few days
        known.surge, said = go_on(known.surge, at=at, level=level, count=look.count, quiet_s=known.quiet(QUIET_S))
        if said is None:
            return
        if points(weight) > 0 and not (claim is not None and claim.complains):
            # Trouble lifts it, so trouble is quoted, and not whoever happens to have spoken last or most.
            when, told = known.telling
            if told and at - when < max(seconds, look.minutes * 60):
                claim, spoken = None, told
        first = posts[0][0] if posts else None
        if claim is not None:
            first = min(claim.first_at, first or claim.first_at)
        self._teller.tell(
            FindingKind.SURGE,
            said,
            at=at,
            level=level,
            surprise=score,
            window_s=look.minutes * 60,
            count=look.count,
            expected=look.expected,
            authors=authors,
            posts=posts,
            first_at=first,
            claim=claim,
            excerpt=spoken,
            counts=counts,
            weight=weight,
            rise=None if known.days.hold else known.rises.read(at),
        )
