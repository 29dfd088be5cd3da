"""중계 서비스: an operator's screen for the services that carry SMS, 알림톡 and voice, with a real test."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy as lazy
from django.views.decorators.http import require_POST, require_safe

from bongsu.connectors.gateway import PRESETS
from bongsu.connectors.gateway.caller import BadTemplate, filled, signature
from bongsu.core.errors import BongsuError
from bongsu.flows.setup import is_phone, is_web_address
from bongsu.store import gateways as store
from bongsu.store.calling import THROUGH_GATEWAY
from bongsu.web.lines.reach import channel_name
from bongsu.web.reach.trials import Outcome, ring
from bongsu.web.reasons import reason_words
from bongsu.web.request import now, organisation, person
from bongsu.web.setup.forms import Form, PlainText
from bongsu.web.setup.pages import show
from bongsu.web.words import error_words

SOME_TIME = datetime(2026, 1, 1, tzinfo=UTC)
_WORDS = {"to": "010-0000-0000", "words": {"title": "test", "text": "test", "link": "https://example.com/"}}


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "spellcheck": "false", "autocomplete": "off"})


class GatewayForm(Form):
    kind = forms.ChoiceField(label=lazy("종류"), choices=[(kind, kind) for kind in THROUGH_GATEWAY])
    name = PlainText(label=lazy("이름"), max_length=80)
    url = forms.CharField(label=lazy("보내는 주소"), max_length=600)
    body = forms.CharField(
        label=lazy("본문 틀"),
        max_length=4_000,
        widget=_area(5),
        help_text=lazy(
            "{to} 받는 번호, {from} 보내는 번호, {title} 제목, {text} 글, {link} 답하는 주소, {key} API 키."
        ),
    )
    content = forms.ChoiceField(label=lazy("본문 형식"), choices=[("json", "JSON"), ("form", lazy("폼"))])
    headers = forms.CharField(label=lazy("헤더"), required=False, max_length=2_000, widget=_area(2))
    scheme = forms.ChoiceField(
        label=lazy("인증 방식"),
        choices=[
            ("hmac", lazy("HMAC-SHA256 서명 (SOLAPI식)")),
            ("header", lazy("헤더에 비밀값 (NHN식)")),
            ("none", lazy("없음")),
        ],
    )
    header = forms.CharField(label=lazy("비밀값을 넣을 헤더 이름"), required=False, max_length=60)
    key = forms.CharField(label=lazy("API 키"), required=False, max_length=200)
    secret = forms.CharField(
        label=lazy("비밀값"),
        required=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=lazy("암호로 잠가 두고 다시 보여 주지 않아요. 비워 두면 지금 것을 그대로 둬요."),
    )
    sender = forms.CharField(label=lazy("보내는 번호"), required=False, max_length=30)
    success = forms.CharField(
        label=lazy("성공의 표시"),
        required=False,
        max_length=120,
        help_text=lazy("답이 200이어도 실패일 수 있는 서비스라면. 예: header.isSuccessful=true"),
    )
    private = forms.BooleanField(label=lazy("사내망 주소여도 보내기"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [(one, channel_name(one)) for one in THROUGH_GATEWAY]

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"].strip()
        if not is_web_address(url.replace("{key}", "key")):
            raise forms.ValidationError(
                _("http:// 또는 https://로 시작하는 주소를 적어 주세요. 비밀번호는 넣지 마세요.")
            )
        return url

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            try:
                filled(self.settings(), **_WORDS)  # type: ignore[arg-type]
                signature(self.settings(), at=SOME_TIME)
            except BadTemplate as problem:
                self.add_error("body", reason_words(str(problem)))
        return data

    def settings(self) -> dict[str, str]:
        data = self.cleaned_data
        names = ("url", "body", "content", "headers", "scheme", "header", "key", "secret", "success")
        plain = {name: data.get(name, "") for name in names} | {"from": data.get("sender", ""), "method": "POST"}
        return plain | ({"allow_private": "true"} if data.get("private") else {})


@require_safe
def page(request: HttpRequest) -> HttpResponseBase:
    return gateways_page(request)


def gateways_page(
    request: HttpRequest, *, form: GatewayForm | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    known = store.gateways(organisation(request).id)
    chosen = next((g for g in known if str(g.id) == request.GET.get("gateway")), None)
    if form is None:
        form = GatewayForm(initial=_initial(chosen.kind, chosen.name, chosen.settings) if chosen else _preset(request))
    return show(
        request,
        "gateways",
        {"gateways": known, "chosen": chosen, "form": form, "presets": list(PRESETS), **more},
        status=status,
    )


def _preset(request: HttpRequest) -> dict[str, Any]:
    preset = PRESETS.get(request.GET.get("preset", ""))
    return _initial(preset["kind"], "", preset) if preset else {}


def _initial(kind: str, name: str, settings: Mapping[str, str]) -> dict[str, Any]:
    about = {"sender": settings.get("from", ""), "private": settings.get("allow_private") == "true"}
    return {**settings, "kind": kind, "name": name, **about}


@require_POST
def save(request: HttpRequest) -> HttpResponseBase:
    form = GatewayForm(request.POST)
    number = request.POST.get("gateway", "")
    if not form.is_valid():
        return gateways_page(request, form=form, status=422)
    data = form.cleaned_data
    gateway = int(number) if number.isdecimal() and len(number) < 12 else None
    try:
        store.keep(organisation(request).id, gateway, kind=data["kind"], name=data["name"], settings=form.settings())
    except BongsuError as problem:
        messages.error(request, error_words(problem))
        return HttpResponseRedirect(reverse("settings_gateways"))
    messages.success(request, _("저장했어요. 실제로 가는지 시험해 보세요."))
    return HttpResponseRedirect(reverse("settings_gateways"))


@require_POST
def switch(request: HttpRequest, gateway: int) -> HttpResponseBase:
    on = request.POST.get("on") == "1"
    try:
        store.switch(organisation(request).id, gateway, enabled=on)
    except BongsuError as problem:
        messages.error(request, error_words(problem))
    else:
        messages.success(request, _("켰어요.") if on else _("껐어요. 이 수단은 건너뛰어요."))
    return HttpResponseRedirect(reverse("settings_gateways"))


@require_POST
def test(request: HttpRequest, gateway: int) -> HttpResponseBase:
    """Really send, to the number that was typed, and say what came of it."""
    org, number = organisation(request), request.POST.get("number", "").strip()
    if not is_phone(number):
        return gateways_page(
            request,
            outcome=Outcome(False, _("전화번호는 010-1234-5678이나 +82 10 1234 5678처럼 적어 주세요.")),
            status=422,
        )
    try:
        outcome = ring(org, person(request), store.for_trial(org.id, gateway, number))
    except BongsuError as problem:
        messages.error(request, error_words(problem))
        return HttpResponseRedirect(reverse("settings_gateways"))
    store.tried(org.id, gateway, problem=outcome.reason, at=now(request))
    return gateways_page(request, outcome=outcome)
