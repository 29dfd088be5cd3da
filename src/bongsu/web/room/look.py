"""The room a page is about: of the reader's own organisation, or not there."""

from django.http import Http404, HttpRequest

from bongsu.core.errors import NoSuchRoom
from bongsu.store.queries import rooms as read
from bongsu.store.queries.rooms import RoomView
from bongsu.web.request import now, organisation


def room_of(request: HttpRequest, room: int, *, before: int | None = None) -> RoomView:
    """The room of the reader's own organisation; any other is not there."""
    try:
        return read.room_view(organisation(request).id, room, now(request), before=before)
    except NoSuchRoom:
        raise Http404 from None
