"""What a watch knows of one brand: windows, habits, claims, episodes. All of it moves through time together.

It is a value of some kilobytes, claims apart. One made anew from `encoded` and the claim rows goes on as if it had
never stopped; of posts that stand alone so far it remembers the newest (about 60).
"""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bongsu.core.ports import BrandRef, ClaimRow
from bongsu.sense.claims import Claims, room_among
from bongsu.sense.days import DAY_S, Days
from bongsu.sense.episodes import Episode
from bongsu.sense.ledger import Ledger
from bongsu.sense.memory import VERSION, Memory, encode, taken_over
from bongsu.sense.rhythm import Rhythm
from bongsu.sense.rise import Rises
from bongsu.sense.risks import Risk
from bongsu.sense.window import KEPT, Window

_STATE_BYTES = 19_500


class Known:
    """Everything remembered of one brand.

    head      epoch seconds of the newest event time; None before the first
    surge     the episode of volume
    axes      the episodes of tone, harm and press
    telling   the newest post that is surely troubled, to quote: epoch seconds, and the beginning of its text
    """

    def __init__(self, brand: BrandRef, state: bytes | None, rows: Sequence[ClaimRow], among: int) -> None:
        """See pipeline.BrandWatch."""
        singles, claims = room_among(among)
        kept = None if state is None else taken_over(state)
        orders, grown = (0, 0) if kept is None else kept.counters
        self.zone = ZoneInfo(brand.zone)
        self.claims = Claims(
            brand.id,
            rows,
            () if kept is None else kept.singles,
            orders=orders,
            grown=grown,
            common=(brand.name, *brand.words.include),
            most_singles=singles,
            most_claims=claims,
        )
        self.head: int | None
        self.surge: Episode | None
        self.risks: dict[str, Risk]
        self.axes: dict[str, Episode]
        self.telling: tuple[int, str] = (0, "") if kept is None else kept.telling
        if kept is None:
            self.head, self.surge, self.risks, self.axes = None, None, {}, {}
            self.window, self.rhythm = Window(), Rhythm(brand.zone)
            self.ledger, self.days, self.rises = Ledger(), Days(), Rises()
        else:
            self.head, self.surge, self.axes = kept.head, kept.surge, kept.axes
            self.risks = {name: risk for name, risk in kept.risks.items() if name in brand.words.risk}
            self.window, self.rhythm = Window(kept.window), Rhythm(brand.zone, kept.rhythm)
            self.ledger = Ledger(kept.bins, kept.usual, kept.troubled, kept.voices)
            self.days, self.rises = kept.days, Rises(kept.rises)

    def encoded(self) -> bytes:
        """All of it as a value, claims apart."""
        memory = Memory(
            VERSION,
            self.head,
            self.window.state(),
            self.rhythm.state(),
            self.surge,
            self.risks,
            self.claims.counters,
            [],
            self.ledger.bins,
            self.ledger.usual,
            self.ledger.latest,
            self.axes,
            self.days,
            self.rises.state(),
            self.ledger.heard,
            self.telling,
        )
        memory.singles = self.claims.latest_singles(_STATE_BYTES - len(encode(memory)))
        return encode(memory)

    def is_late(self, minute: int) -> bool:
        """Whether a post of epoch `minute` moves nothing any more."""
        return self.head is not None and minute <= self.head // 60 - KEPT

    def advance(self, at: int) -> int:
        """Move the end of all windows to epoch second `at`, never back. Returns that end.

        What leaves the windows becomes the usual.
        """
        if self.head is not None and at <= self.head:
            return self.head
        moved = self.head is None or at // 60 > self.head // 60
        if self.head is not None:
            self.ledger.move(self.head, at)
        self.head = at
        if not moved:
            return at
        self.rises.move(at)
        limit = at // 60 - KEPT
        for minute, count in self.window.leave(at // 60):
            self.rhythm.learn_one(minute, count)
        if self.rhythm.next is not None and self.rhythm.next <= limit:
            self.rhythm.learn_one(limit, 0)
        return at

    def add_count(self, at: int, count: int) -> None:
        """Mentions of the minute of epoch second `at`, known by number only; what lies before what is known is not
        taken in."""
        if self.head is not None and at // 60 <= max(self.head // 60 - KEPT, (self.rhythm.next or 0) - 1):
            return
        self.advance(at)
        self.window.add_count(at // 60, count)
        self.rises.add(count)

    def quiet(self, seconds: int) -> int:
        """How long an axis must not hold before its episode is over; a stream of days knows no hours."""
        return max(seconds, DAY_S + DAY_S // 2) if self.days.hold else seconds
