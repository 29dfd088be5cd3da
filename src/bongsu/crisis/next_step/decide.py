"""Decide what is due, finish what was promised."""

from collections.abc import Iterator
from datetime import timedelta

from bongsu.crisis.decide import may_decide
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


def tasks(r: Reader) -> Iterator[Step]:
    mine = [t for t in r.room.tasks if t.done_at is None and t.owner == r.me]
    for task in sorted(mine, key=lambda t: t.due_at):
        about: Params = (("task", task.id), ("text", task.text))
        yield Step("finish_task", about, Why("deadline", task.id), task.due_at, f"task-{task.id}")
