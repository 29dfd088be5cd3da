"""What a room's keys stand for, in words: its people, outlets and texts, its decisions, tasks, facts and findings."""

from django.utils.translation import gettext as _

from bongsu.core.events import DecisionAsked, FactNoted, FindingNoted, PromiseMade, TaskGiven
from bongsu.crisis.room import NotedFinding, Task
from bongsu.crisis.taking import key_of
from bongsu.store.queries.rooms import RoomView
from bongsu.web.charter.words import mandate_words
from bongsu.web.lines import Names
from bongsu.web.lines.assess import FINDING_KINDS
from bongsu.web.lines.decide import option_words, question_words
from bongsu.web.room.words import need_words
from bongsu.web.setup.words import act_words

#: Of what a finding quotes, so much names it.
EXCERPT = 40


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
