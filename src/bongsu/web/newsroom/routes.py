"""Routes of the newsroom."""

from bongsu.web.access import Access, Route
from bongsu.web.newsroom import views

ROUTES = [
    Route("newsroom/", views.index, "newsroom", Access.PUBLIC),
    Route("newsroom/feed.atom", views.feed, "newsroom-feed", Access.PUBLIC),
    Route("newsroom/o/<slug:org>/", views.index, "newsroom-of", Access.PUBLIC),
    Route("newsroom/o/<slug:org>/feed.atom", views.feed, "newsroom-feed-of", Access.PUBLIC),
    Route("newsroom/o/<slug:org>/<slug:slug>/", views.statement, "newsroom-statement-of", Access.PUBLIC),
    Route("newsroom/<slug:slug>/", views.statement, "newsroom-statement", Access.PUBLIC),
]
