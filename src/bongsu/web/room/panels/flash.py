"""The direct line: what was put before the committee, and who has seen it."""

from typing import Any

from bongsu.store.queries.rooms import RoomView
from bongsu.web.lines.flash import answer_words
from bongsu.web.room.panels.base import FLASHES, ROOM, panel
from bongsu.web.viewer import Viewer

SHOWN = 4


def _flashes(viewer: Viewer, view: RoomView) -> dict[str, Any]:
    me = viewer.person.key if viewer.person else ""
    rows = []
    for f in list(reversed(view.room.flashes))[:SHOWN]:
        reached, read = ({r.person: r.at for r in got} for got in (f.delivered, f.reads))
        answers: dict[str, list[dict[str, Any]]] = {}
        for a in f.answers:
            said = {"answer": answer_words(a.what), "words": view.said(a.words) if a.words else "", "at": a.at}
            answers.setdefault(a.person, []).append(said)
        receipts = [
            {"name": view.name(key), "at": reached.get(key), "read": read.get(key), "answers": answers.get(key, [])}
            for key in f.to
        ]
        rows.append(
            {
                "f": f,
                "text": view.said(f.text),
                "by": view.name(f.by),
                "mine": f.by == me,
                "asked": view.room.is_open and me in f.to and f.withdrawn_at is None and not f.answered_by(me),
                "receipts": receipts,
                "unread": not f.read_by(me),
                "seen": sum(f.read_by(key) for key in f.to),
            }
        )
    return {"rows": rows, "more": max(0, len(view.room.flashes) - SHOWN)}


def _mine(viewer: Viewer, view: RoomView) -> tuple[object, ...]:
    me = viewer.person.key if viewer.person else ""
    return tuple((f.by == me, me in f.to and not f.answered_by(me), f.read_by(me)) for f in view.room.flashes[-SHOWN:])


def install() -> None:
    panel("flashes", "room/flashes.html", FLASHES | ROOM, _flashes, per_person=True, alike=_mine)
