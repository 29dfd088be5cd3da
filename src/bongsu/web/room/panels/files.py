"""Files of the room and posts that were kept, the newest first."""

from typing import Any

from bongsu.crisis import files as rules
from bongsu.store.queries.rooms import RoomView
from bongsu.web.lines.files import SHA_SHOWN
from bongsu.web.room.panels.base import LEAD, ROOM, panel
from bongsu.web.viewer import Viewer

SHOWN = 5


def _files(viewer: Viewer, view: RoomView) -> dict[str, Any]:
    me = viewer.person.key if viewer.person else ""
    rows = [
        {
            "f": f,
            "name": view.said(f.name),
            "by": view.name(f.by),
            "sha": f.sha256[:SHA_SHOWN],
            "mine": rules.may_withdraw(view.room, f, by=me),
            "why": view.said(f.why) if f.why else "",
            "withdrawn_by": view.name(f.withdrawn_by) if f.withdrawn_at else "",
        }
        for f in reversed(view.room.files)
    ]
    clips = [{"c": one, "said": view.said(one.said), "by": view.name(one.by)} for one in reversed(view.room.clips)]
    return {"rows": rows[:SHOWN], "others": rows[SHOWN:], "clips": clips[:SHOWN]}


def _mine(viewer: Viewer, view: RoomView) -> tuple[bool, ...]:
    me = viewer.person.key if viewer.person else ""
    return tuple(rules.may_withdraw(view.room, f, by=me) for f in view.room.files)


def install() -> None:
    changes = {"file_added", "file_withdrawn", "clip_brought"} | ROOM | LEAD
    panel("files", "room/files.html", changes, _files, per_person=True, alike=_mine)
