"""A room's journal is shown elsewhere too: at least once, in order, and never in the room's way."""

from datetime import UTC, datetime

from bongsu.core.errors import OutletError, TryLater
from bongsu.core.ports import Ports

#: A worker that died with a mirror in hand gives it back after this many seconds.
MIRROR_LEASE_S = 60.0
FIRST_WAIT_S, MOST_WAIT_S = 5.0, 900.0


def mirror_next(ports: Ports, *, now: datetime | None = None) -> bool:
    """Show one mirror the next lines of one room; False when none waits. `now` is real time.

    Killed between sending and recording, the same lines are sent again under the same key. A mirror that fails waits
    longer each time, keeps its place in the journal, and says why in the settings.
    """
    shelf, tell = ports.mirror_shelf, ports.tell
    if shelf is None or tell is None:
        return False
    at = now or datetime.now(UTC)
    work = shelf.claim_mirror(at, MIRROR_LEASE_S, kinds=tuple(ports.mirrors))
    if work is None:
        return False
    job = tell(work)
    try:
        if job.lines:
            ports.mirrors[work.kind].post(job)
    except OutletError as problem:
        asked = problem.after_s if isinstance(problem, TryLater) else 0.0
        reason = str(problem.about.get("reason") or problem.code)
        shelf.mirror_failed(work, reason, max(asked, wait_s(work.failures + 1)), at=at)
    except (OSError, ValueError) as problem:
        shelf.mirror_failed(work, f"{type(problem).__name__}: {problem}", wait_s(work.failures + 1), at=at)
    else:
        shelf.mirror_done(work, at=at)
    return True


def wait_s(failures: int) -> float:
    """Pause after so many failures in a row.

    >>> [wait_s(n) for n in (1, 2, 3, 99)]
    [5.0, 10.0, 20.0, 900.0]
    """
    return min(MOST_WAIT_S, FIRST_WAIT_S * 2.0 ** min(failures - 1, 20))
