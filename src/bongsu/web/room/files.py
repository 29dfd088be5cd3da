"""Files of a room: one comes in, one goes out. Never shown in place: whatever a stranger sent is only downloaded."""

from collections.abc import AsyncIterator
from urllib.parse import quote

from asgiref.sync import sync_to_async
from django.contrib import messages
from django.core.handlers.asgi import ASGIRequest
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from bongsu.core.errors import BongsuError, FileEmpty, FileTooLarge, NoSuchRoom, Observing
from bongsu.crisis.files import FILE_MOST, MB
from bongsu.flows import files as flow
from bongsu.store import files as store
from bongsu.store.queries import rooms as read
from bongsu.web import problems
from bongsu.web.request import organisation, person, ports, wants_problem
from bongsu.web.room import acts
from bongsu.web.room.look import room_of
from bongsu.web.words import error_words

MOST_ONCE = 80
#: What a form carries besides its file.
AROUND = 64 * 1024


@csrf_exempt  # `_add` checks it: looking for the token in the form would read the body first
@require_POST
def add(request: HttpRequest, room: int) -> HttpResponseBase:
    """Refuse what is too large by its declared length, before a byte of it is looked at."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > FILE_MOST + AROUND:
        detail = error_words(FileTooLarge(most=FILE_MOST // MB))
        return problems.answer(request, 413, code=FileTooLarge.code, title=_("파일이 너무 커요"), detail=detail)
    return _add(request, room)


@csrf_protect
def _add(request: HttpRequest, room: int) -> HttpResponseBase:
    org, reader = organisation(request).id, person(request)
    try:
        read.room_seq(org, str(room))
    except NoSuchRoom:
        raise Http404 from None
    if not acts.may_act(reader.roles, ""):
        return problems.forbidden(request)
    sent = request.FILES.get("file")
    once = request.POST.get("once", "")[:MOST_ONCE] or None
    try:
        if reader.key in ports().store.peek(org, room).observers:
            raise Observing
        if sent is None:
            raise FileEmpty
        flow.add(ports(), org=org, room=room, by=reader.key, name=sent.name or "", content=sent.read(), once=once)
    except BongsuError as error:
        if wants_problem(request):
            raise
        messages.error(request, error_words(error))
    else:
        messages.success(request, _("파일을 올렸어요. 이 조직 사람만 내려받을 수 있어요."))
    return HttpResponseRedirect(reverse("room", kwargs={"room": room}) + "#files")


@require_safe
def download(request: HttpRequest, room: int, key: str) -> HttpResponseBase:
    held = store.find(organisation(request).id, room, key)
    if held is None:
        raise Http404
    view = room_of(request, room)
    kept = view.room.file(key)
    name = (view.said(kept.name) if kept else "") or key
    kind = f"{held.kind}; charset=utf-8" if held.kind.startswith("text/") else held.kind
    about = {
        "Content-Type": kind,
        "Content-Length": str(held.size),
        # RFC 5987: nothing of the name stands outside of the encoding.
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "no-store",
    }
    if request.method == "HEAD":
        return HttpResponse(headers=about)
    pieces = _later(held) if isinstance(request, ASGIRequest) else store.pieces(held)
    return StreamingHttpResponse(pieces, headers=about)


async def _later(held: store.Held) -> AsyncIterator[bytes]:
    for n in range(held.pieces):
        yield await sync_to_async(store.piece)(held.row, n)
