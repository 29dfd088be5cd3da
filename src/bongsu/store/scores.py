"""Forecasts that wait for their outcome, and what came of them (core.ports.Scores)."""

from datetime import datetime

from bongsu.core import events as e
from bongsu.core.line import Line
from bongsu.core.ports import ScoreJob
from bongsu.crisis.assess import scoring
from bongsu.crisis.room import Room
from bongsu.store import journal
from bongsu.store.operations import models as m

_LEVELS = ("room_opened", "beacon_raised", "beacon_lowered")


class DjangoScores:
    """core.ports.Scores on the operations' tables."""

    def due(self, org: int, at: datetime, *, limit: int) -> tuple[ScoreJob, ...]:
        rows = m.EstimateScore.objects.filter(org_id=org, look_at__lte=at).select_related("room").defer("room__state")
        return tuple(
            ScoreJob(
                id=row.pk,
                org=org,
                room=row.room_id,
                brand=row.room.brand_id,
                what=row.what,
                low=row.low,
                high=row.high,
                sent_at=row.sent_at,
                look_at=row.look_at or at,
            )
            for row in rows.order_by("look_at", "id")[:limit]
        )

    def settle(self, job: ScoreJob, *, outcome: int | None, loss: float | None, at: datetime) -> bool:
        mine = m.EstimateScore.objects.filter(pk=job.id, scored_at=None)
        return bool(mine.update(outcome=outcome, loss=loss, scored_at=at, look_at=None))

    def wait(self, job: ScoreJob) -> None:
        # Not where news came in the meantime: it set another time to look.
        m.EstimateScore.objects.filter(pk=job.id, scored_at=None, look_at=job.look_at).update(look_at=None)

    def levels(self, job: ScoreJob, *, until: datetime) -> tuple[tuple[datetime, int], ...]:
        rows = m.JournalLine.objects.filter(org_id=job.org, room_id=job.room, type__in=_LEVELS, at__lte=until)
        lines = (journal.read(body) for body in rows.order_by("seq").values_list("body", flat=True))
        return tuple((line.at, level) for line in lines if (level := _level(line)) is not None)


def _level(line: Line) -> int | None:
    match line.event:
        case e.RoomOpened(level=level):
            return level
        case e.BeaconRaised(level_to=level) | e.BeaconLowered(level_to=level):
            return level
        case _:
            return None


# ── in step with the journal ───────────────────────────────────────────────────────────────────────────────────────
def ask(room: Room, sent: e.EstimateSent, line: Line) -> None:
    """What an estimate says waits for its outcome. A drill's is never counted."""
    person = m.Person.objects.filter(org_id=room.org, key=line.by).first()
    if room.kind != "crisis" or person is None:
        return
    m.EstimateScore.objects.bulk_create(
        m.EstimateScore(
            org_id=room.org,
            room_id=room.id,
            person=person,
            seq=line.seq,
            what=one.what,
            low=one.low,
            high=one.high,
            sent_at=line.at,
            look_at=one.due_at,
        )
        for one in scoring.asked(sent, line.at)
    )


def press_told(room: Room, at: datetime) -> None:
    """Look again at the forecasts of press whose time is over."""
    over = m.EstimateScore.objects.filter(
        room_id=room.id, what="press", scored_at=None, sent_at__lte=at - scoring.PRESS_WITHIN
    )
    over.update(look_at=at)
