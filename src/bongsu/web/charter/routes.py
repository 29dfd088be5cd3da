"""Routes of the charter."""

from bongsu.web.access import Access, Route
from bongsu.web.charter import acts, asking, pages

ROUTES = [
    Route("charter/", pages.home, "charter", Access.MEMBER),
    Route("charter/draft/", pages.draft, "charter_draft", Access.MEMBER),
    Route("charter/versions/<int:number>/", pages.version, "charter_version", Access.MEMBER),
    Route("charter/versions/<int:number>/charter.yaml", pages.export, "charter_yaml", Access.MEMBER),
    Route("charter/do/<slug:act>/", acts.do, "charter_do", Access.MEMBER),
    Route("rooms/<int:room>/may/", asking.in_room, "room-may", Access.MEMBER),
]
