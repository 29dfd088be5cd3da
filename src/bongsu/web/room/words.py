"""What a room calls people for, in words: roles, seats, touch-points, formations."""

from django.utils.translation import gettext as _

from bongsu.crisis.formation import named
from bongsu.store.queries.rooms import RoomView
from bongsu.web.setup.words import role_words


def need_words(view: RoomView, role: str) -> str:
    """A role of the level table, a seat ("seat:verify"), a touch-point or a formation, in words."""
    kind, colon, key = role.partition(":")
    if not colon:
        return role_words(role)
    room = view.room
    if kind == "touchpoint":
        return _("접점 ‘%(name)s’") % {"name": point_name(view, role)}
    formations = room.ground.formations
    if kind == "formation":
        found = named(formations, key)
        return found.name if found else key
    # A chair of a formation that the room took before may still stand in its journal.
    known = [named(formations, room.formation), *formations]
    return next((chair_words(seat.name, key) for one in known if one and (seat := one.seat(key))), key)


def point_name(view: RoomView, role: str) -> str:
    """The name of the touch-point that a role ("touchpoint:<key>") answers for."""
    key = role.partition(":")[2]
    return next((hit.name for hit in view.room.hits if hit.key == key), key)


def chair_words(name: str, chair: str) -> str:
    """The name of a seat, with a number where several sit in it."""
    number = chair.partition("/")[2]
    return f"{name} {number}" if number else name
