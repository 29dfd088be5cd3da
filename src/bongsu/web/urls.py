"""Every route of the site, each with its access rule (bongsu.web.access).

To add a screen:

1. `web/<package>/routes.py` exports `ROUTES: list[Route]`, one `Route(path, view, name, access)` a page;
2. import it below and add it to `ROUTES`;
3. views take their reader from `bongsu.web.request` and limit every look-up to `organisation(request).id`;
4. templates extend base.html: blocks `title`, `bar` (sticky header: flames, title, clock), `main`, `tabs`, `topics`
   (live topics, "room:7@41"), `body_class` ("tabbed": columns become tabs on a phone), `main_class` ("narrow",
   "reading");
   `{% load i18n bongsu %}` (see templatetags/bongsu.py); no inline style or script, the CSP forbids both;
5. what changes while people look is a panel (bongsu.web.panels);
6. a form that acts: `<form class="act" method="post" action="{% act room.id 'note' %}">{% keys %} … <div
   class="form-error" role="alert"></div><button class="go">…</button></form>`. static/js/forms.js sends it without
   leaving the page; without JavaScript it redirects back. The field `back` (a path with #anchor) says where to.
"""

from django.urls import URLPattern, URLResolver, include, path

from bongsu.web import problems
from bongsu.web.access import BODIES, TABLE, Access, Route, patterns
from bongsu.web.api import tickets
from bongsu.web.charter.routes import ROUTES as CHARTER
from bongsu.web.clips.routes import ROUTES as CLIPS
from bongsu.web.decide.routes import ROUTES as DECIDE
from bongsu.web.demo.routes import ROUTES as DEMO
from bongsu.web.formations.routes import ROUTES as FORMATIONS
from bongsu.web.information import panels as information_panels
from bongsu.web.information.routes import ROUTES as INFORMATION
from bongsu.web.me import panels as me_panels
from bongsu.web.me.routes import ROUTES as ME
from bongsu.web.newsroom.routes import ROUTES as NEWSROOM
from bongsu.web.order.routes import ROUTES as ORDER
from bongsu.web.packet.routes import ROUTES as PACKET
from bongsu.web.reach.routes import ROUTES as REACH
from bongsu.web.registry.routes import ROUTES as REGISTRY
from bongsu.web.report_form.routes import ROUTES as REPORT_FORM
from bongsu.web.review.routes import ROUTES as REVIEW
from bongsu.web.room.routes import ROUTES as ROOM
from bongsu.web.rota.routes import ROUTES as ROTA
from bongsu.web.setup.routes import ROUTES as SETUP
from bongsu.web.shell.routes import ROUTES as SHELL
from bongsu.web.watch.routes import ROUTES as WATCH

ROUTES: list[Route] = [
    *SHELL,
    *ME,
    *WATCH,
    *ROOM,
    *ORDER,
    *CLIPS,
    *REPORT_FORM,
    *REGISTRY,
    *FORMATIONS,
    *ROTA,
    *CHARTER,
    *INFORMATION,
    *SETUP,
    *REACH,
    *PACKET,
    *REVIEW,
    *NEWSROOM,
    *DECIDE,
    *DEMO,
]

#: allauth names its routes itself. What is not named here stays closed: signing up above all.
SIGN_IN: dict[str, Access] = {
    "account_signup": Access.NOBODY,
    "socialaccount_signup": Access.NOBODY,
    "account_email": Access.NOBODY,  # the operator keeps addresses
    "account_confirm_email": Access.NOBODY,
    "account_email_verification_sent": Access.NOBODY,
    "account_confirm_login_code": Access.NOBODY,
    "account_login": Access.ENTRANCE,
    "account_logout": Access.ENTRANCE,
    "account_inactive": Access.ENTRANCE,
    "account_reset_password": Access.ENTRANCE,
    "account_reset_password_done": Access.ENTRANCE,
    "account_reset_password_from_key": Access.ENTRANCE,
    "account_reset_password_from_key_done": Access.ENTRANCE,
    "account_reauthenticate": Access.SIGNED_IN,
    "account_request_reauthentication_code": Access.SIGNED_IN,
    "account_confirm_reauthentication_code": Access.SIGNED_IN,
    "account_change_password": Access.SIGNED_IN,
    "account_set_password": Access.SIGNED_IN,
    "mfa_authenticate": Access.ENTRANCE,
    "mfa_login_webauthn": Access.ENTRANCE,
    "mfa_index": Access.SIGNED_IN,
    "mfa_reauthenticate": Access.SIGNED_IN,
    "mfa_reauthenticate_webauthn": Access.SIGNED_IN,
    "mfa_activate_totp": Access.SIGNED_IN,
    "mfa_deactivate_totp": Access.SIGNED_IN,
    "mfa_list_webauthn": Access.SIGNED_IN,
    "mfa_add_webauthn": Access.SIGNED_IN,
    "mfa_edit_webauthn": Access.SIGNED_IN,
    "mfa_remove_webauthn": Access.SIGNED_IN,
    "mfa_generate_recovery_codes": Access.SIGNED_IN,
    "mfa_view_recovery_codes": Access.SIGNED_IN,
    "mfa_download_recovery_codes": Access.SIGNED_IN,
    "socialaccount_login_cancelled": Access.ENTRANCE,
    "socialaccount_login_error": Access.ENTRANCE,
    "socialaccount_connections": Access.SIGNED_IN,
}

API: dict[str, Access] = {
    "api:api-root": Access.NOBODY,
    "api:openapi-json": Access.PUBLIC,
    "api:mentions": Access.SIGNATURE,
    "api:tickets": Access.SIGNATURE,
}

me_panels.install()
information_panels.install()
TABLE.update({route.name: route.access for route in ROUTES} | SIGN_IN | API)
BODIES.update({route.name: route.body for route in ROUTES if route.body})

urlpatterns: list[URLPattern | URLResolver] = [
    *patterns(ROUTES),
    path("api/v1/", tickets.api.urls),
    path("accounts/", include("allauth.urls")),
]

handler400 = problems.bad_request
handler403 = problems.forbidden
handler404 = problems.not_found
handler500 = problems.failed
