"""The clocks that run in a room: what is due, until when, and where on the page it is settled."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from bongsu.store.queries.rooms import RoomView
from bongsu.web.lines.decide import question_words
from bongsu.web.room.names import task_words
from bongsu.web.setup.words import role_words


@dataclass(frozen=True, slots=True)
class Due:
    """One clock that runs in this room."""

    what: str
    at: datetime
    href: str
    late: bool


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
