"""Settings: how people are called. Two numbers in a form, the pull-in rules as YAML, and who changed what when."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _, gettext_lazy as lazy
from django.views.decorators.http import require_POST, require_safe

from bongsu.core.values import LEVELS
from bongsu.crisis.calling import WAIT_S, parse_calling
from bongsu.flows import calling_file
from bongsu.flows.marked_yaml import Fault
from bongsu.store import setup
from bongsu.store.queries import settings as query
from bongsu.web import meanwhile, yaml_faults
from bongsu.web.edits import document_edits, mine
from bongsu.web.request import organisation
from bongsu.web.setup import pages
from bongsu.web.setup.acts import back
from bongsu.web.setup.forms import Form
from bongsu.web.setup.words import LEVEL_WORDS, category_words, role_words


class CallingForm(Form):
    channel_wait_s = forms.IntegerField(
        label=lazy("다음 수단까지 기다리는 시간(초)"),
        min_value=WAIT_S[0],
        max_value=WAIT_S[1],
        help_text=lazy("한 수단으로 불러도 대답이 없으면 이만큼 기다렸다가 그 사람의 다음 수단으로 불러요."),
    )
    override_level = forms.TypedChoiceField(
        label=lazy("받지 않는 시간에도 부르는 단계"),
        coerce=int,
        help_text=lazy("이 단계부터는 쉬는 시간과 받지 않는 시간에도 부르고, 그렇다고 적어요."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        level = self.fields["override_level"]
        assert isinstance(level, forms.ChoiceField)
        level.choices = [(str(n), _("봉화 %(n)d %(words)s부터") % {"n": n, "words": LEVEL_WORDS[n]}) for n in LEVELS]


@require_safe
def calling(request: HttpRequest) -> HttpResponseBase:
    return _page(request)


def _page(
    request: HttpRequest,
    *,
    form: CallingForm | None = None,
    text: str | None = None,
    faults: tuple[Fault, ...] = (),
    told: meanwhile.Meanwhile = meanwhile.NOTHING,
    status: int = 200,
) -> HttpResponse:
    org = organisation(request).id
    kept = setup.document(org, "calling")
    ways = parse_calling(kept)
    usual = {"channel_wait_s": ways.channel_wait_s, "override_level": str(ways.override_level)}
    held = {role for p in query.people(org) for role in p.roles}
    context = {
        "form": form or CallingForm(initial=usual),
        "wait": ways.channel_wait_s,
        "override": ways.override_level,
        "rules": [
            {
                "rule": rule,
                "category": category_words(rule.category),
                "roles": [(role_words(role), role in held) for role in rule.roles],
            }
            for rule in ways.pulls
        ],
        "text": calling_file.write(kept) if text is None else text,
        "faults": yaml_faults.told(faults),
        "open": text is not None,
        "edits": document_edits(org, "calling"),
        "base": meanwhile.base(request, "calling", _numbers(kept)),
        "base_text": meanwhile.base(request, "calling", calling_file.kept(kept)),
        "meanwhile": told if text is None else None,
        "meanwhile_text": told if text is not None else None,
    }
    return pages.show(request, "calling", context, status=told.status or status)


@require_POST
def save(request: HttpRequest) -> HttpResponseBase:
    """Keep the two numbers; the pull-in rules stay as they are."""
    form = CallingForm(request.POST)
    if not form.is_valid():
        return _page(request, form=form, status=422)

    def change(now: Mapping[str, Any]) -> dict[str, Any]:
        meanwhile.unchanged(request, _numbers(now))
        return calling_file.kept({**now, **form.cleaned_data})

    try:
        setup.change_document(organisation(request).id, "calling", change, edit=mine(request))
    except meanwhile.ChangedMeanwhile:
        return _page(request, form=form, told=meanwhile.since(request, "calling"))
    return _saved(request)


@require_POST
def save_text(request: HttpRequest) -> HttpResponseBase:
    """Keep all of it as somebody wrote it, once it has no fault."""
    text = request.POST.get("text", "")
    written = calling_file.read(text)
    if written.faults:
        return _page(request, text=text, faults=written.faults, status=422)

    def change(now: Mapping[str, Any]) -> dict[str, Any]:
        meanwhile.unchanged(request, calling_file.kept(now))
        return calling_file.kept(written.value["calling"])

    try:
        setup.change_document(organisation(request).id, "calling", change, edit=mine(request))
    except meanwhile.ChangedMeanwhile:
        return _page(request, text=text, told=meanwhile.since(request, "calling"))
    return _saved(request)


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """As the file that `bongsu calling` reads."""
    text = calling_file.write(setup.document(organisation(request).id, "calling"))
    answer = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="calling.yaml"'
    return answer


def _numbers(kept: Mapping[str, Any]) -> dict[str, Any]:
    whole = calling_file.kept(kept)
    return {name: whole[name] for name in CallingForm.base_fields}


def _saved(request: HttpRequest) -> HttpResponseBase:
    return back(
        request,
        "settings_calling",
        _("저장했어요. 다음에 여는 상황실부터 이렇게 불러요. 경영진이 다시 서명해야 해요."),
    )
