"""Pages of the room, the voice and the brief, and the one address where their forms arrive."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bongsu.core.errors import BongsuError, NoSuchRoom, NotTheLeader, Observing, StaleText
from bongsu.core.values import LEVELS, PUBLISH, SLOTS
from bongsu.crisis import speak
from bongsu.crisis.convene import asks_to_lead, gone_at, may_take_lead, needs, one_voice as orders, tired
from bongsu.crisis.convene.closing import REVIEW_WITHIN_DAYS, business_day
from bongsu.crisis.convene.command import SENIOR
from bongsu.crisis.room import Draft
from bongsu.crisis.text import SLOT
from bongsu.flows.closing import korean_holidays
from bongsu.store import guidelines
from bongsu.store.queries import registry, rooms as read
from bongsu.store.queries.rooms import RoomView
from bongsu.web import problems
from bongsu.web.lines.offline import KINDS as OFFLINE_KINDS
from bongsu.web.request import organisation, person, ports, wants_problem
from bongsu.web.room import acts, decisions, estimates, journal, press, seen, what_is_said
from bongsu.web.room.acts import ACTS, Act, Unreadable
from bongsu.web.room.facts import fact_page
from bongsu.web.room.look import room_of
from bongsu.web.room.slots import slot_rows
from bongsu.web.room.words import need_words
from bongsu.web.setup.words import act_words, role_words
from bongsu.web.words import SLOT_HINTS, error_words

MOST_ONCE = 80  # characters of an idempotency key
UPDATE_IN_MIN = (30, 60, 90)
USUAL_UPDATE_MIN = 60
#: From this share of the most on, a slot is called long.
LONG = 0.8

_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,40}")

Failed = Mapping[str, str]  # {"act", "message"}


def _int(request: HttpRequest, name: str) -> int | None:
    plain = request.GET.get(name, "")
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 10 else None


# ── pages ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@require_safe
def rooms(request: HttpRequest) -> HttpResponse:
    org = organisation(request).id
    return render(
        request,
        "room/list.html",
        {"opened": read.rooms_listed(org, opened=True), "closed": read.rooms_listed(org, opened=False)},
    )


@require_safe
def room(request: HttpRequest, room: int) -> HttpResponse:
    return _room_page(request, room)


def _next_word(view: RoomView) -> str:
    """When we speak next: as the draft promises, else by the deadline of the first word; empty where that is past."""
    room = view.room
    due = room.draft.next_update_at if room.draft else None
    due = due or (None if room.first_word_at else room.first_word_due)
    return speak.next_update_sentence(due, view.zone, written_at=view.at) if due and due > view.at else ""


def _room_page(
    request: HttpRequest,
    room: int,
    *,
    typed: Mapping[str, Any] | None = None,
    failed: Failed | None = None,
    status: int = 200,
) -> HttpResponse:
    before = _int(request, "before")
    view = room_of(request, room, before=before)
    seen.note(request, view, seen.on_room_page(view.room, person(request).key))
    sheet = failed["act"] if failed else request.GET.get("sheet", "")
    reader = person(request)
    observing = reader.key in view.room.observers
    people = sorted(view.people.values(), key=lambda p: (not p.on_duty, p.name))
    taken = {*view.room.team, *view.room.observers, *(call.person for call in view.room.calls)}
    context = {
        "view": view,
        "room": view.room,
        "before": before,
        # Older lines stand still while somebody reads them; only the newest page is live.
        "groups": journal.groups(view, view.lines) if before else (),
        "older_than": view.older_than,
        "reads_only": not acts.may_act(reader.roles, "", observing=observing),
        "observing": observing,
        "may_lead": acts.may_act(reader.roles, "take_lead"),
        "may_take_lead": may_take_lead(view.room, by=reader.key, people=people, at=view.at),
        "anybody_at": gone_at(view.room),
        "lead_name": view.name(view.room.leader),
        "may_observe": [p for p in people if p.key not in taken],
        "leads": view.room.leader == reader.key,
        "offline_kinds": tuple(OFFLINE_KINDS.items()),
        "may_order": view.room.is_open and orders.may_order(view.room, by=reader.key, roles=reader.roles, at=view.at),
        "voice_text": orders.bare(orders.suggested(view.room, view.holding, next_word=_next_word(view))),
        "voice_points": len(ports().store.touchpoints(view.room.org, view.room.brand)),
        "voice_people": len(view.people),
        "senior": bool(SENIOR & set(reader.roles)),
        "mine": view.room.estimate_of(reader.key),
        "card": estimates.card_of(view, reader.key, typed if sheet == "estimate" else None),
        "people": people,
        "levels": [(n, n > view.room.level, n == view.room.level - 1) for n in LEVELS],
        "open_decisions": decisions.named(d for d in view.room.decisions if d.is_open),
        "all_decisions": decisions.named(reversed(view.room.decisions)),
        "roles_left": [(n.role, need_words(view, n.role)) for n in needs(view.room) if n.state == "exhausted"],
        "unsettled": [
            {"d": d, "name": o.name if (o := view.outlet(d.outlet)) else d.outlet}
            for d in view.room.deliveries
            if d.state in ("unsure", "refused")
        ],
        "guidelines": guidelines.that_apply(view.room.org, {f.category for f in view.room.findings if f.category}),
        "playbook": [(p, role_words(p.role)) for p in view.room.ground.playbook],
        "sheet": sheet,
        # What was typed comes back into its form, and a link may fill one: ?sheet=settle_fact&fact=f1
        "typed": {sheet: typed if typed is not None else request.GET.dict()} if sheet in ACTS else {},
        "failed": failed or {},
    }
    return render(request, "room/room.html", context, status=status)


@require_safe
def finding(request: HttpRequest, room: int, seq: int) -> HttpResponse:
    try:
        found = read.finding_view(organisation(request).id, room, seq)
    except NoSuchRoom:
        raise Http404 from None
    if found is None:
        raise Http404
    f = found.finding
    context = {
        "found": found,
        "room": found.room,
        "f": f,
        "surprise": f.surprise_centi / 100,
        "expected": f.expected_milli / 1000,
        "minutes": f.window_s // 60,
        "said": what_is_said.said(found),
    }
    return render(request, "room/finding.html", context)


# ── standing down ────────────────────────────────────────────────────────────────────────────────────────────────────
@require_safe
def stand_down(request: HttpRequest, room: int) -> HttpResponse:
    return _stand_down_page(request, room)


def _stand_down_page(
    request: HttpRequest, room: int, *, typed: QueryDict | None = None, failed: Failed | None = None, status: int = 200
) -> HttpResponse:
    view = room_of(request, room)
    today = view.at.astimezone(ZoneInfo(view.zone)).date()
    last = business_day(today, REVIEW_WITHIN_DAYS, korean_holidays(view.at))
    left = [key for key in tired(view.room, view.at) if key not in view.room.rested]
    context = {
        "view": view,
        "room": view.room,
        "leads": view.room.leader == person(request).key,
        "people": sorted(view.people.values(), key=lambda p: (not p.on_duty, p.name)),
        "tired": [view.name(key) for key in left],
        "came": [key for key in view.room.team if key != view.room.leader],
        "thanks": _("끝까지 함께해 주셔서 고맙습니다. 덕분에 한목소리로 말할 수 있었습니다. 푹 쉬세요."),
        "review_last": last,
        "review_on": f"{last:%Y-%m-%d}T10:00",
        "typed": {failed["act"]: typed} if failed else {},
        "failed": failed or {},
    }
    return render(request, "room/stand_down.html", context, status=status)


# ── voice ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@require_safe
def voice(request: HttpRequest, room: int) -> HttpResponse:
    """The editor; `?risk=key` puts that risk's prepared statement into its empty slots. Nothing is saved."""
    risk = registry.risk(organisation(request).id, request.GET.get("risk", ""))
    return _voice_page(request, room, prepared=risk.slots if risk else None)


def _voice_page(
    request: HttpRequest,
    room: int,
    *,
    typed: QueryDict | None = None,
    failed: Failed | None = None,
    fill: bool = False,
    prepared: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """`fill`: prepared sentences go into the slots that `typed` leaves empty. `prepared`: those of a risk, first."""
    view = room_of(request, room)
    draft = view.room.draft
    editing = typed is not None and (fill or (failed is not None and failed["act"] == "edit"))
    stored = dict(draft.slots) if draft else {}
    stated = draft is not None and any((s.draft, s.version) == (draft.id, draft.version) for s in view.room.statements)
    update_at = draft.next_update_at if draft and not stated else None
    slots = stored
    if editing and typed is not None:
        slots = acts.slots_of(typed)
        try:
            update_at = acts.time_of(typed, "next_update_at")
        except Unreadable:
            update_at = None
    elif update_at is not None and update_at <= view.at:
        update_at = None  # what was promised last time has passed
    # Whoever starts to write promises the next word in an hour, unless they choose otherwise.
    update_in = (
        USUAL_UPDATE_MIN if update_at is None and not editing and (stated or not _promised_none(draft)) else None
    )
    ready = _ready(view, prepared or {})
    if fill or prepared:
        slots = {slot: slots.get(slot, "").strip() or ready.get(slot, "") for slot in SLOTS}
    stale = bool(failed and failed.get("code") == StaleText.code and editing)
    context = {
        "view": view,
        "room": view.room,
        "draft": draft,
        "by": view.name(draft.by) if draft else "",
        "slots": [
            {
                "s": slot,
                "hint": SLOT_HINTS[slot.name],
                "ready": ready.get(slot.name, ""),
                "theirs": stored.get(slot.name, "") if stale else "",
            }
            for slot in slot_rows(slots, update_at, room=view.room, at=view.at)
        ],
        "facts": [f for f in view.room.facts if f.status == "confirmed"],
        "fillable": any(not slots.get(slot, "").strip() for slot in ready),
        "stated": stated,
        "purposes": [(act, act_words(act)) for act in PUBLISH],
        "purpose": (typed.get("purpose") if editing and typed is not None else None) or (draft.act if draft else ""),
        "saved": draft is not None and not editing and not prepared,  # the text stands in full where it is approved
        "filled": fill or bool(prepared),
        "update_at": update_at,
        "update_in": update_in,
        "updates": [(n, (view.at + timedelta(minutes=n)).replace(second=0, microsecond=0)) for n in UPDATE_IN_MIN],
        # After a conflict the next save is made knowingly, over the text that is shown beside one's own.
        "base_version": draft.version if draft else 0,
        "stale": stale,
        "most": SLOT,
        "long": round(SLOT * LONG),
        "preview": speak.statement_text(slots, update_at, view.zone, written_at=view.at),
        "reads_only": not acts.may_act(person(request).roles, "", observing=person(request).key in view.room.observers),
        "sheet": failed["act"] if failed else request.GET.get("sheet", ""),
        "typed": {failed["act"]: typed} if failed else {request.GET.get("sheet", ""): request.GET.dict()},
        "failed": failed or {},
    }
    return render(request, "voice/page.html", context, status=status)


def _promised_none(draft: Draft | None) -> bool:
    """Whether somebody saved a draft and left the time of the next word open on purpose."""
    return draft is not None and draft.next_update_at is None


def _ready(view: RoomView, prepared: Mapping[str, str]) -> dict[str, str]:
    """The sentences prepared in peacetime (of a risk, else for any), and what has been confirmed since, by slot."""
    said = {slot: prepared.get(slot, "").strip() or view.holding.get(slot, "").strip() for slot in SLOTS}
    said["facts"] = " ".join(filter(None, (said["facts"], speak.facts_line(view.room))))
    return {slot: text for slot, text in said.items() if text}


@require_POST
def fill(request: HttpRequest, room: int) -> HttpResponse:
    """The editor with its empty slots filled, for readers without JavaScript. Nothing is saved."""
    return _voice_page(request, room, typed=request.POST, fill=True)


@require_POST
def preview(request: HttpRequest, room: int) -> HttpResponse:
    """The text exactly as it would be published, and what a careful reader would stop at. Nothing is saved."""
    view = room_of(request, room)
    slots = acts.slots_of(request.POST)
    try:
        update_at = acts.time_of(request.POST, "next_update_at")
    except Unreadable:
        update_at = None
    context = {
        "preview": speak.statement_text(slots, update_at, view.zone, written_at=view.at),
        "slots": slot_rows(slots, update_at, room=view.room, at=view.at),
        "missing": [s for s in slot_rows(slots, update_at, room=view.room, at=view.at) if not s.text.strip()],
        "update_at": update_at,
    }
    return render(request, "voice/preview.html", context)


# ── acts ───────────────────────────────────────────────────────────────────────────────────────────────────────────
@require_POST
def do(request: HttpRequest, room: int, act: str) -> HttpResponse:
    """Carry out one act. Not possible: the same page, the message at the form, the words kept."""
    chosen = ACTS.get(act)
    if chosen is None:
        raise Http404
    org = organisation(request).id
    try:
        read.room_seq(org, str(room))
    except NoSuchRoom:
        raise Http404 from None
    reader = person(request)
    if not acts.may_act(reader.roles, act):
        return _refused(
            request,
            room,
            act,
            chosen,
            403,
            "reads_only",
            _("읽기만 하는 역할입니다. 상황실에서 행동하려면 다른 역할이 필요합니다."),
        )
    if not acts.may_act(reader.roles, act, observing=reader.key in ports().store.peek(org, room).observers):
        said = error_words(Observing())
        if not wants_problem(request):
            messages.error(request, said)  # the forms that would say it are not shown to an observer
        return _refused(request, room, act, chosen, 403, Observing.code, said)
    once = request.POST.get("once", "")[:MOST_ONCE] or None
    try:
        values = chosen.values(request.POST)
        chosen.flow(ports(), org=org, room=room, by=reader.key, once=once, **values)
    except Unreadable as error:
        return _refused(request, room, act, chosen, 422, "unreadable", error.message, field=error.field)
    except NoSuchRoom:
        raise Http404 from None
    except BongsuError as error:
        said = error_words(error)
        if isinstance(error, NotTheLeader) and asks_to_lead(
            ports().store.peek(org, room), person=reader.key, roles=reader.roles
        ):
            said = _("지휘를 넘겨받으시겠어요? 지시는 지휘자만 해요. ‘지휘 맡기’나 ‘의견만 남기기’를 골라 주세요.")
        return _refused(request, room, act, chosen, problems.status_of(error), error.code, said)
    to = _back(request, room, chosen)
    if wants_problem(request):
        return JsonResponse({"message": str(chosen.said)})
    messages.success(request, str(chosen.said))
    return HttpResponseRedirect(to)


def _refused(
    request: HttpRequest, room: int, act: str, chosen: Act, status: int, code: str, message: str, *, field: str = ""
) -> HttpResponse:
    if wants_problem(request):
        return problems.problem(status, code, message, field=field)
    pages: dict[str, Callable[..., HttpResponse]] = {
        "room": _room_page,
        "voice": _voice_page,
        "decisions": decisions.page,
        "stand-down": _stand_down_page,
        "press": press.page,
    }
    # A page of its own, and a button alone, say it on top.
    if (chosen.page not in pages or not chosen.typed) and status != 403:
        messages.error(request, message)
        return HttpResponseRedirect(_back(request, room, chosen))
    failed = {"act": act, "message": message, "code": code, "field": field}
    if (fact := _fact_of(request, room)) is not None:
        return fact_page(request, room, fact=fact, typed=request.POST, failed=failed, status=status)
    answer: Callable[..., HttpResponse] = pages.get(chosen.page) or _room_page
    return answer(request, room, typed=request.POST, failed=failed, status=status)


def _fact_of(request: HttpRequest, room: int) -> str | None:
    """The fact on whose own page the form stood; None for a form of another page."""
    fact = request.POST.get("fact", "")
    asked = urlsplit(request.POST.get("back", "")).path
    if not _SLUG.fullmatch(fact):
        return None
    return fact if asked == reverse("fact", kwargs={"room": room, "fact": fact}) else None


def _back(request: HttpRequest, room: int, chosen: Act) -> str:
    """Where the form asked to return to, if that is a page of this room; else the act's own place."""
    asked = urlsplit(request.POST.get("back", ""))
    here = reverse("room", kwargs={"room": room})
    if not asked.scheme and not asked.netloc and asked.path.startswith(here) and "/do/" not in asked.path:
        return f"{asked.path}{'#' + asked.fragment if asked.fragment else ''}"
    return f"{reverse(chosen.page, kwargs={'room': room})}#{chosen.anchor}"
