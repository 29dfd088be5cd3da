"""What an operator does in the settings: each act reads its form, keeps what is sound, and comes back to its page."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings as django_settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bongsu.core.errors import BongsuError
from bongsu.core.values import Person
from bongsu.crisis.ground import parse_levels
from bongsu.flows.setup import outlet_key
from bongsu.store import progress, setup
from bongsu.store.queries import settings as query
from bongsu.store.secrets import new_whsec
from bongsu.store.sources import texts
from bongsu.web import meanwhile
from bongsu.web.edits import mine
from bongsu.web.problems import forbidden
from bongsu.web.request import now, organisation, person
from bongsu.web.setup import forms, invite, levels, pages, report_links, source_forms, trials, uploads
from bongsu.web.setup.file_words import unusable_words
from bongsu.web.words import error_words

Act = Callable[[HttpRequest], HttpResponseBase]


def back(request: HttpRequest, page: str, words: str, anchor: str = "") -> HttpResponseRedirect:
    messages.success(request, words)
    return HttpResponseRedirect(reverse(page) + (f"#{anchor}" if anchor else ""))


def save_org(request: HttpRequest) -> HttpResponseBase:
    form = forms.OrgForm(request.POST)
    if not form.is_valid():
        return pages.org_page(request, form=form, status=422)
    progress.rename(organisation(request).id, name=form.cleaned_data["name"], zone=form.cleaned_data["zone"])
    return back(request, "settings", _("저장했어요."))


def save_brand(request: HttpRequest) -> HttpResponseBase:
    form = forms.BrandForm(request.POST)
    if not form.is_valid():
        return pages.brands_page(request, form=form, status=422)
    setup.upsert_brand(organisation(request).id, form.cleaned_data["name"], form.words())
    return back(request, "settings_brands", _("저장했어요. 지금부터 들어오는 글에 적용돼요."))


def upload(request: HttpRequest) -> HttpResponseBase:
    """Look at a file, or keep what was looked at. Rows that are wrong are named, the others can be kept."""
    org = organisation(request)
    form = uploads.UploadForm(request.POST, request.FILES, brands=pages.brand_choices(org.id))
    if not form.is_valid():
        return pages.sources_page(request, upload=form, status=422)
    file, brand = form.cleaned_data["file"], form.cleaned_data["brand"]
    try:
        looked = uploads.look(file.read(uploads.MOST_BYTES + 1) if file else form.cleaned_data["rows"].encode())
    except uploads.UNUSABLE as problem:
        form.add_error("file", unusable_words(problem))
        return pages.sources_page(request, upload=form, status=422)
    if file or "keep" not in request.POST or not looked.items:
        again = uploads.UploadForm(initial={"brand": brand, "rows": looked.rows}, brands=pages.brand_choices(org.id))
        return pages.sources_page(request, upload=again, looked=looked, status=200 if looked.items else 422)
    words = uploads.keep(org.id, looked, int(brand) if brand else None)
    return back(request, "settings_sources", words, "upload")


def add_feed(request: HttpRequest) -> HttpResponseBase:
    org = organisation(request)
    form = forms.FeedForm(request.POST, brands=pages.brand_choices(org.id))
    if not form.is_valid():
        return pages.sources_page(request, feed=form, status=422)
    data = form.cleaned_data
    if "test" in request.POST:
        outcome = trials.poll("rss", form.config(), at=now(request))
        return pages.sources_page(request, feed=form, outcome=outcome, tried="feed")
    brand = int(data["brand"]) if data["brand"] else None
    source = setup.upsert_source(org.id, "rss", data["name"], brand=brand, settings=form.config())
    return back(request, "settings_sources", _("연결했어요. 곧 첫 글을 읽어요."), f"source-{source}")


def save_source(request: HttpRequest) -> HttpResponseBase:
    """Try, connect or change a source that we read ourselves. The same kind and name changes the one there is."""
    org = organisation(request)
    kind = request.POST.get("kind", "")
    if kind not in source_forms.FORMS:
        raise Http404
    name = request.POST.get("name", "").strip()
    known = next((s.now.id for s in query.sources(org.id) if (s.now.kind, s.now.name) == (kind, name)), None)
    form = source_forms.FORMS[kind](request.POST, brands=pages.brand_choices(org.id), known=known is not None)
    if not form.is_valid():
        return pages.sources_page(request, typed=form, status=422)
    data = form.cleaned_data
    if "test" in request.POST and kind in source_forms.POSTED:
        return pages.sources_page(request, typed=form, outcome=trials.ticket(data, at=now(request)), tried=kind)
    if "test" in request.POST:
        kept = progress.source_job(org.id, known) if known is not None else None
        secret = data["secret"] or (kept[2].get("secret", "") if kept else "")
        outcome = trials.poll(kind, {**texts(form.config()), "secret": secret}, at=now(request))
        return pages.sources_page(request, typed=form, outcome=outcome, tried=kind)
    source = setup.upsert_source(
        org.id,
        kind,
        data["name"],
        brand=int(data["brand"]) if data["brand"] else None,
        settings=form.config(),
        secret=data["secret"] or None,
    )
    if kind in source_forms.POSTED and known is None:
        progress.new_secret(org.id, source, secret := new_whsec())
        return _secret_once(request, source, secret)
    return back(request, "settings_sources", _("연결했어요. 곧 첫 글을 읽어요."), f"source-{source}")


def add_intake(request: HttpRequest) -> HttpResponseBase:
    org = organisation(request)
    form = forms.IntakeForm(request.POST)
    if form.is_valid() and any(
        s.now.kind == "intake" and s.now.name == form.cleaned_data["name"] for s in query.sources(org.id)
    ):
        form.add_error("name", _("같은 이름이 이미 있어요. 비밀값을 바꾸려면 목록에서 ‘새 비밀값’을 누르세요."))
    if not form.is_valid():
        return pages.sources_page(request, intake=form, status=422)
    secret = new_whsec()
    source = setup.upsert_source(org.id, "intake", form.cleaned_data["name"], settings={}, secret=secret)
    return _secret_once(request, source, secret)


def rotate_intake(request: HttpRequest) -> HttpResponseBase:
    source, secret = _number(request, "source"), new_whsec()
    if not progress.new_secret(organisation(request).id, source, secret):
        raise Http404
    return _secret_once(request, source, secret)


def _secret_once(request: HttpRequest, source: int, secret: str) -> HttpResponse:
    kind = next((s.now.kind for s in query.sources(organisation(request).id) if s.now.id == source), "intake")
    address = f"{django_settings.URL}/api/v1/{'tickets' if kind == 'tickets' else 'mentions'}"
    return pages.sources_page(request, secret=secret, secret_of=source, intake_url=address)


def test_source(request: HttpRequest) -> HttpResponseBase:
    source = _number(request, "source")
    job = progress.source_job(organisation(request).id, source)
    if job is None:
        raise Http404
    kind, _name, settings, _cursor = job
    outcome = trials.poll(kind, settings, at=now(request))
    return pages.sources_page(request, outcome=outcome, outcome_of=source)


def switch_source(request: HttpRequest) -> HttpResponseBase:
    source, on = _number(request, "source"), request.POST.get("on") == "1"
    if not progress.switch_source(organisation(request).id, source, enabled=on):
        raise Http404
    return back(
        request,
        "settings_sources",
        _("켰어요.") if on else _("껐어요. 이 소스는 이제 읽지 않아요."),
        f"source-{source}",
    )


def save_outlet(request: HttpRequest) -> HttpResponseBase:
    org = organisation(request)
    form = forms.OutletForm(request.POST, people=pages.people_choices(org.id))
    if not form.is_valid():
        return pages.outlets_page(request, form=form, status=422)
    data = form.cleaned_data
    known = query.outlets(org.id)
    key = next((o.key for o in known if (o.kind, o.name) == (data["kind"], data["name"])), "") or outlet_key(
        data["kind"], data["name"]
    )
    kept = query.outlet_settings(org.id, key)
    secret = kept[1].get("secret", "") if kept else ""
    fresh = "" if secret or data["kind"] != "webhook" else new_whsec()
    config = {"url": data["url"].strip(), "secret": secret or fresh, "organisation": org.name}
    if data["private"]:
        config["allow_private"] = "true"
    one = setup.OutletSetup(
        key=key,
        kind=data["kind"],
        name=data["name"],
        purpose=data["purpose"],
        owner=data["owner"],
        deputy=data["deputy"],
        settings=config if data["kind"] == "webhook" else {},
    )
    setup.upsert_outlets(org.id, [one])
    progress.tried(org.id, "proven", key, at=None)
    if fresh:
        return pages.outlets_page(request, secret=fresh, secret_of=data["name"])
    return back(request, "settings_outlets", _("저장했어요. 시험해 보세요."), f"outlet-{key}")


def test_outlet(request: HttpRequest) -> HttpResponseBase:
    org, key = organisation(request), request.POST.get("outlet", "")
    found = query.outlet_settings(org.id, key)
    if found is None:
        raise Http404
    kind, settings = found
    if kind == "newsroom":
        outcome = trials.Outcome(True, _("우리 뉴스룸이에요. 이 화면이 보이면 살아 있어요."))
    else:
        outcome = trials.ping(settings, organisation=org.name)
    progress.tried(org.id, "proven", key, at=now(request) if outcome.ok else None, problem=outcome.words)
    return pages.outlets_page(request, outcome=outcome, outcome_of=key)


def switch_outlet(request: HttpRequest) -> HttpResponseBase:
    key, on = request.POST.get("outlet", ""), request.POST.get("on") == "1"
    if not progress.switch_outlet(organisation(request).id, key, enabled=on):
        raise Http404
    return back(
        request, "settings_outlets", _("켰어요.") if on else _("껐어요. 다음 입장부터 나가지 않아요."), f"outlet-{key}"
    )


def all_people(org: int) -> list[Person]:
    """Everybody as stored, in their order: what comes after keeps it."""
    return [
        Person(p.key, p.name, p.roles, p.on_duty, p.deputy or None, p.locale, p.zone, p.title, p.department, p.skills)
        for p in query.people(org)
    ]


def save_person(request: HttpRequest) -> HttpResponseBase:
    org = organisation(request)
    form = forms.PersonForm(request.POST, people=pages.people_choices(org.id), more_roles=pages.table_roles(org.id))
    known = {p.key: p for p in all_people(org.id)}
    if form.is_valid():
        mail = form.cleaned_data["email"].casefold()
        twin = next((p for p in query.people(org.id) if p.email.casefold() == mail), None)
        if twin and twin.key != form.cleaned_data["key"]:
            form.add_error("email", _("%(name)s 님이 이미 쓰는 이메일이에요.") % {"name": twin.name})
        if request.POST.get("new") and form.cleaned_data["key"] in known:
            form.add_error("key", _("이미 있는 키예요."))
    if not form.is_valid():
        return pages.people_page(request, form=form, editing=True, status=422)
    data = form.cleaned_data
    before = known.get(data["key"])
    known[data["key"]] = Person(
        key=data["key"],
        name=data["name"],
        roles=tuple(data["roles"]),
        on_duty=data["on_duty"],
        deputy=data["deputy"] or None,
        locale=data["locale"],
        zone=before.zone if before else org.zone,
        title=data["title"],
        department=data["department"],
        skills=data["skills"],
    )
    addresses = {data["key"]: data["addresses"]} if data["addresses"] or data["forget"] else {}
    phones = {data["key"]: data["phone"]} if data["phone"] or data["forget"] else {}
    emails = {data["key"]: data["email"]}
    setup.upsert_people(org.id, known.values(), emails=emails, addresses=addresses, phones=phones)
    return back(request, "settings_people", _("저장했어요."), f"person-{data['key']}")


def switch_duty(request: HttpRequest) -> HttpResponseBase:
    key, on = request.POST.get("person", ""), request.POST.get("on") == "1"
    setup.set_duty(organisation(request).id, key, on_duty=on)
    return back(request, "settings_people", _("당직으로 바꿨어요.") if on else _("비번으로 바꿨어요."), f"person-{key}")


def invite_person(request: HttpRequest) -> HttpResponseBase:
    """A link by which a person sets their password. Shown once; the operator passes it on."""
    org, key = organisation(request), request.POST.get("person", "")
    if key not in {p.key for p in query.people(org.id)}:
        raise Http404
    return pages.people_page(request, invited=key, link=invite.link(setup.user_for(org.id, key)))


def save_levels(request: HttpRequest) -> HttpResponseBase:
    org = organisation(request)
    roles = [role for role, _words in forms.role_choices(pages.table_roles(org.id))]
    table = levels.typed(request.POST, roles)
    if not table.is_valid:
        return pages.levels_page(request, table=table, status=422)
    parse_levels(table.plain())

    def change(now: Any) -> Any:
        meanwhile.unchanged(request, now)
        return table.plain()

    try:
        setup.change_document(org.id, "levels", change, edit=mine(request))
    except meanwhile.ChangedMeanwhile:
        return pages.levels_page(request, table=table, told=meanwhile.since(request, "levels"))
    return back(
        request, "settings_levels", _("저장했어요. 이제 경영진이 다시 서명해야 해요. 열려 있는 상황실은 그대로예요.")
    )


def save_holding(request: HttpRequest) -> HttpResponseBase:
    form = forms.HoldingForm(request.POST)
    if not form.is_valid():
        return pages.holding_page(request, form=form, status=422)

    def change(now: Any) -> Any:
        meanwhile.unchanged(request, now)
        return dict(form.cleaned_data)

    try:
        setup.change_document(organisation(request).id, "holding", change, edit=mine(request))
    except meanwhile.ChangedMeanwhile:
        return pages.holding_page(request, form=form, told=meanwhile.since(request, "holding"))
    return back(request, "settings_holding", _("저장했어요. 다음에 여는 상황실의 초안에 들어가요."))


ACTS: Mapping[str, Act] = {
    "org": save_org,
    "brand": save_brand,
    "feed": add_feed,
    "source": save_source,
    "upload": upload,
    "intake": add_intake,
    "intake-secret": rotate_intake,
    "source-test": test_source,
    "source-switch": switch_source,
    "report-link": report_links.add,
    "report-link-again": report_links.again,
    "report-link-end": report_links.end,
    "outlet": save_outlet,
    "outlet-test": test_outlet,
    "outlet-switch": switch_outlet,
    "person": save_person,
    "duty": switch_duty,
    "invite": invite_person,
    "levels": save_levels,
    "holding": save_holding,
}


@require_POST
def do(request: HttpRequest, act: str) -> HttpResponseBase:
    """One act of an operator."""
    wanted = ACTS.get(act)
    if wanted is None:
        raise Http404
    try:
        return wanted(request)
    except BongsuError as problem:
        messages.error(request, error_words(problem))
        return HttpResponseRedirect(reverse("settings"))


@require_POST
def sign(request: HttpRequest) -> HttpResponseBase:
    """An executive signs level table, charter and playbook as they were shown."""
    org, reader = organisation(request), person(request)
    if not pages.EXECUTIVES & set(reader.roles):
        return forbidden(request, PermissionError())
    version = query.org_settings(org.id).rules_version
    if request.POST.get("version") != version:
        messages.error(request, _("읽으신 뒤에 내용이 바뀌었어요. 바뀐 내용을 읽고 다시 서명해 주세요."))
        return HttpResponseRedirect(reverse("charter") + "#sign")
    setup.add_signature(org.id, person=reader.key, version=version, at=now(request))
    return back(request, "charter", _("서명했어요."), "sign")


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) < 12):
        raise Http404
    return int(text)
