"""The live panels of the room, the voice and the brief: one topic, "room:7", one view for all of them."""

from datetime import datetime

from bongsu.store.queries import rooms
from bongsu.store.queries.rooms import RoomView
from bongsu.web import panels
from bongsu.web.room.panels import (
    action,
    approvals,
    at_hand,
    brief,
    closing,
    decisions,
    files,
    flash,
    inquiries,
    offline,
    one_voice,
    promises,
    situation,
    tasks,
    voice,
    whole,
)
from bongsu.web.room.panels.base import TOPIC


def _load(org: int, key: str, at: datetime) -> RoomView:
    return rooms.room_view(org, int(key), at)


def install() -> None:
    panels.topic(TOPIC, load=_load, version=rooms.room_seq)
    panels.lines(TOPIC, action.new_lines)
    for part in (
        whole,
        situation,
        at_hand,
        action,
        tasks,
        decisions,
        approvals,
        promises,
        voice,
        brief,
        one_voice,
        flash,
        closing,
        inquiries,
        offline,
        files,
    ):
        part.install()
