"""One table says who may open which route; a route that is not in it opens for nobody.

`tests/web/test_shell.py` walks every route of the site, sign-in included.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.http import HttpResponseBase
from django.urls import URLPattern, path

from bongsu.store.queries.front import OrgView, PersonView

View = Callable[..., HttpResponseBase]


class Access(StrEnum):
    PUBLIC = "public"  # anybody; the reader is not even looked up, no cookie is read
    ENTRANCE = "entrance"  # anybody; the reader is known if signed in
    SIGNED_IN = "signed_in"  # an account, also one that belongs to no organisation yet
    MEMBER = "member"  # a person of an organisation; sees that organisation only
    OPERATOR = "operator"
    SIGNATURE = "signature"  # the view checks a signature or a secret in the request itself; no cookies, no CSRF
    NOBODY = "nobody"  # there, because a library brings it, and closed
    DEMO = "demo"  # synthetic organisations only; the view looks the organisation up by what the path says


def may_open(rule: Access, *, signed_in: bool, person: PersonView | None, org: OrgView | None) -> bool:
    """Whether a reader passes the rule. A view still looks everything up within `org`."""
    roles = frozenset(person.roles) if person else frozenset()
    match rule:
        case Access.PUBLIC | Access.ENTRANCE | Access.SIGNATURE | Access.DEMO:
            return True
        case Access.NOBODY:
            return False
        case Access.SIGNED_IN:
            return signed_in
        case Access.MEMBER:
            return person is not None and org is not None
        case Access.OPERATOR:
            return "operator" in roles


@dataclass(frozen=True, slots=True)
class Route:
    """One page: `Route("rooms/<int:room>/", views.room, "room", Access.MEMBER)`."""

    path: str
    view: View
    name: str
    access: Access
    body: int = 0  # bytes that a request may bring, where the usual are too few


#: Route name → rule, filled by bongsu.web.urls.
TABLE: dict[str, Access] = {}
#: Route name → bytes that a request may bring, filled by bongsu.web.urls.
BODIES: dict[str, int] = {}


def patterns(routes: Sequence[Route]) -> list[URLPattern]:
    return [path(route.path, route.view, name=route.name) for route in routes]
