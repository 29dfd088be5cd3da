"""What the panels and pages of a room say, worked out for one reader before a template writes it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from bongsu.core.events import (
    CallAcknowledged,
    ClipBrought,
    DecisionAsked,
    EstimateSent,
    ExecutiveAnswered,
    FactNoted,
    FindingNoted,
    FlashAnswered,
    FlashRead,
    LeadTaken,
    OneVoiceRead,
    OneVoiceSilent,
    PromiseMade,
    TaskGiven,
)
from bongsu.core.line import Line
from bongsu.core.values import LEVELS, SLOTS, SYSTEM, Person
from bongsu.crisis import assess, speak
from bongsu.crisis.charter import Verdict
from bongsu.crisis.room import Delivery, Estimate, NotedFinding, Room, Task
from bongsu.crisis.taking import key_of
from bongsu.store.queries.front import PersonView
from bongsu.store.queries.record import Short, shorts
from bongsu.store.queries.rooms import RoomView
from bongsu.web.charter.words import mandate_words
from bongsu.web.lines import Names, actor, line_words
from bongsu.web.lines.assess import FINDING_KINDS
from bongsu.web.lines.decide import option_words, question_words
from bongsu.web.room.words import need_words
from bongsu.web.setup.words import act_words, role_words
from bongsu.web.words import slot_name

#: Of what a finding quotes, so much names it.
EXCERPT = 40

_DELIVERIES = tuple(
    f"delivery_{what}"
    for what in ("planned", "started", "sent", "postponed", "refused", "unsure", "settled", "dropped")
)
#: Kinds of journal lines: for their mark in the margin, and for reading only some.
_VERBS = {
    "listen": ("finding_noted", "offline_noted", "file_added", "file_withdrawn", "clip_brought"),
    "assess": (
        *("estimate_sent", "press_settled", "fact_noted", "fact_settled", "fact_assigned", "fact_overdue"),
        *("correction_claimed", "correction_moved"),
        *("inquiry_noted", "inquiry_taken", "inquiry_released", "inquiry_late", "item_taken", "item_released"),
        *("rumour_coordinated", "rumour_corrected", "situation_reported", "report_remarked"),
    ),
    "convene": (
        *("call_placed", "call_sent", "call_failed", "call_acknowledged", "call_declined"),
        *("lead_taken", "lead_offered"),
        *("call_widened", "call_rung", "role_exhausted", "role_waived", "pulled_in"),
        *("observer_invited", "observer_dismissed"),
        *("touch_points_hit", "formation_formed", "seat_filled"),
        *("beacon_raised", "beacon_lowered", "room_opened", "room_closed", "room_reopened"),
        *("standby_named", "leader_here", "leader_quiet", "comment_made"),
        *("flash_sent", "flash_delivered", "flash_read", "flash_answered", "flash_withdrawn"),
        *("stand_down_waived", "thanks_sent", "rest_noted", "review_booked", "notice_failed"),
    ),
    "speak": (
        "draft_edited",
        "statement_approved",
        "statement_withdrawn",
        "outlets_paused",
        "outlets_resumed",
        *_DELIVERIES,
        *("one_voice_ordered", "one_voice_read", "one_voice_silent", "one_voice_told", "one_voice_lifted"),
        *("one_voice_deputies_asked", "one_voice_skipped"),
        *("inquiry_answered", "inquiry_followed", "inquiry_closed"),
    ),
    "decide": (
        *("decision_asked", "objection_raised", "decision_escalated", "decision_made", "decision_reopened"),
        *("judgement_given", "proposal_made", "proposal_closed", "deadline_near", "link_sent", "link_failed"),
        *("consultation_asked", "consultation_answered", "consultation_lapsed", "consultation_passed"),
        *("duty_started", "duty_confirmed", "duty_done", "duty_dropped", "duty_overdue"),
        *("fault_noted", "fault_moved", "fault_overdue"),
        *("task_given", "task_done", "task_overdue", "task_handed_on"),
        *("promise_made", "promise_soon", "promise_late", "promise_kept", "promise_handed_on", "promise_broken"),
        *(
            f"approval_{what}"
            for what in ("asked", "given", "objected", "passed", "lapsed", "unheld", "withdrawn", "voided")
        ),
        *("mandate_revoked", "compensation_granted"),
        *("executive_asked", "executive_passed", "executive_late", "executive_answered"),
    ),
}


@dataclass(frozen=True, slots=True)
class Due:
    """One clock that runs in this room."""

    what: str
    at: datetime
    href: str
    late: bool


@dataclass(frozen=True, slots=True)
class LineRow:
    seq: int
    at: datetime
    who: str
    words: str
    type: str
    mark: str
    proof: str = ""  # address of the page that computes anew what the line names


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the estimates: how many people see this level. `height` in steps of 5 per cent, 0–100."""

    level: int
    count: int
    height: int


@dataclass(frozen=True, slots=True)
class Volume:
    """One guess in words: for which hour, how many mentions in it."""

    hours: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class View:
    """One person's estimate as it is shown."""

    key: str
    name: str
    x: Estimate
    why: str | None
    would_do: str | None
    confidence: str
    volumes: tuple[Volume, ...]
    differs: bool
    track: Short | None = None  # how well they forecast: only for whoever may see it


@dataclass(frozen=True, slots=True)
class Judged:
    """Everybody's estimates as far as the reader may see them. Executives' stand apart and count in no middle."""

    count: int
    shown: bool
    mine: Estimate | None
    bars: tuple[Bar, ...] = ()
    spread: assess.Dissent | None = None
    volumes: tuple[tuple[assess.VolumeSpread, tuple[str, ...]], ...] = ()  # with the names of who differs
    rows: tuple[View, ...] = ()
    executives: tuple[View, ...] = ()


@dataclass(frozen=True, slots=True)
class Leave:
    """The answer to "may I?" in words."""

    verdict: str  # "yes" | "needs" | "no"
    words: str
    under: str | None


@dataclass(frozen=True, slots=True)
class Slot:
    name: str
    label: str
    text: str
    warnings: tuple[str, ...]


def as_person(reader: PersonView) -> Person:
    return Person(
        key=reader.key,
        name=reader.name,
        roles=reader.roles,
        deputy=reader.deputy or None,
        locale=reader.locale,
        zone=reader.zone,
        title=reader.title,
        department=reader.department,
    )


# ── the bar ────────────────────────────────────────────────────────────────────────────────────────────────────────
def dues(view: RoomView) -> tuple[Due, ...]:
    """Every clock that runs, the next one first."""
    room, at = view.room, view.at
    if not room.is_open:
        return ()
    found: list[Due] = []
    press, decided = (reverse(page, kwargs={"room": room.id}) for page in ("press", "decisions"))
    if room.first_word_at is None and room.first_word_due:
        found.append(Due(_("첫 입장까지"), room.first_word_due, "#voice", room.first_word_due <= at))
    for fact in room.facts:
        if fact.due_at and fact.status == "unconfirmed":
            what = _("확인: %(t)s") % {"t": fact.text}
            found.append(Due(what, fact.due_at, f"#fact-{fact.id}", fact.due_at <= at))
    for asked in room.decisions:
        if asked.made_at is None:
            what = _("결정: %(q)s") % {"q": question_words(asked.kind, asked.question)}
            found.append(Due(what, asked.due_at, f"#decision-{asked.id}", asked.due_at <= at))
    for c in room.consultations:
        if c.is_open:
            found.append(
                Due(_("의견: %(q)s") % {"q": c.question}, c.due_at, f"{decided}#consultations", c.due_at <= at)
            )
    for duty in room.duties:
        if duty.is_open:
            law = room.ground.law(duty.law)
            what = _("법정 시한: %(l)s") % {"l": law.name if law else duty.law}
            found.append(Due(what, duty.due_at, f"{decided}#duties", duty.due_at <= at))
    for fault in room.faults:
        if fault.state in ("cause", "stopped"):
            found.append(
                Due(_("교정: %(t)s") % {"t": fault.text}, fault.due_at, f"{decided}#faults", fault.due_at <= at)
            )
    for task in room.tasks:
        if task.done_at is None:
            todo = _("할 일: %(t)s") % {"t": task_words(view, task)}
            found.append(Due(todo, task.due_at, f"#task-{task.id}", task.due_at <= at))
    for one in room.promises:
        if one.is_open:
            what = _("약속: %(t)s") % {"t": one.text} if one.text else _("약속한 다음 안내까지")
            found.append(Due(what, one.due_at, f"#promise-{one.id}", one.due_at <= at))
    for asking in room.inquiries:
        if asking.waits:
            what = _("기자 문의: %(m)s") % {"m": asking.medium}
            found.append(Due(what, asking.due_at, f"{press}#inquiry-{asking.id}", asking.due_at <= at))
    for request in room.approvals:
        now = request.current
        if now is not None and (by := request.steps[now].due_at):
            what = _("결재: %(role)s") % {"role": role_words(request.steps[now].role)}
            found.append(Due(what, by, f"#approval-{request.id}", by <= at))
    said = room.statement
    # A statement's own promise is written down once the public has it.
    if said and said.next_update_at and not any(p.statement == said.id for p in room.promises):
        found.append(Due(_("약속한 다음 안내까지"), said.next_update_at, "#voice", said.next_update_at <= at))
    return tuple(sorted(found, key=lambda due: due.at))


# ── the journal ────────────────────────────────────────────────────────────────────────────────────────────────────
def names_of(view: RoomView) -> Names:
    def named(key: str) -> str:
        return what(view, key)

    def outlet(key: str) -> str:
        found = view.outlet(key)
        return found.name if found else key

    def said(seal: str) -> str:
        words = view.said(seal)
        return _("(지워진 글)") if words is None else words

    def mandate(key: str) -> str:
        return mandate_words(view.room.ground.charter, key)

    return Names(person=view.name, outlet=outlet, said=said, mandate=mandate, what=named)


def task_words(view: RoomView, task: Task) -> str:
    """What is to be done: as somebody wrote it, or the act that a chain said yes to and what it was asked for."""
    if not task.order:
        return task.text
    request = view.room.approval(task.request)
    asked = view.said(request.what) if request is not None and request.what else None
    return f"{act_words(task.order)} — {asked}" if asked else act_words(task.order)


def what(view: RoomView, key: str) -> str:
    """What a key of the room stands for, in words."""
    room = view.room
    if ":" in key:
        return need_words(view, key)
    if "/" in key:
        name, _sep, number = key.partition("/")
        decision = room.decision(name)
        if decision is None or int(number) >= len(decision.options):
            return key
        return option_words(decision.kind, decision.options[int(number)])
    if decision := room.decision(key):
        return question_words(decision.kind, decision.question)
    if consultation := room.consultation(key):
        return consultation.question
    if duty := room.duty(key):
        law = room.ground.law(duty.law)
        return law.name if law else duty.law
    if fault := room.fault(key):
        return fault.text
    if task := room.task(key):
        return task_words(view, task)
    if promise := room.promise(key):
        return promise.text or _("다음 안내")
    if inquiry := room.inquiry(key):
        return inquiry.medium
    if correction := room.correction(key):
        return correction.medium
    if fact := room.fact(key):
        return fact.text
    if finding := next((f for f in room.findings if key_of(f) == key), None):
        return _finding_words(view, finding)
    if file := room.file(key):
        return view.said(file.name) or _("(지워진 글)")
    if delivery := room.delivery(key):
        outlet = view.outlet(delivery.outlet)
        return outlet.name if outlet else delivery.outlet
    match view.origins.get(key):
        case TaskGiven(task=made, text=text) if made == key:
            return text
        case FactNoted(fact=made, text=text) if made == key:
            return text
        case PromiseMade(promise=made, text=text) if made == key:
            return text or _("다음 안내")
        case DecisionAsked(decision=made, kind=kind, question=question) if made == key:
            return question_words(kind, question)
        case FindingNoted() as noted if key.startswith("s"):
            return _finding_words(view, noted)
        case _:
            return key


def _finding_words(view: RoomView, found: FindingNoted | NotedFinding) -> str:
    said = (view.said(found.excerpt) or "").strip().replace("\n", " ")
    if len(said) > EXCERPT:
        said = f"{said[:EXCERPT].rstrip()}…"
    return said or str(FINDING_KINDS.get(found.kind, found.kind))


def _line_words(line: Line, names: Names) -> str:
    # The journal is the same for every reader, and some have still to judge blind: what was judged stands elsewhere.
    if isinstance(line.event, EstimateSent):
        return _("판단을 보냈습니다.")
    words = line_words(line.event, names)
    because: str = getattr(line.event, "because", "")
    return (
        _("%(words)s (결정 ‘%(question)s’에 따라)") % {"words": words, "question": names.what(because)}
        if because
        else words
    )


def _names_itself(line: Line) -> bool:
    """Whether the words already name who did it."""
    match line.event:
        case (
            CallAcknowledged(person=person)
            | LeadTaken(leader=person)
            | OneVoiceRead(person=person)
            | OneVoiceSilent(person=person)
            | FlashAnswered(person=person)
            | FlashRead(person=person)
            | ExecutiveAnswered(person=person)
        ):
            return person == line.by
        case _:
            return False


def line_rows(view: RoomView, lines: Sequence[Line]) -> tuple[LineRow, ...]:
    names = names_of(view)
    return tuple(
        LineRow(
            seq=line.seq,
            at=line.at,
            who="" if line.by == SYSTEM or _names_itself(line) else actor(line.by, names),
            words=_line_words(line, names),
            type=line.event.type_,
            mark=next((verb for verb, types in _VERBS.items() if line.event.type_ in types), ""),
            proof=reverse("clip-proof", args=(line.event.clip,)) if isinstance(line.event, ClipBrought) else "",
        )
        for line in lines
    )


# ── estimates ──────────────────────────────────────────────────────────────────────────────────────────────────────
def judged(view: RoomView, reader: PersonView | None) -> Judged:
    """Blind until one's own is sent: what may not be seen is not in the result, so no template can leak it."""
    room = view.room
    mine = room.estimate_of(reader.key) if reader else None
    seen = assess.estimates_shown(room, as_person(reader)) if reader else None
    field = assess.of_the_field(room)
    if seen is None:
        return Judged(len(field), shown=False, mine=mine)
    counts = Counter(x.level for x in field)
    most = max(counts.values(), default=0)
    spread = assess.dissent(room)
    apart = {*spread.apart, *(by for v in spread.volumes for by in v.apart)} if spread else set()
    tracks = _tracks(room, reader, [x.by for x in field])
    ordered = sorted(field, key=lambda x: (x.by not in apart, -x.level, x.at))
    return Judged(
        count=len(field),
        shown=True,
        mine=mine,
        bars=tuple(Bar(n, counts[n], round(20 * counts[n] / most) * 5 if most else 0) for n in LEVELS),
        spread=spread,
        volumes=tuple((v, tuple(map(view.name, v.apart))) for v in spread.volumes) if spread else (),
        rows=tuple(replace(_one_view(view, x, x.by in apart), track=tracks.get(x.by)) for x in ordered),
        executives=tuple(_one_view(view, x, False) for x in seen if x.executive),
    )


def _tracks(room: Room, reader: PersonView | None, people: Sequence[str]) -> Mapping[str, Short]:
    """How well these people forecast, for the leader's eyes only; for anybody else nothing is even read."""
    if reader is None or not assess.may_see_tracks(room, as_person(reader)):
        return {}
    return shorts(room.org, [key for key in people if key != reader.key])


def _one_view(view: RoomView, x: Estimate, differs: bool) -> View:
    return View(
        key=x.by,
        name=view.name(x.by),
        x=x,
        why=view.said(x.why),
        would_do=view.said(x.would_do),
        confidence=confidence_words(x.confidence),
        volumes=tuple(Volume(*guess) for guess in x.volumes),
        differs=differs,
    )


def confidence_words(confidence: str) -> str:
    return {"low": _("낮음"), "mid": _("보통"), "high": _("높음")}.get(confidence, "")


def card_of(view: RoomView, reader: str, typed: Mapping[str, str] | None) -> dict[str, object]:
    """What stands in the form of one's own view: what was typed, else what one said last."""
    if typed is not None:
        return {
            **{name: typed.get(name, "") for name in ("level", "why", "confidence", "would_do")},
            "press_pct": typed.get("press_pct", "") or "50",
            "volumes": [(h, typed.get(f"v{h}_low", ""), typed.get(f"v{h}_high", "")) for h in assess.HORIZONS_H],
        }
    mine = view.room.estimate_of(reader)
    if mine is None:
        return {"press_pct": "50", "volumes": [(h, "", "") for h in assess.HORIZONS_H]}
    guesses = {h: (str(low), str(high)) for h, low, high in mine.volumes}
    return {
        "level": str(mine.level),
        "press_pct": str(mine.press_pct),
        "confidence": mine.confidence,
        # What one saw then is not what one sees now.
        "volumes": [(h, *guesses.get(h, ("", ""))) for h in assess.HORIZONS_H],
    }


# ── may I? ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def may_publish(room: Room, reader: PersonView, at: datetime, outlets: Sequence[str]) -> Leave:
    """May this reader publish the draft at this level, at all of `outlets`, and why."""
    verdict = speak.verdict(room, by=reader.key, roles=reader.roles, at=at, outlets=outlets)
    under = speak.released_under(room, by=reader.key, roles=reader.roles, at=at, outlets=outlets)
    if verdict.verdict == "yes":
        return Leave("yes", _mandate_words(room, verdict.under or ""), verdict.under)
    if under is not None:
        return Leave(
            "yes", _("승인 절차의 마지막 단계(%(role)s)로서 승인할 수 있습니다.") % {"role": role_words(under)}, under
        )
    if verdict.verdict == "needs":
        return Leave("needs", _chain_words(verdict, at), verdict.under)
    line = next((x for x in room.charter.red_lines if x.id == verdict.under), None)
    if line is not None:
        return Leave("no", _("금지선: %(text)s") % {"text": line.text}, line.id)
    return Leave("no", _("이 단계에서 당신의 역할에 위임된 일이 아닙니다. 지휘자에게 요청해 주세요."), None)


def _mandate_words(room: Room, under: str) -> str:
    mandate = next((m for m in room.charter.mandates if m.id == under), None)
    if mandate is None:
        return _("위임에 따라 할 수 있습니다.")
    principle = next((p.text for p in room.charter.principles if p.id == mandate.principle), "")
    low, high = mandate.level_from, mandate.level_to
    words = _("위임: 봉화 %(levels)s에서 %(role)s 역할이 할 수 있습니다.") % {
        "levels": low if low == high else f"{low}~{high}",
        "role": role_words(mandate.role),
    }
    return f"{words} {principle}".strip()


def _chain_words(verdict: Verdict, at: datetime) -> str:
    steps = " → ".join(
        _("%(role)s (%(minutes)d분 안)")
        % {"role": role_words(s.role), "minutes": int((s.by - at).total_seconds() // 60)}
        for s in verdict.steps
    )
    return _("승인 절차를 거쳐야 합니다: %(steps)s") % {"steps": steps}


def may_resume(room: Room, reader: PersonView, at: datetime) -> Leave:
    if speak.may_resume(room, by=reader.key, roles=reader.roles, at=at):
        if room.leader == reader.key:
            return Leave("yes", _("지휘자로서 다시 열 수 있습니다."), None)
        return Leave("yes", _("위임에 따라 다시 열 수 있습니다."), None)
    return Leave("no", _("다시 여는 일은 지휘자나 위임받은 사람이 합니다."), None)


# ── speaking ───────────────────────────────────────────────────────────────────────────────────────────────────────
def lint_words(code: str, found: str) -> str:
    known: Mapping[str, str] = {
        "empathy_empty": _("공감하는 말이 없습니다."),
        "guess": _("‘%(x)s’: 원인이나 책임을 짐작하는 말입니다. 확인된 뒤에 쓰세요."),
        "hollow_phrase": _("‘%(x)s’: 변명이나 조건처럼 읽힙니다."),
        "unconfirmed_number": _("숫자 %(x)s: 확인된 사실에 없습니다."),
        "next_update_missing": _("다음 안내 시각이 없습니다."),
        "next_update_past": _("다음 안내 시각이 이미 지났습니다."),
    }
    return known.get(code, code) % {"x": found} if "%(x)s" in known.get(code, "") else known.get(code, code)


def slot_rows(
    slots: Mapping[str, str], next_update_at: datetime | None, *, room: Room, at: datetime
) -> tuple[Slot, ...]:
    """The six slots in speaking order, each with what a careful reader would stop at."""
    confirmed = [fact.text for fact in room.facts if fact.status == "confirmed"]
    warnings = speak.lint(slots, next_update_at, confirmed=confirmed, at=at)
    return tuple(
        Slot(
            slot,
            slot_name(slot),
            slots.get(slot, ""),
            tuple(lint_words(w.code, w.found) for w in warnings if w.slot == slot and w.code != "empathy_empty"),
        )
        for slot in SLOTS
    )


def state_words(delivery: Delivery, *, held: bool) -> tuple[str, str]:
    """(word, class) of a delivery's state. Held: it waits because all outlets are paused."""
    if delivery.state == "planned" and held:
        return _("멈춤"), "warn"
    return {
        "planned": (_("보낼 차례"), "soft"),
        "started": (_("보내는 중"), "soft"),
        "sent": (_("올라감"), "ok"),
        "refused": (_("거절됨"), "bad"),
        "unsure": (_("확인 필요"), "bad"),
        "dropped": (_("내지 않음"), "soft"),
    }[delivery.state]
