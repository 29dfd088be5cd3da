"""One risk, one stakeholder: alike in who may write them, how they are checked, kept, reviewed and deleted."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bongsu.core.errors import BongsuError
from bongsu.core.values import Risk, Stakeholder
from bongsu.crisis import foresight
from bongsu.store import registry as keep
from bongsu.store.queries import registry as query
from bongsu.store.queries.registry import Around
from bongsu.web import meanwhile
from bongsu.web.edits import entry_edits, mine
from bongsu.web.problems import forbidden, status_of
from bongsu.web.registry import pages
from bongsu.web.registry.forms import RiskForm, StakeholderForm
from bongsu.web.request import now, organisation, person
from bongsu.web.words import error_words


def back(request: HttpRequest, to: str, words: str) -> HttpResponseRedirect:
    messages.success(request, words)
    return HttpResponseRedirect(to)


def forget(request: HttpRequest, register: str, key: str, to: str) -> HttpResponseBase:
    if not keep.forget(organisation(request).id, register, key, edit=mine(request)):
        raise Http404
    return back(request, to, _("지웠어요. 되돌릴 수 없어요."))


@dataclass(frozen=True, slots=True)
class Register:
    """A register whose entries have an owner and a date of review. `name` is its route's and its template's."""

    name: str  # "risk"; the register itself is "risks"
    find: Callable[[int, str], Any]
    add: Callable[..., str]
    edit: Callable[..., None]
    form: Any  # RiskForm, StakeholderForm
    about: Callable[[Any, Around], dict[str, Any]]  # what its page shows of an entry beside its words

    @property
    def register(self) -> str:
        return f"{self.name}s"

    def new(self, request: HttpRequest) -> HttpResponseBase:
        return self._page(request, None)

    def page(self, request: HttpRequest, key: str) -> HttpResponseBase:
        entry = self.find(organisation(request).id, key)
        return self._gone(request) if entry is None else self._page(request, entry)

    def reviewed(self, request: HttpRequest, key: str) -> HttpResponseBase:
        """“오늘 점검했어요”: one tap of the owner or an operator."""
        entry = self._entry(request, key)
        if not self._may_edit(request, entry):
            return forbidden(request, PermissionError())
        today = pages.today_of(request)
        self.edit(organisation(request).id, key, lambda now: foresight.reviewed(now, today=today), edit=mine(request))
        return back(request, self._at(key), _("점검을 남겼어요."))

    def forget(self, request: HttpRequest, key: str) -> HttpResponseBase:
        return forget(request, self.register, key, reverse(self.register))

    def _entry(self, request: HttpRequest, key: str) -> Any:
        entry = self.find(organisation(request).id, key)
        if entry is None:
            raise Http404
        return entry

    def _may_edit(self, request: HttpRequest, entry: Any) -> bool:
        reader = person(request)
        return "operator" in reader.roles or (entry is not None and entry.owner == reader.key)

    def _at(self, key: str) -> str:
        return reverse(self.name, kwargs={"key": key})

    def _page(self, request: HttpRequest, entry: Any) -> HttpResponseBase:
        org = organisation(request).id
        around = query.around(org, now(request))
        may_edit = self._may_edit(request, entry)
        typing = {"around": around, "categories": pages.categories(org), "entry": entry}
        context: dict[str, Any] = {"entry": entry, "may_edit": may_edit}
        if entry:
            tags = pages.lapse_tags([entry], around, pages.today_of(request)).get(entry.key, ())
            context |= {
                "owner": around.name(entry.owner),
                "tags": tags,
                "edits": entry_edits(org, self.register, entry.key),
                "base": meanwhile.base(request, self.register, entry, key=entry.key),
                "base_row": meanwhile.row(request, self.register, entry.key),
                "reviewed_url": reverse(f"{self.name}_reviewed", kwargs={"key": entry.key}),
                "forget_url": reverse(f"{self.name}_forget", kwargs={"key": entry.key}),
                **self.about(entry, around),
            }
        if request.method != "POST":
            context["form"] = self.form(initial=self.form.of(entry) if entry else None, **typing)
            return pages.show(request, self.name, context)
        if not may_edit:
            return forbidden(request, PermissionError())
        context["form"] = form = self.form(request.POST, **typing)
        if not form.is_valid():
            return pages.show(request, self.name, context, status=422)
        try:
            key = self._kept(request, entry, form)
        except meanwhile.ChangedMeanwhile:
            told = meanwhile.since(request, self.register, key=entry.key)
            return pages.show(request, self.name, {**context, "meanwhile": told}, status=told.status)
        except BongsuError as error:
            if entry and self.find(org, entry.key) is None:
                return self._gone(request)
            return pages.show(request, self.name, {**context, "problem": error_words(error)}, status=status_of(error))
        return back(request, self._at(key), _("저장했어요."))

    def _gone(self, request: HttpRequest) -> HttpResponseBase:
        """Somebody deleted it after it was shown: what was typed comes back, to be added by whoever may."""
        told, org = meanwhile.gone(request, self.register), organisation(request).id
        form = self.form(request.POST, around=query.around(org, now(request)), categories=pages.categories(org))
        context = {
            "form": form,
            "meanwhile": told,
            "may_edit": self._may_edit(request, None),
            "save_to": reverse(f"{self.name}_new"),
        }
        return pages.show(request, self.name, context, status=told.status)

    def _kept(self, request: HttpRequest, before: Any, form: Any) -> str:
        org = organisation(request).id
        if before is None:
            return self.add(org, form.entry(None), edit=mine(request))

        def change(now: Any) -> Any:
            meanwhile.unchanged(request, now)
            return form.entry(now)

        self.edit(org, before.key, change, edit=mine(request))
        return str(before.key)


def _of_risk(entry: Risk, around: Around) -> dict[str, Any]:
    return {"brand": around.brands.get(entry.brand or 0, ""), "gravity": foresight.gravity(entry)}


def _of_stakeholder(_entry: Stakeholder, _around: Around) -> dict[str, Any]:
    return {}


_RISKS = Register("risk", query.risk, keep.add_risk, keep.edit_risk, RiskForm, _of_risk)
_STAKEHOLDERS = Register(
    "stakeholder", query.stakeholder, keep.add_stakeholder, keep.edit_stakeholder, StakeholderForm, _of_stakeholder
)
_edits = require_http_methods(["GET", "HEAD", "POST"])

new_risk, risk = _edits(_RISKS.new), _edits(_RISKS.page)
reviewed_risk, forget_risk = require_POST(_RISKS.reviewed), require_POST(_RISKS.forget)
new_stakeholder, stakeholder = _edits(_STAKEHOLDERS.new), _edits(_STAKEHOLDERS.page)
reviewed_stakeholder, forget_stakeholder = require_POST(_STAKEHOLDERS.reviewed), require_POST(_STAKEHOLDERS.forget)
