"""Shows an order to whom its address names. Opening it acts on nothing: link scanners open everything.

No sign-in is asked for. Whoever is signed in as somebody else got a forwarded address and cannot answer for the other.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from bongsu.core.errors import AlreadyDone, BongsuError
from bongsu.flows import one_voice
from bongsu.store import links
from bongsu.store.queries import told
from bongsu.web import house
from bongsu.web.language import LANGUAGES, zone_of
from bongsu.web.problems import status_of
from bongsu.web.request import person_or_none
from bongsu.web.words import error_words


@csrf_exempt  # the address is the proof of who asks; a cookie can only refuse
@require_http_methods(["GET", "HEAD", "POST"])
def order(request: HttpRequest, token: str) -> HttpResponse:
    named = links.read_order(token)
    found = told.order_for(*named) if named else None
    if named is None or found is None:
        return render(request, "order/page.html", {"order": None}, status=404)
    lang = found.locale if found.locale in LANGUAGES else LANGUAGES[0]
    with translation.override(lang), timezone.override(zone_of(found.zone)):
        reader = person_or_none(request)
        if reader is not None and (reader.org, reader.key) != (found.org, found.person):
            return _sealed(render(request, "order/page.html", {"order": found, "not_yours": True}, status=403))
        said, problem, status = "", "", 200
        if request.method == "POST":
            said, problem, status = _act(request, found)
            found = told.order_for(*named) or found
        answer = render(request, "order/page.html", {"order": found, "said": said, "problem": problem}, status=status)
    return _sealed(answer)


def _sealed(answer: HttpResponse) -> HttpResponse:
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _act(request: HttpRequest, found: told.OrderView) -> tuple[str, str, int]:
    """(what was done, what was not possible, status)."""
    try:
        if request.POST.get("do") == "rest":
            one_voice.rest(house.ports(), org=found.org, room=found.room, by=found.person)
        else:
            digest, silent = request.POST.get("digest", ""), bool(request.POST.get("silent"))
            one_voice.read(house.ports(), org=found.org, room=found.room, by=found.person, digest=digest, silent=silent)
    except AlreadyDone:
        return _("이미 확인하셨어요."), "", 200
    except BongsuError as error:
        return "", error_words(error), status_of(error)
    return _("확인했습니다. 고맙습니다."), "", 200
