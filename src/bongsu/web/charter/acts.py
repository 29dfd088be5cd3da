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

from bongsu.core.errors import BongsuError, SetupError
from bongsu.crisis.charter import Problem, check, to_mapping
from bongsu.crisis.ground import parse_playbook
from bongsu.crisis.text import plain_text
from bongsu.flows import charter as flow
from bongsu.flows.charter_file import faults_in
from bongsu.store import charters, guidelines
from bongsu.web.charter import pages, rows
from bongsu.web.charter.faults import fault_words
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


def save_row(request: HttpRequest) -> HttpResponseBase:
    """One row of one section, new or changed. What does not hold together is shown again, and nothing is kept."""
    org, v = organisation(request), _on_its_way(request)
    section, number = request.POST.get("section", ""), request.POST.get("row", "")
    if section not in rows.SECTIONS:
        raise Http404
    kept = list(v.playbook if section == "playbook" else v.charter.get(section, ()))
    typed = rows.read(section, request.POST, pages.choices_of(request, v.charter))
    index = _index(number, kept)
    if section in ("mandates", "approvals") and index < len(kept):
        # What the form does not show stays: a revocation written in the file, a chain's id.
        stays = {key: kept[index][key] for key in ("revoked_at", "id") if kept[index].get(key)}
        typed = {**typed, **{key: value for key, value in stays.items() if not typed.get(key)}}
    kept[index : index + 1] = [typed]
    problems = _keep(org.id, v, request, section, kept)
    if problems:
        return pages.draft_page(request, typed=(section, number, typed), problems=problems, status=422)
    messages.success(request, _("저장했어요. 아직 초안이에요."))
    return _to("charter_draft", section)


def remove_row(request: HttpRequest) -> HttpResponseBase:
    org, v = organisation(request), _on_its_way(request)
    section, number = request.POST.get("section", ""), request.POST.get("row", "")
    if section not in rows.SECTIONS:
        raise Http404
    kept = list(v.playbook if section == "playbook" else v.charter.get(section, ()))
    index = _index(number, kept)
    if index >= len(kept):
        raise Http404
    del kept[index]
    problems = _keep(org.id, v, request, section, kept)
    if problems:
        return pages.draft_page(request, problems=problems, status=422)
    messages.success(request, _("초안에서 뺐어요."))
    return _to("charter_draft", section)


def _index(number: str, kept: list[Any]) -> int:
    if number == "new":
        return len(kept)
    if not (number.isascii() and number.isdigit() and len(number) < 6 and int(number) < len(kept)):
        raise Http404
    return int(number)


def _keep(org: int, v: charters.Version, request: HttpRequest, section: str, kept: list[Any]) -> list[str]:
    """What is wrong; nothing: it is kept, over the text that the writer was shown."""
    base = request.POST.get("base", "")
    if section == "playbook":
        try:
            parse_playbook(kept)
        except SetupError as problem:
            path, _colon, message = str(problem.about.get("problem", problem)).partition(": ")
            return [fault_words(Problem(path, message.rstrip(".")))]
        charters.save(org, v.number, base=base, playbook=kept)
        return []
    mapping = {**v.charter, section: kept}
    wrong = [fault_words(problem) for problem in check(mapping)]
    if not wrong:
        charters.save(org, v.number, base=base, charter=mapping)
    return wrong


def bring_in(request: HttpRequest) -> HttpResponseBase:
    """A whole charter from its YAML, sent or pasted."""
    org, v = organisation(request), _on_its_way(request)
    sent = request.FILES.get("file")
    if sent is not None and (sent.size or 0) > MOST_FILE:
        messages.error(request, _("1MB보다 큰 파일이에요. 위임장 파일이 맞는지 봐 주세요."))
        return _to("charter_draft", "yaml")
    text = sent.read().decode("utf-8-sig", "replace") if sent is not None else request.POST.get("text", "")
    found, charter = faults_in(text)
    if charter is None:
        return pages.draft_page(request, faults=found, text=text, status=422)
    charters.save(org.id, v.number, base=request.POST.get("base", ""), charter=to_mapping(charter, zone=_zone(request)))
    messages.success(request, _("파일의 내용으로 초안을 바꿨어요."))
    return _to("charter_draft")


def rename(request: HttpRequest) -> HttpResponseBase:
    org, v = organisation(request), _on_its_way(request)
    name = plain_text(request.POST.get("version", ""))[:80]
    if not name:
        messages.error(request, _("판 이름을 적어 주세요."))
        return _to("charter_draft")
    charters.save(org.id, v.number, base=request.POST.get("base", ""), charter={**v.charter, "version": name})
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
    charters.submit(org.id, v.number, base=request.POST.get("base", ""), from_at=from_at)
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
