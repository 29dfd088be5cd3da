"""The time an organisation lives in. Real time is read here, and nowhere else in `store`."""

import threading
import time
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from bongsu.store import prepared
from bongsu.store.operations.models import Org

#: For how long one process trusts what it read of an organisation's clock.
TRUST_S = 0.2
#: How often a running demo's clock is anchored anew; so much of it may be lived twice after a kill.
HEARTBEAT_S = 1.0


def real_now() -> datetime:
    """The wall clock, UTC."""
    return datetime.now(UTC)


class _Anchor(NamedTuple):
    speed: int  # 0: real time
    demo_at: datetime | None
    real_at: datetime | None

    def at(self, real: datetime) -> datetime:
        if self.speed == 0 or self.demo_at is None or self.real_at is None:
            return real
        passed = max(real - self.real_at, timedelta())
        return self.demo_at + passed * self.speed


class OrgClock:
    """core.ports.Clock over the organisation's clock columns.

    A demo's time is `clock_demo_at` + (real time − `clock_real_at`) × `clock_speed`. While Bongsu runs, `heartbeat`
    moves the anchor along; after a stop, `resume` goes on from the last heartbeat, so the time away was not lived.
    """

    def __init__(self) -> None:
        self._read: dict[int, tuple[float, _Anchor]] = {}
        self._lock = threading.Lock()

    def now(self, org: int) -> datetime:
        return self._anchor(org).at(real_now())

    def speed(self, org: int) -> int:
        """0: real time."""
        return self._anchor(org).speed

    def _anchor(self, org: int) -> _Anchor:
        known = self._read.get(org)
        if known and time.monotonic() - known[0] < TRUST_S:
            return known[1]
        rows = prepared.select(Org, ("clock_speed", "clock_demo_at", "clock_real_at"), where={"id": org})
        anchor = _Anchor(*rows[0]) if rows else _Anchor(0, None, None)
        with self._lock:
            self._read[org] = (time.monotonic(), anchor)
        return anchor

    def _set(self, org: int, *, speed: int, demo_at: datetime | None, real: datetime, was: _Anchor | None) -> None:
        rows = Org.objects.filter(pk=org)
        if was is not None:
            # Somebody else moved the anchor in between: theirs stands.
            rows = rows.filter(clock_speed=was.speed, clock_demo_at=was.demo_at, clock_real_at=was.real_at)
        rows.update(clock_speed=speed, clock_demo_at=demo_at, clock_real_at=real)
        with self._lock:
            self._read.pop(org, None)

    def _fresh(self, org: int) -> _Anchor:
        with self._lock:
            self._read.pop(org, None)
        return self._anchor(org)

    def start_at(self, org: int, at: datetime, *, speed: int = 1) -> None:
        """Begin a demo's time at `at`."""
        self._set(org, speed=speed, demo_at=at, real=real_now(), was=None)

    def set_speed(self, org: int, speed: int) -> None:
        """Run `speed` times as fast from now on; 0 returns to real time."""
        was, real = self._fresh(org), real_now()
        self._set(org, speed=speed, demo_at=was.at(real) if speed else None, real=real, was=None)

    def heartbeat(self, org: int) -> None:
        """Anchor at now; call it every HEARTBEAT_S while Bongsu runs. An organisation in real time needs none."""
        was, real = self._fresh(org), real_now()
        if was.speed and was.real_at and real - was.real_at >= timedelta(seconds=HEARTBEAT_S / 2):
            self._set(org, speed=was.speed, demo_at=was.at(real), real=real, was=was)

    def resume(self, org: int) -> None:
        """Go on where the clock stood when Bongsu stopped. Call once, before anything else looks at it."""
        was = self._fresh(org)
        if was.speed:
            self._set(org, speed=was.speed, demo_at=was.demo_at, real=real_now(), was=None)
