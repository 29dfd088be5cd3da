"""Routes of the order's own page."""

from bongsu.web.access import Access, Route
from bongsu.web.order import views

ROUTES = [Route("order/<str:token>/", views.order, "order", Access.ENTRANCE)]
