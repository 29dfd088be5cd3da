"""Hooks take what outlets and calls send; their secret is in the path. Pages show it to the demo's own people."""

import base64
import binascii
import hashlib
from typing import Any

import msgspec
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from bongsu.store import demo_received as store
from bongsu.store.queries import settings as settings_query
from bongsu.store.queries.front import OrgView
from bongsu.web import house, problems
from bongsu.web.request import organisation


def _org(hook: str) -> OrgView:
    org = store.org_of(hook)
    if org is None:
        raise Http404
    return org


def _json(body: bytes) -> dict[str, Any]:
    try:
        plain = msgspec.json.decode(body)
    except msgspec.DecodeError:
        return {}
    return plain if isinstance(plain, dict) else {}


def board_secret(hook: str) -> str:
    """The board's webhook secret, made from the secret in its address."""
    return "whsec_" + base64.b64encode(hashlib.sha256(hook.encode()).digest()).decode()


@csrf_exempt
@require_POST
def board_hook(request: HttpRequest, hook: str) -> HttpResponse:
    """Takes a statement as a partner would: checks the signature, drops repeats by webhook-id."""
    org = _org(hook)
    headers = {key.lower(): value for key, value in request.headers.items()}
    try:
        Webhook(board_secret(hook)).verify(request.body, headers)
    except (WebhookVerificationError, binascii.Error, ValueError, TypeError, OverflowError):
        return problems.problem(401, "bad_signature", "The signature does not fit.")
    told = _json(request.body)
    said = told.get("data")
    about = said if isinstance(said, dict) else told
    fresh = store.take(
        org.id,
        kind="board",
        key=headers["webhook-id"],
        title=str(about.get("title", "")),
        text=str(about.get("text", "")),
        at=house.ports().clock.now(org.id),
    )
    # Where people read it: the address it arrived at holds a secret, and answers no reader.
    return JsonResponse({"taken": fresh, "url": f"{settings.URL}{reverse('demo-board')}"})


@csrf_exempt
@require_POST
def phone_hook(request: HttpRequest, hook: str, person: str) -> HttpResponse:
    """Takes an Apprise JSON notification."""
    org = _org(hook)
    told = _json(request.body)
    at = house.ports().clock.now(org.id)
    title, text = str(told.get("title", "")), str(told.get("message", ""))
    store.take(org.id, kind="phone", to=person, title=title, text=text, at=at)
    return JsonResponse({"taken": True})


@csrf_exempt
@require_POST
def down_hook(request: HttpRequest, hook: str) -> HttpResponse:
    """A chat that is out of order."""
    _org(hook)
    return HttpResponse(status=503)


def _page(request: HttpRequest, kind: str, to: str = "") -> HttpResponse:
    org = organisation(request)
    if not org.synthetic:
        raise Http404
    got = store.received(org.id, kind=kind, to=to)
    names = {one.key: one.name for one in settings_query.people(org.id)}
    return render(request, "demo/received.html", {"kind": kind, "to": names.get(to, to), "received": got})


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    return _page(request, "board")


@require_safe
def phone(request: HttpRequest, person: str) -> HttpResponse:
    return _page(request, "phone", person)
