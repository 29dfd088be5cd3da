"""The route of the link with which an executive decides."""

from bongsu.web.access import Access, Route
from bongsu.web.decide import link

ROUTES = [Route("decide/<str:token>/", link.show, "decide-link", Access.ENTRANCE)]
