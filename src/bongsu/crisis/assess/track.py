"""Who may see how well others forecast. A record helps whoever made it; as a ranking it would end honest forecasts."""

from bongsu.core.values import Person
from bongsu.crisis.assess.estimates import SEES_ALL
from bongsu.crisis.room import Room

#: These never see another's record, whoever leads.
NEVER = SEES_ALL | {"operator"}


def may_see_tracks(room: Room, person: Person) -> bool:
    """The leader of an open room, of the people in it, while they lead."""
    return room.is_open and room.leader == person.key and not NEVER & set(person.roles)
