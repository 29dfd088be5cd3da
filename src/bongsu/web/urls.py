"""Every route of the site, each with its access rule (bongsu.web.access).

To add a screen:

1. `web/<package>/routes.py` exports `ROUTES: list[Route]`, one `Route(path, view, name, access)` a page;
2. import it below and add it to `ROUTES`;
3. views take their reader from `bongsu.web.request` and limit every look-up to `organisation(request).id`;
4. templates extend base.html: blocks `title`, `bar` (sticky header: flames, title, clock), `main`, `tabs`, `topics`
   (live topics, "room:7@41"), `body_class` ("tabbed": columns become tabs on a phone), `main_class` ("narrow", "reading");
   `{% load i18n bongsu %}` (see templatetags/bongsu.py); no inline style or script, the CSP forbids both;
5. what changes while people look is a panel (bongsu.web.panels);
6. a form that acts: `<form class="act" method="post" action="{% act room.id 'note' %}">{% keys %} … <div
   class="form-error" role="alert"></div><button class="go">…</button></form>`. static/js/forms.js sends it without
   leaving the page; without JavaScript it redirects back. The field `back` (a path with #anchor) says where to.
"""

from django.urls import URLPattern, URLResolver, include, path

from bongsu.web.access import Access, Route, patterns
from bongsu.web.shell.routes import ROUTES as SHELL

ROUTES: list[Route] = [
    *SHELL,
]

#: allauth's and ninja's routes have names of their own making.
OTHERS: dict[str, Access] = {}

ACCESS: dict[str, Access] = {route.name: route.access for route in ROUTES} | OTHERS

urlpatterns: list[URLPattern | URLResolver] = [
    *patterns(ROUTES),
    path("accounts/", include("allauth.urls")),
]
