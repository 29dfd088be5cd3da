"""Routes of the demo's receivers."""

from bongsu.web.access import Access, Route
from bongsu.web.demo import views

ROUTES = [
    Route("demo/board/", views.board, "demo-board", Access.MEMBER),
    Route("demo/phone/<slug:person>/", views.phone, "demo-phone", Access.MEMBER),
    Route("demo/<str:hook>/board", views.board_hook, "demo-board-hook", Access.SIGNATURE),
    Route("demo/<str:hook>/down", views.down_hook, "demo-down-hook", Access.SIGNATURE),
    Route("demo/<str:hook>/phone/<slug:person>", views.phone_hook, "demo-phone-hook", Access.SIGNATURE),
]
