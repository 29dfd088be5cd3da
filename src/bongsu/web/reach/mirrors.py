"""일지 중계: an operator's screen for the places where rooms' journals are shown as well."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _, gettext_lazy as lazy
from django.views.decorators.http import require_POST, require_safe

from bongsu.core.errors import BongsuError, OutletError
from bongsu.core.values import LEVELS
from bongsu.flows.setup import is_web_address
from bongsu.store import mirrors as store
from bongsu.store.clock import real_now
from bongsu.web.reach.mirror_words import test_message
from bongsu.web.reach.trials import Outcome
from bongsu.web.reasons import reason_words
from bongsu.web.request import organisation, ports
from bongsu.web.setup.forms import Form, PlainText
from bongsu.web.setup.pages import show
from bongsu.web.setup.words import LEVEL_WORDS
from bongsu.web.words import error_words

KINDS = [("slack", "Slack"), ("teams", "Microsoft Teams"), ("matrix", "Matrix"), ("mail", lazy("메일 묶음"))]
VERBS = [
    ("listen", lazy("듣기")),
    ("assess", lazy("판단")),
    ("convene", lazy("호출·지휘")),
    ("decide", lazy("결정")),
    ("speak", lazy("입장")),
]
#: What each kind needs.
NEEDED = {"teams": ("hook",), "matrix": ("homeserver", "room", "token"), "mail": ("to",)}
#: What each kind asks for beyond what all do.
ASKED = {"slack": ("hook", "token", "channel", "private"), "teams": ("hook", "private"),
         "matrix": ("homeserver", "room", "token", "private"), "mail": ("to",)}  # fmt: skip
OWN = frozenset(name for names in ASKED.values() for name in names)


class MirrorForm(Form):
    """What one kind of place asks for. `known`: it is kept already, with its secrets."""

    kind = forms.ChoiceField(choices=KINDS, widget=forms.HiddenInput)
    name = PlainText(label=lazy("이름"), max_length=80)
    hook = forms.CharField(
        label=lazy("웹훅 주소"),
        required=False,
        max_length=600,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=lazy("Slack 수신 웹훅이나 Teams 워크플로 주소. 이 주소를 아는 누구나 쓸 수 있어 암호로 잠가 둬요."),
    )
    token = forms.CharField(
        label=lazy("토큰"),
        required=False,
        max_length=400,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=lazy("Slack 봇이나 Matrix 계정의 토큰. 비워 두면 지금 것을 그대로 둬요."),
    )
    channel = forms.CharField(label=lazy("Slack 채널"), required=False, max_length=120)
    homeserver = forms.CharField(label=lazy("Matrix 서버 주소"), required=False, max_length=300)
    room = forms.CharField(label=lazy("Matrix 방 (!…:서버)"), required=False, max_length=255)
    to = forms.CharField(label=lazy("받는 메일 주소 (쉼표로 나눠요)"), required=False, max_length=600)
    every_min = forms.IntegerField(
        label=lazy("적어도 몇 분에 한 번으로 묶기"), required=False, min_value=0, max_value=1440
    )
    min_level = forms.TypedChoiceField(
        label=lazy("이 단계부터"),
        coerce=int,
        choices=[(n, format_lazy("{} {}", n, LEVEL_WORDS[n])) for n in LEVELS],
        initial=3,
    )
    drills = forms.BooleanField(label=lazy("훈련도 비추기"), required=False)
    verbs = forms.MultipleChoiceField(
        label=lazy("어떤 기록을"),
        required=False,
        choices=VERBS,
        widget=forms.CheckboxSelectMultiple,
        help_text=lazy("하나도 고르지 않으면 모두 보내요."),
    )
    personal = forms.BooleanField(
        label=lazy("사람에 대한 글도 보내기"),
        required=False,
        help_text=lazy("이유, 메모, 인용한 글이에요. 바깥 서비스에 남고, 여기서 지워도 거기서는 지워지지 않아요."),
    )
    locale = forms.ChoiceField(label=lazy("언어"), choices=[("ko", "한국어"), ("en", "English")])
    private = forms.BooleanField(label=lazy("사내망 주소여도 보내기"), required=False)

    def __init__(self, *args: Any, kind: str, known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        kind = kind if kind in ASKED else KINDS[0][0]
        self.initial.setdefault("kind", kind)
        for name in OWN.difference(ASKED[kind]):
            del self.fields[name]
        for name in () if known else NEEDED.get(kind, ()):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = _("이 종류에는 꼭 필요해요.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("hook", "homeserver"):
            if data.get(name) and not is_web_address(data[name]):
                self.add_error(name, _("http:// 또는 https://로 시작하는 주소를 적어 주세요. 비밀번호는 넣지 마세요."))
        if self.known:
            return data  # what was kept stays
        if data.get("kind") == "slack" and not data.get("hook") and not (data.get("token") and data.get("channel")):
            self.add_error("hook", _("웹훅 주소, 또는 토큰과 채널이 필요해요."))
        return data

    def settings(self) -> dict[str, str]:
        data = self.cleaned_data
        plain = {name: data.get(name, "") for name in ("hook", "token", "channel", "homeserver", "room", "to")}
        plain["every_min"] = str(data.get("every_min") or (5 if data["kind"] == "mail" else 0))
        return plain | ({"allow_private": "true"} if data.get("private") else {})

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "kind": data["kind"],
            "name": data["name"],
            "min_level": data["min_level"],
            "room_kinds": ["crisis", "drill"] if data["drills"] else ["crisis"],
            "verbs": data["verbs"],
            "personal": data["personal"],
            "locale": data["locale"],
        }


@require_safe
def page(request: HttpRequest) -> HttpResponseBase:
    return mirrors_page(request)


def mirrors_page(
    request: HttpRequest, *, form: MirrorForm | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    known = store.mirrors(organisation(request).id)
    number = request.POST.get("mirror") or request.GET.get("mirror")
    chosen = next((one for one in known if str(one.id) == number), None)
    if form is None:
        kind = chosen.kind if chosen else request.GET.get("kind", "")
        form = MirrorForm(kind=kind, known=chosen is not None, initial=_initial(chosen) if chosen else None)
    rows = [(one, dict(KINDS).get(one.kind, one.kind)) for one in known]
    about = {"mirrors": rows, "chosen": chosen, "form": form, "kinds": KINDS, "kind": form["kind"].value(), **more}
    return show(request, "mirrors", about, status=status)


def _initial(one: store.MirrorView) -> dict[str, Any]:
    names = ("kind", "name", "min_level", "verbs", "personal", "locale")
    about = {"drills": "drill" in one.room_kinds, "private": one.settings.get("allow_private") == "true"}
    return {**one.settings, **{name: getattr(one, name) for name in names}, **about}


@require_POST
def save(request: HttpRequest) -> HttpResponseBase:
    number = request.POST.get("mirror", "")
    form = MirrorForm(request.POST, kind=request.POST.get("kind", ""), known=bool(number))
    if not form.is_valid():
        return mirrors_page(request, form=form, status=422)
    mirror = int(number) if number.isascii() and number.isdecimal() and len(number) < 12 else None
    try:
        store.keep(organisation(request).id, mirror, settings=form.settings(), at=real_now(), **form.values())
    except BongsuError as problem:
        messages.error(request, error_words(problem))
    else:
        messages.success(request, _("저장했어요. 지금부터 일어나는 일을 비춰요. 시험 메시지로 확인해 보세요."))
    return HttpResponseRedirect(reverse("settings_mirrors"))


@require_POST
def switch(request: HttpRequest, mirror: int) -> HttpResponseBase:
    on = request.POST.get("on") == "1"
    try:
        store.switch(organisation(request).id, mirror, enabled=on)
    except BongsuError as problem:
        messages.error(request, error_words(problem))
    else:
        messages.success(request, _("켰어요. 멈춘 곳부터 이어서 보내요.") if on else _("껐어요. 켜면 이어서 보내요."))
    return HttpResponseRedirect(reverse("settings_mirrors"))


@require_POST
def remove(request: HttpRequest, mirror: int) -> HttpResponseBase:
    try:
        store.remove(organisation(request).id, mirror)
    except BongsuError as problem:
        messages.error(request, error_words(problem))
    else:
        messages.success(request, _("지웠어요. 이미 보낸 것은 그곳에 남아 있어요."))
    return HttpResponseRedirect(reverse("settings_mirrors"))


@require_POST
def test(request: HttpRequest, mirror: int) -> HttpResponseBase:
    """Really send a message that says it is a test."""
    org = organisation(request)
    try:
        kind, config, locale = store.for_trial(org.id, mirror)
    except BongsuError as problem:
        messages.error(request, error_words(problem))
        return HttpResponseRedirect(reverse("settings_mirrors"))
    outcome = _tried(kind, test_message(config, locale=locale, organisation=org.name, key=f"test-{uuid.uuid4().hex}"))
    store.tried(org.id, mirror, problem=outcome.reason, at=real_now())
    return mirrors_page(request, outcome=outcome)


def _tried(kind: str, job: Any) -> Outcome:
    mirror = ports().mirrors.get(kind)
    reason = "no_connector"
    if mirror is not None:
        try:
            mirror.post(job)
        except OutletError as problem:
            reason = str(problem.about.get("reason") or problem.code)
        except (OSError, ValueError) as problem:
            reason = f"{type(problem).__name__}: {problem}"
        else:
            return Outcome(True, _("보냈어요. 그곳에 시험 메시지가 보이는지 확인해 주세요."))
    return Outcome(False, reason_words(reason), reason)
