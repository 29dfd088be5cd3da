"""Routes of the review."""

from bongsu.web.access import Access, Route
from bongsu.web.review import views

ROUTES = [
    Route("rooms/<int:room>/review/", views.review, "review", Access.MEMBER),
    Route("rooms/<int:room>/journal.json", views.journal, "journal", Access.MEMBER),
]
