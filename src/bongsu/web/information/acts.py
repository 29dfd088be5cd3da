"""What is done with the executives' information from a form: read, open, put away, plan a meeting, note one."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bongsu.core.errors import BongsuError
from bongsu.crisis import executives, information as rules
from bongsu.crisis.text import NOTE, clean
from bongsu.flows import executives as flow
from bongsu.store import information as store, questions
from bongsu.web.information import pages
from bongsu.web.problems import forbidden
from bongsu.web.request import now, organisation, person, ports
from bongsu.web.words import error_words


def _home(anchor: str = "") -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("information") + (f"#{anchor}" if anchor else ""))


@require_POST
def read(request: HttpRequest, number: int) -> HttpResponseBase:
    """One tap: read. From the Watch back to it."""
    one = pages.found(request, number)
    store.read(one, person=person(request).key, at=now(request))
    messages.success(request, _("읽었다고 남겼어요. 고마워요."))
    if request.POST.get("back") == "watch":
        return HttpResponseRedirect(reverse("watch"))
    return HttpResponseRedirect(reverse("information_item", kwargs={"number": number}))


@require_POST
def open_(request: HttpRequest, number: int) -> HttpResponse:
    """Show the words of a fact, and record that they were shown."""
    one = pages.found(request, number)
    if rules.secret(one, now(request)):
        store.opened(one, person=person(request).key, at=now(request))
    return pages.item_page(request, one, shown=True)


@require_POST
def put_away(request: HttpRequest, number: int) -> HttpResponseBase:
    one = pages.found(request, number)
    if not pages.may_edit(request, one):
        return forbidden(request, PermissionError())
    try:
        store.put_away(organisation(request).id, number, at=now(request))
    except BongsuError as problem:
        messages.error(request, error_words(problem))
        return _home()
    messages.success(request, _("치웠어요."))
    return _home(one.kind)


@require_POST
def plan(request: HttpRequest) -> HttpResponseBase:
    if not pages.may_write(request):
        return forbidden(request, PermissionError())
    form = pages.meeting_form(request, request.POST)
    if not form.is_valid():
        messages.error(request, _("주기는 7일에서 184일 사이로, 날짜는 달력에서 골라 주세요."))
        return _home("meeting")
    data = form.cleaned_data
    store.plan_meeting(
        organisation(request).id,
        every_days=data["every_days"],
        next_at=data["next_at"],
        attendees=data["attendees"],
        at=now(request),
    )
    messages.success(request, _("정례 회의 날짜를 정했어요."))
    return _home("meeting")


@require_POST
def held(request: HttpRequest) -> HttpResponseBase:
    """The meeting was held, now."""
    if not pages.may_write(request):
        return forbidden(request, PermissionError())
    known = {p.key for p in ports().store.people(organisation(request).id)}
    try:
        notes = clean(request.POST.get("notes", ""), most=NOTE, what="notes")
    except BongsuError as problem:
        messages.error(request, error_words(problem))
        return _home("meeting")
    store.meeting_held(
        organisation(request).id,
        at=now(request),
        attendees=[key for key in request.POST.getlist("attendees") if key in known],
        notes=notes,
        by=person(request).key,
    )
    messages.success(request, _("정례 회의를 기록했어요."))
    return _home("meeting")


@require_POST
def ask(request: HttpRequest) -> HttpResponseBase:
    """Ask an executive, from a room or from the list."""
    org, typed = organisation(request).id, request.POST
    room, minutes = (_number(typed.get(name, "")) for name in ("room", "minutes"))
    to_room = typed.get("room", "") != ""
    try:
        recorded = flow.ask(
            ports(),
            org=org,
            by=person(request).key,
            to=typed.get("to", ""),
            words=typed.get("text", ""),
            minutes=minutes or 0,
            room=(room or 0) if to_room else None,
            once=typed.get("once", "")[:80] or None,
        )
    except BongsuError as problem:
        messages.error(request, error_words(problem))
        return _home("questions")
    messages.success(request, _("물었어요. 연락 수단과 모든 화면으로 알려요."))
    if recorded:
        messages.info(request, _("누구에게 언제까지 물었는지 상황실 기록에 남아요."))
    if to_room and room:
        return HttpResponseRedirect(reverse("room", kwargs={"room": room}) + "#executives")
    return _home("questions")


@require_POST
def answer(request: HttpRequest, number: int) -> HttpResponseBase:
    """Whoever was asked says that they saw it, or answers."""
    me, at = person(request).key, now(request)
    org = organisation(request).id

    def seen(asked: executives.Question) -> executives.Question:
        return replace(asked, seen_at=asked.seen_at or at) if me == asked.person else asked

    try:
        if request.POST.get("seen"):
            questions.change(org, number, seen)
        else:
            flow.answer(ports(), org=org, by=me, number=number, words=request.POST.get("answer", ""))
            messages.success(request, _("답을 남겼어요. 팀이 바로 봐요."))
    except BongsuError as problem:
        messages.error(request, error_words(problem))
    return _home("questions")


def _number(plain: str) -> int | None:
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 9 else None
