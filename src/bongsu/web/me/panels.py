"""The topic "me": one per reader, on every page."""

from datetime import datetime
from typing import Any

from bongsu.store.queries import front, live
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


def install() -> None:
    panels.topic("me", load=_load, version=_version)
    changed_by = {"call_placed", "call_acknowledged", "room_closed", "beacon_raised"}
    # Not "calls": a room's page has a panel of that name, and a name is an element's id.
    panels.register("me", "called", changed_by, _calls, per_person=True)
