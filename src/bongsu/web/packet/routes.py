"""Routes of the emergency packet."""

from bongsu.web.access import Access, Route
from bongsu.web.packet import views

ROUTES = [
    Route("packet/", views.mine, "packet", Access.MEMBER),
    Route("packet/mine.pdf", views.download, "packet_pdf", Access.MEMBER),
    Route("packet/phrase/", views.phrase, "packet_phrase", Access.MEMBER),
    Route("packet/settings/", views.keep, "packet_keep", Access.OPERATOR),
    Route("packet/offline/", views.offline, "packet_offline", Access.MEMBER),
]
