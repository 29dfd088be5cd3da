"""A live brand as a series: its posts in rows of five minutes, read by `warning` as a file of history is.

A live brand that says nothing is known to be silent: its empty rows count as zero, of a gap at most a week's.
"""

import msgspec

from bongsu.core.values import Rise
from bongsu.sense.warning import EarlyWarning, WarningState

ROW_S = 300
#: Before there is a record of so many days, nothing is said of how seldom a rise is.
KNOWN_DAYS = 7
#: A rise that comes more often than once in so many hours is this brand's own habit (`warning.ALARM`, as hours).
ALARM_H = 7 * 24
_MOST_EMPTY = 7 * 86_400 // ROW_S


def is_habit(rise: Rise) -> bool:
    """Whether this brand is known to see such a rise more often than once a week; False as long as too little is known.

    >>> [is_habit(Rise(seldom_h, lasts_s=0, doublings_centi=0)) for seldom_h in (0, 30, 400)]
    [False, True, False]
    """
    return 0 < rise.seldom_h < ALARM_H


class RiseState(msgspec.Struct, array_like=True):
    row: int | None
    count: int
    warning: WarningState


class Rises:
    """One brand's rows. `state`: of one that goes on as if it had never stopped."""

    def __init__(self, state: RiseState | None = None) -> None:
        self._row: int | None = None if state is None else state.row
        self._count = 0 if state is None else state.count
        self._warning = EarlyWarning(None if state is None else state.warning)

    def state(self) -> RiseState:
        return RiseState(self._row, self._count, self._warning.state())

    def move(self, at: int) -> None:
        """Time passes to epoch second `at`: rows that have ended are learned."""
        row = at // ROW_S
        if self._row is None:
            self._row = row
        if row <= self._row:
            return
        self._warning.learn_one(float((self._row + 1) * ROW_S), float(self._count))
        for empty in range(max(self._row + 1, row - _MOST_EMPTY), row):
            self._warning.learn_one(float((empty + 1) * ROW_S), 0.0)
        self._row, self._count = row, 0

    def add(self, count: int = 1) -> None:
        """So many posts in the row under way."""
        self._count += count

    def read(self, at: int) -> Rise:
        """The rise as it stands at epoch second `at`."""
        reading = self._warning.read_one(at, self._count)
        episode = reading.episode
        return Rise(
            seldom_h=round(24 * reading.seldom_days) if self._warning.known_days >= KNOWN_DAYS else 0,
            lasts_s=0 if episode is None else round(episode.lasts_s),
            doublings_centi=round(100 * reading.doublings_an_h),
        )
