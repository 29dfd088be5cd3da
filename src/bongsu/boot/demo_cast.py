"""Colleagues of the demo who speak by themselves, so that its room is not an empty one. Synthetic, and they say so.

Only in the room that the demo's own storm opened, and only in its first minutes; each says each thing once.
"""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bongsu.boot.demo import sample
from bongsu.core.errors import BongsuError
from bongsu.core.ports import Ports
from bongsu.core.values import SYSTEM
from bongsu.crisis.room import Room
from bongsu.crisis.taking import key_of
from bongsu.flows import assess, executives, facts, inquiries, taking
from bongsu.flows.acting import zone_of
from bongsu.store import demo as demo_notes

FIRST_MINUTES = timedelta(minutes=30)


def speak(house: Ports) -> int:
    """Say what is due in every synthetic organisation; returns how much was said."""
    said = 0
    for org in demo_notes.synthetic_orgs():
        for room in house.store.open_rooms(org):
            state: Room = house.store.peek(org, room)
            age = house.clock.now(org) - state.opened_at
            if state.opened_by == SYSTEM and age <= FIRST_MINUTES:
                said += sum(_say(house, org, state, line) for line in sample("cast")["cast"] if _due(state, line, age))
    return said


def _due(room: Room, line: dict[str, Any], age: timedelta) -> bool:
    """Whether it is time for this line, and it was not said yet."""
    if age < timedelta(seconds=line["after_s"]):
        return False
    if "estimate" in line:
        return room.estimate_of(line["by"]) is None
    if "inquiry" in line:
        return all(known.medium != line["inquiry"]["medium"] for known in room.inquiries)
    if "ask" in line:
        return not room.asked
    if "take" in line:
        return not room.held and bool(room.findings)
    return all(fact.text != line["fact"]["text"] for fact in room.facts)


def _say(house: Ports, org: int, room: Room, line: dict[str, Any]) -> bool:
    here = {"org": org, "room": room.id, "by": line["by"], "once": f"cast-{room.id}-{line['after_s']}"}
    try:
        if "estimate" in line:
            view = line["estimate"]
            volumes = tuple((hours, low, high) for hours, low, high in view["volumes"])
            assess.send_estimate(house, **here, **(view | {"volumes": volumes}))
        elif "inquiry" in line:
            ahead = house.clock.now(org) + timedelta(minutes=line["inquiry"]["minutes"])
            until = f"{ahead.astimezone(ZoneInfo(zone_of(house, org=org, brand=room.brand))):%H:%M}"
            asked = {name: text for name, text in line["inquiry"].items() if name != "minutes"}
            inquiries.note(house, **here, until=until, **asked)
        elif "ask" in line:
            executives.ask(house, **here, **line["ask"])
        elif "take" in line:
            taking.take(house, **here, item=key_of(room.findings[-1]))
        else:
            facts.note_fact(house, **here, **line["fact"])
    except BongsuError:
        return False  # the room was closed this instant, or somebody else plays this person
    return True
