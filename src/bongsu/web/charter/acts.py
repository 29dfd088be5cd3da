"""What is done with a charter from a form: edit, bring in, submit, sign, read, revoke; guidelines."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bongsu.core.errors import BongsuError, SetupError, StaleText
from bongsu.crisis.charter import Problem, check, to_mapping
from bongsu.crisis.ground import parse_playbook
from bongsu.crisis.text import plain_text
from bongsu.flows import charter as flow
from bongsu.flows.charter_file import faults_in
from bongsu.store import charters, guidelines
from bongsu.web import meanwhile
from bongsu.web.charter import pages, rows
from bongsu.web.charter.faults import fault_words
from bongsu.web.edits import mine
from bongsu.web.problems import forbidden
from bongsu.web.request import now, organisation, person, ports
from bongsu.web.words import error_words

Act = Callable[[HttpRequest], HttpResponseBase]
MOST_FILE = 1_000_000
MOST_GUIDELINE = 4_000


def _to(name: str, anchor: str = "", **where: Any) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(name, kwargs=where or None) + (f"#{anchor}" if anchor else ""))


def begin(request: HttpRequest) -> HttpResponseBase:
    charters.begin(organisation(request).id, by=person(request).key, at=now(request))
    return _to("charter_draft")


class _Unsound(Exception):
    """What would be wrong with the draft, in words."""


def save_row(request: HttpRequest) -> HttpResponseBase:
    """One row of one section, new or changed. What does not hold together is shown again, and nothing is kept."""
    v, (section, name) = _on_its_way(request), _row(request)
    typed = rows.read(section, request.POST, pages.choices_of(request, v.charter))

    def put(row: rows.Row) -> list[rows.Row]:
        if section not in ("mandates", "approvals"):
            return [typed]
        # What the form does not show stays: a revocation written in the file, a chain's id.
        stays = {key: row[key] for key in ("revoked_at", "id") if row.get(key) and not typed.get(key)}
        return [{**typed, **stays}]

    try:
        _change_row(request, v, put)
    except _Unsound as unsound:
        return pages.draft_page(request, typed=(section, name, typed), problems=unsound.args, status=422)
    except meanwhile.ChangedMeanwhile:
        return pages.draft_page(request, typed=(section, name, typed), told=_since(request, v))
    messages.success(request, _("저장했어요. 아직 초안이에요."))
    return _to("charter_draft", section)


def remove_row(request: HttpRequest) -> HttpResponseBase:
    v, (section, _name) = _on_its_way(request), _row(request)
    try:
        _change_row(request, v, lambda _row: [])
    except _Unsound as unsound:
        return pages.draft_page(request, problems=unsound.args, status=422)
    except meanwhile.ChangedMeanwhile:
        return pages.draft_page(request, told=_since(request, v), tried="remove")
    messages.success(request, _("초안에서 뺐어요."))
    return _to("charter_draft", section)


def _row(request: HttpRequest) -> tuple[str, str]:
    """(section, name of the row)"""
    section = request.POST.get("section", "")
    if section not in rows.SECTIONS:
        raise Http404
    return section, request.POST.get("row", pages.NEW)


def _change_row(request: HttpRequest, v: charters.Version, put: Callable[[rows.Row], list[rows.Row]]) -> None:
    """Put what `put` makes of the form's row ({}: a new one) in its place. Raises ChangedMeanwhile, _Unsound."""
    section, name = _row(request)

    def change(now: Mapping[str, Any]) -> Mapping[str, Any]:
        kept = list(now.get(section, ()))
        at = next((n for n, row in enumerate(kept) if rows.name_of(row, n) == name), len(kept))
        row = kept[at] if at < len(kept) else {}
        meanwhile.unchanged(request, row)
        kept[at : at + 1] = put(row)
        if wrong := _wrong({**now, section: kept}, section):
            raise _Unsound(*wrong)
        return {**now, section: kept}

    charters.change(organisation(request).id, v.number, change, edit=mine(request))


def _wrong(draft: Mapping[str, Any], section: str) -> list[str]:
    """What is wrong with the draft after an edit of this section, in words."""
    if section != "playbook":
        return [fault_words(problem) for problem in check(_charter(draft))]
    try:
        parse_playbook(draft["playbook"])
    except SetupError as problem:
        path, _colon, message = str(problem.about.get("problem", problem)).partition(": ")
        return [fault_words(Problem(path, message.rstrip(".")))]
    return []


def _charter(draft: Mapping[str, Any]) -> dict[str, Any]:
    """The draft without the playbook beside its charter."""
    return {name: value for name, value in draft.items() if name != "playbook"}


def _since(request: HttpRequest, v: charters.Version) -> meanwhile.Meanwhile:
    return meanwhile.since(request, "charter", key=str(v.number))


def bring_in(request: HttpRequest) -> HttpResponseBase:
    """A whole charter from its YAML, sent or pasted."""
    v = _on_its_way(request)
    sent = request.FILES.get("file")
    if sent is not None and (sent.size or 0) > MOST_FILE:
        messages.error(request, _("1MB보다 큰 파일이에요. 위임장 파일이 맞는지 봐 주세요."))
        return _to("charter_draft", "yaml")
    text = sent.read().decode("utf-8-sig", "replace") if sent is not None else request.POST.get("text", "")
    found, charter = faults_in(text)
    if charter is None:
        return pages.draft_page(request, faults=found, text=text, status=422)

    def change(now: Mapping[str, Any]) -> Mapping[str, Any]:
        meanwhile.unchanged(request, _charter(now))
        return charters.sections(to_mapping(charter, zone=_zone(request)), now["playbook"])

    try:
        charters.change(organisation(request).id, v.number, change, edit=mine(request))
    except meanwhile.ChangedMeanwhile:
        return pages.draft_page(request, text=text, told=_since(request, v))
    messages.success(request, _("파일의 내용으로 초안을 바꿨어요."))
    return _to("charter_draft")


def rename(request: HttpRequest) -> HttpResponseBase:
    v = _on_its_way(request)
    name = plain_text(request.POST.get("version", ""))[:80]
    if not name:
        messages.error(request, _("판 이름을 적어 주세요."))
        return _to("charter_draft")

    def change(now: Mapping[str, Any]) -> Mapping[str, Any]:
        meanwhile.unchanged(request, now.get("version"))
        return {**now, "version": name}

    try:
        charters.change(organisation(request).id, v.number, change, edit=mine(request))
    except meanwhile.ChangedMeanwhile:
        return pages.draft_page(request, name=name, told=_since(request, v))
    messages.success(request, _("저장했어요. 아직 초안이에요."))
    return _to("charter_draft")


def submit(request: HttpRequest) -> HttpResponseBase:
    org, v = organisation(request), _on_its_way(request)
    plain, from_at = request.POST.get("from_at", "").strip(), None
    if plain:
        try:
            from_at = datetime.fromisoformat(plain).replace(tzinfo=_zone(request))
        except ValueError:
            messages.error(request, _("시작 시각을 다시 골라 주세요."))
            return _to("charter_draft", "submit")
    read = request.POST.get(meanwhile.FIELD, "").rpartition(".")[0]
    try:
        charters.submit(org.id, v.number, base=read, from_at=from_at)
    except StaleText:
        return pages.draft_page(request, told=pages.changed_to_sign(request, v), tried="submit", from_at=plain)
    messages.success(request, _("검토를 요청했어요. 경영진이 모두 서명하면 시행돼요."))
    return _to("charter_version", "sign", number=v.number)


def drop(request: HttpRequest) -> HttpResponseBase:
    v = _on_its_way(request)
    charters.drop(organisation(request).id, v.number)
    messages.success(request, _("초안을 버렸어요. 지금 시행 중인 위임장은 그대로예요."))
    return _to("charter")


def sign(request: HttpRequest) -> HttpResponseBase:
    org, v = organisation(request), _on_its_way(request)
    took = charters.sign(
        org.id, v.number, person=person(request).key, shown=request.POST.get("shown", ""), at=now(request)
    )
    said = _("서명했어요. 모두 서명해서 지금부터 시행돼요.") if took else _("서명했어요.")
    messages.success(request, said)
    return _to("charter_version", "sign", number=v.number)


def read(request: HttpRequest) -> HttpResponseBase:
    number = request.POST.get("number", "")
    if not (number.isascii() and number.isdigit() and len(number) < 9):
        raise Http404
    charters.read(organisation(request).id, int(number), person=person(request).key, at=now(request))
    messages.success(request, _("읽었다고 남겼어요. 고마워요."))
    return HttpResponseRedirect(reverse("watch") if request.POST.get("back") == "watch" else reverse("charter"))


def revoke(request: HttpRequest) -> HttpResponseBase:
    flow.revoke(
        ports(),
        org=organisation(request).id,
        by=person(request).key,
        mandate=request.POST.get("mandate", ""),
        why=request.POST.get("why", ""),
    )
    messages.success(request, _("거두어들였어요. 지금부터, 열려 있는 상황실에서도 통하지 않아요."))
    return _to("charter", "mandates")


def save_guideline(request: HttpRequest) -> HttpResponseBase:
    org = organisation(request)
    topic, text = (plain_text(request.POST.get(name, "")) for name in ("topic", "text"))
    review = request.POST.get("review_on", "").strip()
    try:
        review_on = date.fromisoformat(review) if review else None
    except ValueError:
        review_on = None
    if not topic or not text or len(topic) > 80 or len(text) > MOST_GUIDELINE:
        messages.error(request, _("주제(80자까지)와 지침(4,000자까지)을 적어 주세요."))
        return _to("charter", "guidelines")
    guidelines.keep(
        org.id,
        topic=topic,
        text=text,
        category=request.POST.get("category", "")[:40],
        owner=request.POST.get("owner", "")[:40],
        review_on=review_on,
        at=now(request),
    )
    messages.success(request, _("저장했어요."))
    return _to("charter", "guidelines")


def remove_guideline(request: HttpRequest) -> HttpResponseBase:
    guidelines.remove(organisation(request).id, request.POST.get("topic", ""))
    messages.success(request, _("지침을 지웠어요."))
    return _to("charter", "guidelines")


def _on_its_way(request: HttpRequest) -> charters.Version:
    found = next((v for v in charters.versions(organisation(request).id) if v.state in ("draft", "review")), None)
    if found is None:
        raise Http404
    return found


def _zone(request: HttpRequest) -> ZoneInfo:
    return ZoneInfo(organisation(request).zone)


#: act → (what it does, who may).
ACTS: Mapping[str, tuple[Act, Callable[[HttpRequest], bool]]] = {
    "begin": (begin, pages.may_write),
    "row": (save_row, pages.may_write),
    "remove": (remove_row, pages.may_write),
    "import": (bring_in, pages.may_write),
    "rename": (rename, pages.may_write),
    "submit": (submit, pages.may_write),
    "drop": (drop, pages.may_write),
    "guideline": (save_guideline, pages.may_write),
    "guideline-remove": (remove_guideline, pages.may_write),
    "sign": (sign, pages.may_sign),
    "revoke": (revoke, pages.may_sign),
    "read": (read, lambda _request: True),
}


@require_POST
def do(request: HttpRequest, act: str) -> HttpResponseBase:
    """One act. Not possible: back to the charter, with the reason."""
    found = ACTS.get(act)
    if found is None:
        raise Http404
    wanted, allowed = found
    if not allowed(request):
        return forbidden(request, PermissionError())
    try:
        return wanted(request)
    except BongsuError as problem:
        messages.error(request, error_words(problem))
        return _to("charter")
