"""Routes of the rota."""

from bongsu.web.access import Access, Route
from bongsu.web.rota import acts, views

ROUTES = [
    Route("rota/", views.rota, "rota", Access.MEMBER),
    Route("rota/edit/", views.edit, "rota_edit", Access.OPERATOR),
    Route("rota/do/<slug:act>/", acts.do, "rota_do", Access.MEMBER),
    Route("rota/keep/<slug:act>/", acts.keep, "rota_keep", Access.OPERATOR),
    Route("rota/calendar.ics", views.export, "rota_export", Access.MEMBER),
    Route("rota/feed/<str:token>.ics", views.feed, "rota_feed", Access.SIGNATURE),
]
