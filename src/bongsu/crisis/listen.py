"""When a mention happened: the time it claims, unless that cannot be."""

from datetime import datetime, timedelta

#: A clock may be wrong by minutes; more ahead is a lie or a mistake.
AHEAD = timedelta(minutes=10)
#: On a live source something this old is a re-posted archive, not news.
BACK = timedelta(days=30)


def event_time(ts: datetime, *, seen_at: datetime, live: bool) -> tuple[datetime, tuple[str, ...]]:
    """The time a mention counts at, and flags that say when it is not the one given.

    live   the source tells what happens now; a file tells history and is believed, however old
    """
    if not live:
        return ts, ()
    if ts - seen_at > AHEAD:
        return seen_at, ("future",)
    if seen_at - ts > BACK:
        return seen_at, ("stale",)
    return ts, ()
