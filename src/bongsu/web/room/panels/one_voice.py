"""The one-voice order: how far it has reached, and who is missing."""

from typing import Any

from bongsu.crisis.convene import one_voice as rules
from bongsu.store.queries import touchpoints as query
from bongsu.store.queries.rooms import RoomView
from bongsu.web.room.panels.base import LEAD, ONE_VOICE, ROOM, panel
from bongsu.web.viewer import Viewer

#: People named one by one; of more only the number stands.
NAMED = 30


def _one_voice(viewer: Viewer, view: RoomView) -> dict[str, Any]:
    room, order = view.room, view.room.one_voice
    me = viewer.person.key if viewer.person else ""
    if order is None:
        return {"order": None, "first": room.level >= rules.FIRST_FROM and not room.one_voice_skipped}
    names = query.names(room.org)
    missing = [
        {
            "key": p.key,
            "name": names.get(p.key, p.key),
            "person": view.name(p.person),
            "deputy": view.name(p.deputy) if p.deputy_asked else "",
        }
        for p in order.points
        if p.read_at is None
    ]
    return {
        "order": order,
        "by": view.name(order.by),
        "missing": missing,
        "unread": [view.name(key) for key in order.unread[:NAMED]],
        "unread_more": max(0, len(order.unread) - NAMED),
        "loud": [view.name(key) for key in order.loud[:NAMED]],
        "loud_more": max(0, len(order.loud) - NAMED),
        "mine": me in order.unread or bool(rules.points_of(order, me)),
        "rest": me in order.loud and me not in order.unread,
        "leads": room.leader == me,
        "silent": viewer.person is not None,
    }


def _mine(viewer: Viewer, view: RoomView) -> tuple[bool, ...]:
    me = viewer.person.key if viewer.person else ""
    order = view.room.one_voice
    if order is None:
        return ()
    mine = me in order.unread or bool(rules.points_of(order, me))
    return mine, me in order.loud, view.room.leader == me, viewer.person is not None


def install() -> None:
    events = ONE_VOICE | LEAD | ROOM
    panel("one_voice", "room/one_voice.html", events, _one_voice, per_person=True, alike=_mine)
