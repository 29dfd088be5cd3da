"""What the middleware knows about a request: who reads, for which organisation, when.

Views take a plain `HttpRequest` and ask here:

    reader = person(request)      # PersonView; the access table has seen to it that there is one
    org = organisation(request)   # OrgView; EVERY look-up is limited to org.id
    at = now(request)             # the organisation's time (a demo's clock runs faster)
"""

from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest

from bongsu.core.ports import Ports
from bongsu.store.queries.front import OrgView, PersonView
from bongsu.web import house


def person_or_none(request: HttpRequest) -> PersonView | None:
    return getattr(request, "person", None)


def org_or_none(request: HttpRequest) -> OrgView | None:
    return getattr(request, "org", None)


def person(request: HttpRequest) -> PersonView:
    """The reader. Only for routes whose rule is MEMBER or stricter."""
    found = person_or_none(request)
    if found is None:
        raise LookupError("this route's access rule lets readers in who are nobody's people")
    return found


def organisation(request: HttpRequest) -> OrgView:
    """The reader's organisation. Only for routes whose rule is MEMBER or stricter."""
    found = org_or_none(request)
    if found is None:
        raise LookupError("this route's access rule lets readers in who belong to no organisation")
    return found


def ports() -> Ports:
    return house.ports()


def now(request: HttpRequest) -> datetime:
    """The reader's organisation's time, UTC; real time where there is no organisation."""
    org = org_or_none(request)
    return house.ports().clock.now(org.id) if org else datetime.now(UTC)


def sent_from(request: HttpRequest) -> str:
    """The address a request came from, for limits. With https there is a proxy before us, and what it added counts."""
    if settings.HTTPS and (told := request.headers.get("X-Forwarded-For", "")):
        return told.rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def wants_problem(request: HttpRequest) -> bool:
    """Whether the asker is a program: an error is then problem+json (RFC 9457), not a page."""
    return request.path.startswith("/api/") or "application/problem+json" in request.headers.get("Accept", "")
