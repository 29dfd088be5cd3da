"""The first hour (첫 한 시간): nine steps that can be left and taken up again; it ends by naming what is missing."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bongsu.core.values import Person
from bongsu.crisis.readiness import readiness
from bongsu.flows import setup as rules
from bongsu.flows.tables import MAX_BYTES, Fault, decode
from bongsu.store import progress, setup
from bongsu.store.queries import settings as query
from bongsu.store.secrets import new_whsec
from bongsu.web.request import now, organisation
from bongsu.web.setup import acts, forms, pages
from bongsu.web.setup.words import COLUMN_WORDS, ROLE_WORDS, fault_place, fault_words, role_words

#: Steps in order: slug, the settings page that does it (CSV steps do it here).
STEPS = ("company", "brands", "words", "people", "outlets", "levels", "signers", "test-call", "missing")
PAGE_OF = {
    "company": "settings",
    "brands": "settings_brands",
    "words": "settings_brands",
    "levels": "settings_levels",
    "signers": "charter",
    "test-call": "settings_notifications",
}
#: What a step mends, by the codes of crisis.readiness; a step is done when none of them is missing.
MENDS = {
    "brands": ("has_brand",),
    "words": ("brand_words",),
    "people": ("somebody_on_duty", "role_held", "role_deputy"),
    "outlets": ("has_outlet",),
    "levels": ("level_table",),
    "signers": ("signed",),
    "test-call": ("test_call",),
}


@dataclass(frozen=True, slots=True)
class StepView:
    slug: str
    number: int
    name: str
    about: str
    done: bool
    current: bool
    href: str


def step_words() -> dict[str, tuple[str, str]]:
    return {
        "company": (_("회사"), _("회사 이름과 시간대를 확인해요. 모든 시각은 이 시간대로 보여요.")),
        "brands": (_("브랜드"), _("지켜볼 브랜드를 등록해요. 상황실은 브랜드마다 하나씩 열려요.")),
        "words": (
            _("감시어"),
            _("우리를 부르는 말, 우리 이야기가 아닌 말, 위험한 말을 적어요. 문장으로 시험해 볼 수 있어요."),
        ),
        "people": (_("사람"), _("누구를 부를지 적은 명단을 올려요. 이름·이메일·역할만 있으면 돼요.")),
        "outlets": (_("아웃렛"), _("입장을 낼 곳을 올려요. 뉴스룸 하나면 시작할 수 있어요.")),
        "levels": (_("단계표"), _("단계마다 누가 지휘하고 누구를 부르는지 정해요.")),
        "signers": (_("서명"), _("경영진이 단계표와 위임장을 읽고 서명해요. 그래야 위기 때 묻지 않고 움직여요.")),
        "test-call": (_("시험 호출"), _("진짜로 나를 불러 봐요. 울리지 않으면 없는 것과 같아요.")),
        "missing": (_("남은 것"), _("아직 비어 있는 것을 이름으로 보여 드려요.")),
    }


def steps(org: int, missing: set[str], current: str) -> list[StepView]:
    answers = query.org_settings(org).setup
    confirmed = set(answers.get("done", []))
    found = []
    for number, slug in enumerate(STEPS, start=1):
        name, about = step_words()[slug]
        mends = MENDS.get(slug, ())
        done = slug in confirmed and not missing & set(mends) if mends else slug in confirmed
        href = reverse("setup_step", kwargs={"step": slug})
        found.append(
            StepView(slug, number, name, about, done or bool(mends and not missing & set(mends)), slug == current, href)
        )
    return found


@require_safe
def first_hour(request: HttpRequest) -> HttpResponseBase:
    """Go on where one stopped."""
    at_step = query.org_settings(organisation(request).id).setup.get("step", STEPS[0])
    step = at_step if at_step in STEPS else STEPS[0]
    return HttpResponseRedirect(reverse("setup_step", kwargs={"step": step}))


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, step: str) -> HttpResponseBase:
    if step not in STEPS:
        raise Http404
    org = organisation(request).id
    if request.method != "POST":
        progress.note(org, step=step)
        return _page(request, step)
    if step in ("people", "outlets") and "done" not in request.POST:
        return _csv(request, step)
    done = [slug for slug in STEPS if slug in {*query.org_settings(org).setup.get("done", []), step}]
    after = STEPS[min(STEPS.index(step) + 1, len(STEPS) - 1)]
    progress.note(org, done=done, step=after)
    return HttpResponseRedirect(reverse("setup_step", kwargs={"step": after}))


def _page(request: HttpRequest, slug: str, *, status: int = 200, **more: Any) -> HttpResponse:
    org = organisation(request).id
    ready = readiness(query.prepared(org, now(request)))
    all_steps = steps(org, {check.code for check in ready.missing}, slug)
    columns = {"people": rules.PEOPLE_COLUMNS, "outlets": rules.OUTLET_COLUMNS}.get(slug, ())
    context = {
        "steps": all_steps,
        "step": next(s for s in all_steps if s.current),
        "page": reverse(PAGE_OF[slug]) if slug in PAGE_OF else "",
        "form": forms.CsvForm(),
        "columns": [(COLUMN_WORDS[c.name], ", ".join(c.headings), c.name, c.required) for c in columns],
        "roles": [(code, words) for code, words in ROLE_WORDS.items()],
        "known": query.people(org) if slug == "people" else query.outlets(org) if slug == "outlets" else (),
        "brands": query.brands(org),
        "about": query.org_settings(org),
        **more,
    }
    return pages.show(request, "first_hour", context, status=status)


def _csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Preview first; keep what was previewed when asked. Nothing is half-imported without saying so."""
    org = organisation(request)
    form = forms.CsvForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, slug, form=form, status=422)
    file = form.cleaned_data["file"]
    data: bytes | str = file.read(MAX_BYTES + 1) if file else form.cleaned_data["text"]
    text = decode(data) if isinstance(data, bytes) else (data, "utf-8")
    shown = "" if isinstance(text, Fault) else text[0]
    keep = "keep" in request.POST and not file
    if slug == "people":
        there = query.people(org.id)
        people_read = rules.import_people(
            data,
            known={p.key: p.email for p in there},
            roles=pages.table_roles(org.id),
            standing={p.key: p.deputy for p in there},
        )
        sound: Any = people_read.people
        faults, encoding, ignored = people_read.faults, people_read.encoding, people_read.ignored
        if keep and sound:
            keep_people(org.id, people_read.people)
    else:
        outlets_read = rules.import_outlets(
            data,
            people={p.key: p.email for p in query.people(org.id)},
            standing={o.key: (o.owner, o.deputy) for o in query.outlets(org.id)},
        )
        sound = outlets_read.outlets
        faults, encoding, ignored = outlets_read.faults, outlets_read.encoding, outlets_read.ignored
        if keep and sound:
            keep_outlets(org.id, outlets_read.outlets, organisation_name=org.name)
    if keep and sound:
        left = len({fault.line for fault in faults})
        words = _("%(kept)s줄을 등록했어요.") % {"kept": len(sound)}
        if left:
            words += " " + _("고칠 %(left)s줄은 등록하지 않았어요.") % {"left": left}
        if not left:
            return acts.back(request, "setup", words)
        return _page(request, slug, **_preview(shown, (), faults, encoding, ignored), kept_words=words)
    status = 200 if sound else 422
    return _page(request, slug, **_preview(shown, sound, faults, encoding, ignored), status=status)


def _preview(
    text: str, sound: Any, faults: tuple[Fault, ...], encoding: str, ignored: tuple[str, ...]
) -> dict[str, Any]:
    return {
        "form": forms.CsvForm(initial={"text": text}),
        "previewed": True,
        "sound": [(row, [role_words(r) for r in getattr(row, "roles", ())]) for row in sound],
        "faults": [(fault_place(f), fault_words(f)) for f in faults],
        "left": len({f.line for f in faults if f.line > 1}),
        "encoding": encoding.upper(),
        "ignored": ignored,
    }


def keep_people(org: int, rows: tuple[rules.PersonRow, ...]) -> None:
    """Add people, or change those with the same key; nobody else is touched. Addresses left empty stay."""
    known = {p.key: p for p in acts.all_people(org)}
    for row in rows:
        known[row.key] = Person(
            row.key,
            row.name,
            row.roles,
            row.on_duty,
            row.deputy or None,
            row.locale,
            row.zone,
            row.title,
            row.department,
            row.skills if row.skills is not None else before.skills if (before := known.get(row.key)) else (),
        )
    setup.upsert_people(
        org,
        known.values(),
        emails={row.key: row.email for row in rows},
        addresses={row.key: row.addresses for row in rows if row.addresses},
        phones={row.key: row.phone for row in rows if row.phone},
    )


def keep_outlets(org: int, rows: tuple[rules.OutletRow, ...], *, organisation_name: str) -> None:
    """Add outlets, or change those with the same key. A webhook keeps the secret it has; a new one gets its own.

    One that was switched off stays off.
    """
    made = []
    closed = {o.key for o in query.outlets(org) if not o.enabled}
    for row in rows:
        kept = query.outlet_settings(org, row.key)
        before = kept[1] if kept else {}
        config: dict[str, str] = {}
        if row.kind == "webhook":
            secret = before.get("secret") or new_whsec()
            config = {**before, "url": row.url, "secret": secret, "organisation": organisation_name}
        made.append(
            setup.OutletSetup(
                row.key, row.kind, row.name, row.purpose, row.owner, row.deputy, config, row.key not in closed
            )
        )
    setup.upsert_outlets(org, made)


@require_safe
def sample(request: HttpRequest, kind: str) -> HttpResponseBase:
    """A sample CSV with the mark by which Korean Excel knows UTF-8."""
    text = {"people": rules.PEOPLE_SAMPLE, "outlets": rules.OUTLETS_SAMPLE}.get(kind)
    if text is None:
        raise Http404
    response = HttpResponse(("\ufeff" + text).encode(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="bongsu-{kind}.csv"'
    return response


@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """People or outlets as they stand, to be edited in a spreadsheet and brought in again. No numbers, no secrets."""
    org = organisation(request).id
    if kind == "people":
        data = rules.people_csv(
            rules.PersonRow(
                *(0, p.key, p.name, p.email, p.roles, p.title, p.department, p.deputy, p.on_duty, p.locale, p.zone),
                skills=p.skills,
            )
            for p in query.people(org)
        )
    elif kind == "outlets":
        data = rules.outlets_csv(
            rules.OutletRow(0, o.key, o.kind, o.name, o.purpose, o.owner, o.deputy, o.url) for o in query.outlets(org)
        )
    else:
        raise Http404
    response = HttpResponse(data, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="bongsu-{kind}.csv"'
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def new_outlet_secret(request: HttpRequest) -> HttpResponseBase:
    """Give a webhook another secret, shown once: what a CSV brought in never was."""
    org, key = organisation(request), request.POST.get("outlet", "")
    found = query.outlet_settings(org.id, key)
    one = next((o for o in query.outlets(org.id) if o.key == key), None)
    if found is None or one is None or found[0] != "webhook":
        raise Http404
    secret = new_whsec()
    row = setup.OutletSetup(
        key, one.kind, one.name, one.purpose, one.owner, one.deputy, {**found[1], "secret": secret}, one.enabled
    )
    setup.upsert_outlets(org.id, [row])
    progress.tried(org.id, "proven", key, at=None)
    return pages.outlets_page(request, secret=secret, secret_of=one.name)
