"""Routes of the shell."""

from bongsu.web.access import Access, Route
from bongsu.web.shell import views

ROUTES = [
    Route("words/<slug:lang>", views.words, "words", Access.ENTRANCE),
    Route("theme/<slug:name>", views.theme, "theme", Access.ENTRANCE),
    Route("enter/<str:token>", views.enter, "enter", Access.ENTRANCE),
    Route("search", views.search, "search", Access.MEMBER),
    Route("live", views.live_elsewhere, "live", Access.SIGNATURE),
    Route("live-token", views.live_token, "live-token", Access.MEMBER),
    Route("healthz", views.healthz, "healthz", Access.PUBLIC),
]
