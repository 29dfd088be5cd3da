"""Rooms that an earlier version stored are folded anew from their journals.

What a room is made of grows with the product; its lines stay. A stored state is only a fold that was kept, so a version
that folds more makes it again, once, before anybody reads it.
"""

import logging
from collections.abc import Iterator

from django.db import transaction

from bongsu.core.line import Line
from bongsu.crisis import fold
from bongsu.store import codec, journal, projections
from bongsu.store.operations import models as m
from bongsu.store.verify import BROKEN

PAGE = 500

log = logging.getLogger("bongsu.store.refold")


def refold() -> int:
    """Bring every room to this version's shape; returns how many were folded anew.

    A journal that makes no room is left as it is: `bongsu verify` names what is wrong with it.
    """
    done = 0
    for room in m.Room.objects.exclude(shape=codec.shape()).order_by("id").values_list("id", flat=True):
        done += _one(room)
    return done


def _lines(room: int) -> Iterator[Line]:
    rows = m.JournalLine.objects.filter(room_id=room).order_by("seq").values_list("seq", "body")
    after = 0
    while page := list(rows.filter(seq__gt=after)[:PAGE]):
        yield from (journal.read(body) for _, body in page)
        after = page[-1][0]


def _one(room: int) -> bool:
    with transaction.atomic(durable=True):
        row = m.Room.objects.select_for_update().filter(pk=room).exclude(shape=codec.shape()).first()
        if row is None:
            return False  # another process was first
        try:
            state = fold.fold(_lines(room), room=room, org=row.org_id)
        except BROKEN as problem:
            log.warning("room %d does not fold: %s: %s", room, type(problem).__name__, problem)
            return False
        m.Room.objects.filter(pk=room).update(
            **projections.columns(state, row.head), ground=codec.ground_to(state.ground)
        )
        return True
