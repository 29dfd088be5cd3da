"""Settings: one pull-in rule (부름 규칙) in a form: in which crisis, from which level, whom. Text is the other way."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST

from bongsu.core.values import LEVELS
from bongsu.crisis.calling import MOST_NAME, MOST_WORDS, check
from bongsu.flows import calling_file
from bongsu.flows.marked_yaml import Fault
from bongsu.store import guidelines, setup
from bongsu.store.queries import settings as query
from bongsu.web import meanwhile
from bongsu.web.edits import mine
from bongsu.web.request import organisation
from bongsu.web.setup import pages
from bongsu.web.setup.forms import Form, PlainText, role_choices
from bongsu.web.setup.words import CATEGORY_WORDS, LEVEL_WORDS, category_words
from bongsu.web.yaml_faults import fault_words

Rule = Mapping[str, Any]


class PullForm(Form):
    category = forms.CharField(
        label=lazy("어떤 위험에"),
        max_length=MOST_WORDS,
        widget=forms.TextInput(attrs={"list": "categories"}),
        help_text=lazy("감시어의 위험 갈래와 같은 말로 적어요."),
    )
    from_level = forms.TypedChoiceField(label=lazy("어느 단계부터"), coerce=int)
    roles = forms.MultipleChoiceField(label=lazy("누구를 부르나요?"), widget=forms.CheckboxSelectMultiple)
    name = PlainText(
        label=lazy("규칙 이름"),
        max_length=MOST_NAME,
        help_text=lazy("상황실 기록에 그대로 보여요. 예: 개인정보는 보안과 법무"),
    )

    def __init__(self, *args: Any, rule: Rule, roles: list[tuple[str, str]], **kwargs: Any) -> None:
        kwargs["initial"] = {"from_level": LEVELS[0], **rule}
        super().__init__(*args, **kwargs)
        level, role = self.fields["from_level"], self.fields["roles"]
        assert isinstance(level, forms.ChoiceField)
        assert isinstance(role, forms.ChoiceField)
        level.choices = [(str(n), f"{n} {LEVEL_WORDS[n]}") for n in LEVELS]
        role.choices = roles

    def clean_category(self) -> str:
        return str(self.cleaned_data["category"]).strip()

    def rule(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("name", "category", "roles", "from_level")}


@require_http_methods(["GET", "HEAD", "POST"])
def pull(request: HttpRequest) -> HttpResponseBase:
    """The rule named by `?rule=`; without it a new one, which comes last."""
    asked = request.GET.get("rule", "")
    rule = _named(_rules(request), asked)
    if asked and not rule and request.method != "POST":  # else it was taken away while somebody wrote here
        raise Http404
    roles = role_choices((*_roles(request), *rule.get("roles", ())))
    if request.method != "POST":
        return _page(request, rule, PullForm(rule=rule, roles=roles))
    form = PullForm(request.POST, rule=rule, roles=roles)

    def change(now: list[Rule]) -> list[Rule]:
        meanwhile.unchanged(request, _named(now, asked))
        return _with(now, asked, form.rule())

    try:
        if form.is_valid() and _kept(request, form, change):
            return _saved(request)
    except meanwhile.ChangedMeanwhile:
        return _page(request, rule, form, told=meanwhile.since(request, "calling"))
    return _page(request, rule, form)


@require_POST
def remove(request: HttpRequest) -> HttpResponseBase:
    name = request.POST.get("rule", "")
    _keep(request, lambda now: [one for one in now if one["name"] != name])
    return _saved(request)


def _named(rules: list[Rule], name: str) -> Rule:
    return next((one for one in rules if one["name"] == name), {})


def _page(
    request: HttpRequest, rule: Rule, form: PullForm, *, told: meanwhile.Meanwhile = meanwhile.NOTHING
) -> HttpResponse:
    org = organisation(request).id
    known = dict.fromkeys((*guidelines.categories(org), *CATEGORY_WORDS))
    context = {
        "form": form,
        "rule": rule,
        "known": [(one, category_words(one)) for one in known],
        "base": meanwhile.base(request, "calling", rule),
        "meanwhile": told,
    }
    return pages.show(request, "pull", context, status=told.status or (422 if form.errors else 200))


def _rules(request: HttpRequest) -> list[Rule]:
    kept: list[Rule] = calling_file.kept(setup.document(organisation(request).id, "calling"))["pulls"]
    return kept


def _roles(request: HttpRequest) -> tuple[str, ...]:
    org = organisation(request).id
    return (*pages.table_roles(org), *dict.fromkeys(role for p in query.people(org) for role in p.roles))


def _with(rules: list[Rule], name: str, rule: Rule) -> list[Rule]:
    """`rule` in the place of the one of this name; where there is none, last."""
    if any(one["name"] == name for one in rules):
        return [rule if one["name"] == name else one for one in rules]
    return [*rules, rule]


class _Refused(Exception):
    pass


def _keep(request: HttpRequest, change: Callable[[list[Rule]], list[Rule]]) -> None:
    """The rules as they stand then, changed. Raises _Refused with what would be wrong."""

    def sound(now: Mapping[str, Any]) -> dict[str, Any]:
        whole = calling_file.kept(now)
        after = {**whole, "pulls": change(whole["pulls"])}
        if problems := check({"calling": after}):
            raise _Refused(*problems)
        return after

    setup.change_document(organisation(request).id, "calling", sound, edit=mine(request))


def _kept(request: HttpRequest, form: PullForm, change: Callable[[list[Rule]], list[Rule]]) -> bool:
    try:
        _keep(request, change)
    except _Refused as refused:
        for problem in refused.args:
            name = problem.path.rpartition(".")[2]
            said = fault_words(Fault(1, problem.path, problem.message))
            form.add_error(name if name in form.fields else None, said)
        return False
    return True


def _saved(request: HttpRequest) -> HttpResponseBase:
    messages.success(request, _("저장했어요. 다음에 여는 상황실부터 이렇게 불러요. 경영진이 다시 서명해야 해요."))
    return HttpResponseRedirect(reverse("settings_calling") + "#pulls")
