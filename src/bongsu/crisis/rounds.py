"""The rounds of the situation report: when the level in force asks for one, and what a change of the beacon leaves due.

Its own module because the fold asks too: what was due when the beacon moved is still due.
"""

from datetime import datetime, timedelta

from bongsu.core.values import LevelRow
from bongsu.crisis.room import Room


def round_after(row: LevelRow, since: datetime, at: datetime) -> datetime | None:
    """The next round after `at` of a level in force `since`; None where the table asks for no reports.

    Every `report_every_min`; past `report_relaxed_after_min`, where the table has it, every `report_relaxed_min`.
    """
    if not row.report_every_min:
        return None
    every = timedelta(minutes=row.report_every_min)
    turn = _turn(row, since)
    if turn is None:
        return _next(since, every, at)
    when = _next(since, every, at)
    return when if when <= turn else _next(turn, timedelta(minutes=row.report_relaxed_min or 1), max(at, turn))


def round_before(row: LevelRow, since: datetime, at: datetime) -> datetime | None:
    """The latest round up to `at`; None where there was none yet."""
    if not row.report_every_min or at < since:
        return None
    every = timedelta(minutes=row.report_every_min)
    turn = _turn(row, since)
    if turn is not None and at >= turn:
        since, every = turn, timedelta(minutes=row.report_relaxed_min or 1)
        return since + every * ((at - since) // every)
    passed = (at - since) // every
    return since + every * passed if passed else None


def _turn(row: LevelRow, since: datetime) -> datetime | None:
    """The round from which reports come at the relaxed pace."""
    if not row.report_relaxed_min or not row.report_relaxed_after_min or not row.report_every_min:
        return None
    rounds = max(1, row.report_relaxed_after_min // row.report_every_min)
    return since + timedelta(minutes=row.report_every_min) * rounds


def _next(since: datetime, every: timedelta, at: datetime) -> datetime:
    return since + every * (max(timedelta(0), at - since) // every + 1)


def report_due(room: Room, at: datetime) -> datetime | None:
    """When the situation is next reported after `at`: the level's cadence since it came, or the round left due before
    it, whichever is sooner. None where the table asks for none."""
    if not room.is_open:
        return None
    left = _left(room)
    rounds = (round_after(room.ground.row(room.level), room.level_at, at), left if left and left > at else None)
    return min((when for when in rounds if when), default=None)


def first_due(room: Room) -> datetime | None:
    """The first round that has no report yet."""
    if not room.is_open:
        return None
    done = room.level_at if room.report is None else max(room.level_at, room.report.round_at)
    rounds = (round_after(room.ground.row(room.level), room.level_at, done), _left(room))
    return min((when for when in rounds if when), default=None)


def report_wanted(room: Room, at: datetime) -> datetime | None:
    """The round to be reported now: the latest one that has come, if it has no report. What was missed stays missed."""
    if not room.is_open:
        return None
    left = _left(room)
    rounds = (round_before(room.ground.row(room.level), room.level_at, at), left if left and left <= at else None)
    latest = max((when for when in rounds if when), default=None)
    if latest is None or (room.report is not None and room.report.round_at >= latest):
        return None
    return latest


def left_due(before: Room, after: Room) -> datetime | None:
    """The round due in `before` that `after` the beacon moved would come later: people were told that minute."""
    was, now = first_due(before), first_due(after)
    return was if was and now and was < now else None


def _left(room: Room) -> datetime | None:
    """What the last move of the beacon left due and nobody has been told yet."""
    left = room.report_left_at
    return left if left and (room.report is None or room.report.round_at < left) else None
