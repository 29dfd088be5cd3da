"""The topic "me": one per reader, on every page."""

from datetime import datetime
from typing import Any

from bongsu.store.queries import front, live, told
from bongsu.web import panels
from bongsu.web.viewer import Viewer


def _load(org: int, key: str, at: datetime) -> int:
    return org


def _version(org: int, key: str) -> int:
    return live.org_seq(org)


def _calls(viewer: Viewer, view: Any) -> str:
    if viewer.person is None:
        return ""
    return panels.render("shell/calls.html", viewer, calls=front.open_calls(viewer.org.id, viewer.person.id))


def _told(viewer: Viewer, view: Any) -> str:
    if viewer.person is None:
        return ""
    flashes, orders = told.told(viewer.org.id, viewer.person.id)
    return panels.render("shell/told.html", viewer, flashes=flashes, orders=orders)


def install() -> None:
    panels.topic("me", load=_load, version=_version)
    changed_by = {"call_placed", "call_acknowledged", "room_closed", "beacon_raised"}
    # Not "calls": a room's page has a panel of that name, and a name is an element's id.
    panels.register("me", "called", changed_by, _calls, per_person=True)
    told_by = {"room_closed", "room_reopened", "flash_sent", "flash_read", "flash_answered", "flash_withdrawn"}
    told_by |= {"one_voice_ordered", "one_voice_read", "one_voice_silent", "one_voice_lifted", "one_voice_told"}
    panels.register("me", "told", told_by | {"one_voice_deputies_asked"}, _told, per_person=True)
