"""A clock that moves only when told."""

from datetime import UTC, datetime, timedelta

#: Monday, 2 March 2026, nine in the morning in Seoul.
NINE = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)


class FakeClock:
    """core.ports.Clock, the same time for every organisation."""

    def __init__(self, at: datetime = NINE) -> None:
        self.at = at

    def now(self, org: int) -> datetime:
        return self.at

    def forward(self, **how_far: float) -> datetime:
        """`forward(minutes=5)`. Gives the new time."""
        self.at += timedelta(**how_far)
        return self.at
