"""알림: each member's own channels, their order, hours and quiet times, and “지금 나를 불러 보기” for each."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bongsu.connectors.webpush import public_key
from bongsu.core.errors import BongsuError
from bongsu.store import calling, channels as store, progress
from bongsu.store.queries import channels as query, settings as settings_query
from bongsu.web.lines.reach import channel_name
from bongsu.web.reach import forms
from bongsu.web.reach.push import vapid_key
from bongsu.web.reach.trials import Outcome, ring
from bongsu.web.request import now, organisation, person
from bongsu.web.setup.pages import show
from bongsu.web.words import error_words

Act = Callable[[HttpRequest], HttpResponseBase]


@require_safe
def page(request: HttpRequest) -> HttpResponseBase:
    return notifications(request)


def notifications(
    request: HttpRequest,
    *,
    adding: forms.ChannelForm | None = None,
    about: forms.AboutMeForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    org, reader = organisation(request), person(request)
    mine = query.reach(org.id, reader.key)
    rules = settings_query.ground(org.id)
    return show(
        request,
        "notifications",
        {
            "mine": mine,
            "rows": [(c, _hours_words(c.hours), _hours_form(c.hours)) for c in mine.channels],
            "adding": adding or forms.ChannelForm(gateways=query.gateways_in_use(org.id)),
            "about": about
            or forms.AboutMeForm(initial={"since": mine.quiet.get("from", ""), "until": mine.quiet.get("to", "")}),
            "override_level": rules.override_level if rules else 3,
            "people": settings_query.people(org.id),
            "push_key": public_key(vapid_key()),
            **more,
        },
        status=status,
    )


def _hours_form(hours: Mapping[str, Any]) -> forms.HoursForm:
    days = [str(n) for n in hours.get("days", ())]
    return forms.HoursForm(initial={"since": hours.get("from", ""), "until": hours.get("to", ""), "days": days})


def _hours_words(hours: Mapping[str, Any]) -> str:
    if not hours:
        return _("언제나")
    days = " ".join(str(forms.DAYS[n]) for n in hours.get("days", ()))
    return f"{days} {hours['from']}–{hours['to']}".strip()


# ── acts ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def add(request: HttpRequest) -> HttpResponseBase:
    org, reader = organisation(request), person(request)
    form = forms.ChannelForm(request.POST, gateways=query.gateways_in_use(org.id))
    if not form.is_valid():
        return notifications(request, adding=form, status=422)
    data = form.cleaned_data
    store.add(org.id, reader.key, data["kind"], address=data["address"], gateway=data["gateway"])
    return _back(request, _("더했어요. 실제로 울리는지 지금 시험해 보세요."))


def move(request: HttpRequest) -> HttpResponseBase:
    up = request.POST.get("to") == "up"
    store.move(organisation(request).id, person(request).key, _number(request), up=up)
    return _back(request, _("순서를 바꿨어요."))


def switch(request: HttpRequest) -> HttpResponseBase:
    on = request.POST.get("on") == "1"
    store.switch(organisation(request).id, person(request).key, _number(request), enabled=on)
    return _back(request, _("켰어요.") if on else _("껐어요. 이 수단은 건너뛰어요."))


def remove(request: HttpRequest) -> HttpResponseBase:
    store.remove(organisation(request).id, person(request).key, _number(request))
    return _back(request, _("지웠어요."))


def hours(request: HttpRequest) -> HttpResponseBase:
    form = forms.HoursForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(e) for errors in form.errors.values() for e in errors))
        return HttpResponseRedirect(reverse("settings_notifications"))
    store.set_hours(organisation(request).id, person(request).key, _number(request), form.hours())
    return _back(request, _("받는 시간을 저장했어요."))


def about(request: HttpRequest) -> HttpResponseBase:
    org, reader = organisation(request), person(request)
    form = forms.AboutMeForm(request.POST)
    if not form.is_valid():
        return notifications(request, about=form, status=422)
    if form.cleaned_data["phone"] or form.cleaned_data["forget"]:
        store.set_phone(org.id, reader.key, form.cleaned_data["phone"])
    store.set_quiet(org.id, reader.key, form.hours())
    return _back(request, _("저장했어요."))


def forget_device(request: HttpRequest) -> HttpResponseBase:
    store.remove_device(organisation(request).id, person(request).key, _number(request, "device"))
    return _back(request, _("그 기기에는 이제 알림이 가지 않아요."))


ACTS: Mapping[str, Act] = {
    "add": add,
    "move": move,
    "switch": switch,
    "remove": remove,
    "hours": hours,
    "about": about,
    "forget-device": forget_device,
}


@require_POST
def do(request: HttpRequest, act: str) -> HttpResponseBase:
    """One act on the reader's own channels."""
    wanted = ACTS.get(act)
    if wanted is None:
        raise Http404
    try:
        return wanted(request)
    except BongsuError as problem:
        messages.error(request, error_words(problem))
        return HttpResponseRedirect(reverse("settings_notifications"))


@require_POST
def call_me(request: HttpRequest) -> HttpResponseBase:
    """“지금 나를 불러 보기”: through one channel, or through all of them at once, each with its honest outcome."""
    org, reader = organisation(request), person(request)
    wanted = request.POST.get("channel", "")
    mine = [c for c in query.reach(org.id, reader.key).channels if wanted in ("", str(c.id)) and c.behind]
    if not mine:
        words = _("울릴 수단이 없어요. 아래에서 먼저 하나 더해 주세요.")
        return notifications(request, outcome=Outcome(False, words))
    jobs = [(c, query.for_trial(org.id, reader.key, c.id)) for c in mine]
    with ThreadPoolExecutor(max_workers=len(jobs)) as hands:
        asked = [(c, hands.submit(ring, org, reader, channel)) for c, channel in jobs if channel is not None]
        outcomes = [(channel_name(c.kind), c, future.result()) for c, future in asked]
    at = now(request)
    for _name, c, outcome in outcomes:
        calling.channel_tried(org=org.id, channel=c.id, problem=outcome.reason, gone=outcome.gone, at=at)
    good = any(outcome.ok for _name, _c, outcome in outcomes)
    progress.tried(org.id, "tested", reader.key, at=at if good else None, problem=outcomes[0][2].words)
    return notifications(request, outcomes=[(name, c.hint, outcome) for name, c, outcome in outcomes])


def _number(request: HttpRequest, name: str = "channel") -> int:
    text = request.POST.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) < 12):
        raise Http404
    return int(text)


def _back(request: HttpRequest, words: str) -> HttpResponseRedirect:
    messages.success(request, words)
    return HttpResponseRedirect(reverse("settings_notifications") + "#channels")
