"""Signing in: nobody signs up by themselves; an operator adds people and sends them a link to set a password.

`entry_link(person)` is the demo's link: a signed token that signs in one person of a synthetic organisation. It may be
used again and again, which is why it opens synthetic organisations only.
"""

from dataclasses import dataclass

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.core import signing
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from bongsu.store import setup
from bongsu.store.queries import front
from bongsu.store.queries.front import PersonView
from bongsu.web.setup.words import role_words

_SALT = "bongsu.enter"


class ClosedDoor(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """Whoever came by a link has no password yet, and nothing to prove themselves with again."""
        user = getattr(self.request, "user", None)
        if user is not None and not self.get_reauthentication_methods(user):
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))


class ClosedSocialDoor(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Single sign-on lets in whom the operator has added; it creates nobody."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        return False


def entry_link(org: int, person: int) -> str:
    """Absolute address that signs in one person of a synthetic organisation."""
    token = signing.dumps([org, person], salt=_SALT, compress=False)
    return f"{settings.URL}{reverse('enter', kwargs={'token': token})}"


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody a newcomer may try in a demo."""

    role: str
    name: str
    title: str
    link: str


def cast() -> list[Part]:
    """Who can be tried, on a machine where only a demo lives: there is no account to make first."""
    return [
        Part(role_words(role), person.name, person.title, entry_link(person.org, person.id))
        for role, person in front.demo_cast()
    ]


def enter(request: HttpRequest, token: str) -> PersonView:
    """Sign in whom the token names. Raises Http404 for a bad token, or a real organisation."""
    try:
        org_id, person_id = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError) as problem:
        raise Http404 from problem
    found = front.reader(org_id, person_id)
    if found is None or not found[1].synthetic:
        raise Http404
    person, _ = found
    user = get_user_model().objects.get(pk=setup.user_for(person.org, person.key))
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return person


def safe_next(request: HttpRequest, default: str = "/") -> str:
    """The page asked for by `next`, if it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    # A path only: what the Host header says is the asker's word.
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return default
