"""Routes of calls and channels."""

from bongsu.web.access import Access, Route
from bongsu.web.reach import link, mine

ROUTES = [
    Route("call/<str:token>/", link.call, "call", Access.ENTRANCE),
    Route("settings/notifications/", mine.page, "settings_notifications", Access.MEMBER),
    Route("settings/notifications/do/<slug:act>/", mine.do, "notifications_do", Access.MEMBER),
    Route("settings/call-me/", mine.call_me, "settings_call_me", Access.MEMBER),
]
