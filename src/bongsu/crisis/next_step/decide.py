"""Decide what is due, finish what was promised."""

from collections.abc import Iterator
from datetime import timedelta

from bongsu.crisis.decide import may_decide, may_judge
from bongsu.crisis.decide.duties import LEGAL
from bongsu.crisis.decide.orders import RESUME
from bongsu.crisis.next_step.reader import Reader
from bongsu.crisis.next_step.step import Params, Step, Why

#: A default that is about to stand is shown to the leader this long before.
DEFAULT_SOON = timedelta(minutes=5)


def decisions(r: Reader) -> Iterator[Step]:
    undecided = sorted((d for d in r.room.decisions if d.made_at is None), key=lambda d: d.due_at)
    for asked in undecided:
        about: Params = (("decision", asked.id), ("question", asked.question))
        if asked.owner == r.me:
            yield Step("decide", about, Why("deadline", asked.id), asked.due_at, f"decision-{asked.id}")
    for asked in undecided:
        if may_decide(r.room, asked, r.me) and asked.due_at - r.at <= DEFAULT_SOON:
            about = (
                ("decision", asked.id),
                ("question", asked.question),
                ("default", asked.options[asked.default]),
                ("owner", asked.owner),
            )
            why = Why("deadline", asked.id)
            yield Step("decide_default_soon", about, why, asked.due_at, f"decision-{asked.id}")


def asked(r: Reader) -> Iterator[Step]:
    """What others wait for before they decide: an answer, a judgement; and whether the law's clock applies."""
    room = r.room
    for c in sorted((c for c in room.consultations if c.is_open and c.person == r.me), key=lambda c: c.due_at):
        about: Params = (("consultation", c.id),)
        yield Step("answer_consultation", about, Why("deadline", c.id), c.due_at, f"consultation-{c.id}")
    if LEGAL in r.roles:
        for duty in room.duties:
            if duty.is_open and duty.confirmed_at is None:
                about = (("duty", duty.id),)
                yield Step("confirm_duty", about, Why("deadline", duty.id), duty.due_at, f"duty-{duty.id}")
    for d in sorted((d for d in room.decisions if d.is_open and r.me in d.judges), key=lambda d: d.due_at):
        if all(j.by != r.me for j in d.judgements) and d.owner != r.me and may_judge(r.roles):
            about = (("decision", d.id),)
            yield Step("give_judgement", about, Why("watch", "slot"), d.due_at, f"decision-{d.id}")


def duties(r: Reader) -> Iterator[Step]:
    """Statutory clocks in their last third, for legal and the leader."""
    for duty in sorted((d for d in r.room.duties if d.is_open), key=lambda d: d.due_at):
        if (LEGAL in r.roles or r.leads) and duty.warn_at <= r.at:
            yield Step("finish_duty", (("duty", duty.id),), Why("deadline", duty.id), duty.due_at, f"duty-{duty.id}")


def faults(r: Reader) -> Iterator[Step]:
    for f in sorted((f for f in r.room.faults if f.is_open and f.owner == r.me), key=lambda f: f.due_at):
        if f.state in ("cause", "stopped"):
            yield Step("mend_fault", (("fault", f.id),), Why("deadline", f.id), f.due_at, f"fault-{f.id}")


def tasks(r: Reader) -> Iterator[Step]:
    mine = [t for t in r.room.tasks if t.done_at is None and t.owner == r.me]
    for task in sorted(mine, key=lambda t: t.due_at):
        about: Params = (("task", task.id), ("text", task.text))
        if task.order == RESUME:
            yield Step("resume_outlets", about, Why("charter", task.request), task.due_at, "outlets")
            continue
        yield Step("finish_task", about, Why("deadline", task.id), task.due_at, f"task-{task.id}")
