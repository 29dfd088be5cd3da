"""The ring list (비상 연락 순서): who to ring by hand next, with a number, and one tap for what came of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bongsu.core.errors import NoSuchRoom
from bongsu.store.queries import ring as query, rooms as read
from bongsu.store.queries.rooms import RoomView
from bongsu.web import panels
from bongsu.web.request import now, organisation
from bongsu.web.room import acts
from bongsu.web.room.ladder import RoleRow, Rung, role_rows
from bongsu.web.viewer import Viewer

#: A topic of its own: numbers go to the screens that show the list, and to no other.
TOPIC = "ring"
_NOT_DIALLED = re.compile(r"[^0-9+*#]")


@dataclass(frozen=True, slots=True)
class ToRing:
    """One person to ring, for all that they were called for and nobody has answered for."""

    rung: Rung
    roles: tuple[str, ...]
    instead: str
    phone: str  # as it is written
    dial: str  # as it is dialled: tel:<dial>
    why_not: str = ""  # what they said when they could not come


def to_ring(view: RoomView) -> tuple[ToRing, ...]:
    """Each once: whoever leads first, then the longest without an answer; rung in vain or said no comes last."""
    if not view.room.is_open:
        return ()
    rows = [row for row in role_rows(view) if row.need.state in ("calling", "exhausted")]
    found: dict[str, tuple[Rung, list[str]]] = {}
    for row in sorted(rows, key=lambda row: (not _leads(view, row), row.need.since)):
        for rung in reversed(row.waiting):
            found.setdefault(rung.call.person, (rung, []))[1].append("" if row.is_point else row.words)
    phones = query.phones(view.room.org, found)
    listed = [
        ToRing(
            rung,
            _short(roles),
            rung.instead,
            phones.get(key, ""),
            _NOT_DIALLED.sub("", phones.get(key, "")),
            view.said(rung.call.declined_why) or "",
        )
        for key, (rung, roles) in found.items()
    ]
    return tuple(sorted(listed, key=lambda one: (one.rung.call.passed_at or one.rung.call.declined_at) is not None))


def _short(roles: Sequence[str]) -> tuple[str, ...]:
    """What somebody is called for; touch-points ("") are counted, for one person may answer for fifty."""
    points = sum(not words for words in roles)
    named = tuple(dict.fromkeys(words for words in roles if words))
    return (*named, _("접점 %(n)s곳") % {"n": points}) if points else named


def _leads(view: RoomView, row: RoleRow) -> bool:
    return row.need.role == view.room.ground.row(view.room.level).lead_role


def _list(viewer: Viewer, view: RoomView) -> str:
    me = viewer.person
    roles = role_rows(view)
    return panels.render(
        "room/ring.html",
        viewer,
        view=view,
        room=view.room,
        to_ring=to_ring(view),
        roles=roles,
        left=sum(row.need.state == "exhausted" for row in roles),
        me=me.key if me else "",
        answers=(("yes", _("받음")), ("no", _("안 받음"))),
        may_act=me is not None
        and view.room.is_open
        and acts.may_act(me.roles, "rung", observing=me.key in view.room.observers),
    )


def _load(org: int, key: str, at: datetime) -> RoomView:
    return read.room_view(org, int(key), at)


def install() -> None:
    panels.topic(TOPIC, load=_load, version=read.room_seq)
    panels.register(TOPIC, "ring", None, _list, per_person=True)


@require_safe
def page(request: HttpRequest, room: int) -> HttpResponse:
    try:
        view = read.room_view(organisation(request).id, room, now(request))
    except NoSuchRoom:
        raise Http404 from None
    return render(request, "room/ring_page.html", {"view": view, "room": view.room})
