"""Answer the press before its deadline; tell it when what it was told no longer stands."""

from collections.abc import Iterator

from bongsu.crisis.assess import inquiries as rules
from bongsu.crisis.next_step.reader import Reader
from bongsu.crisis.next_step.step import Params, Step, Why

#: Whom a reporter nobody answers is shown to.
ANSWERS = frozenset({"pr", "leader", "team_lead"})


def inquiries(r: Reader) -> Iterator[Step]:
    """One's own, near its deadline; what nobody has, for who speaks to the press; what is to be put right."""
    for one in sorted((q for q in r.room.inquiries if q.waits), key=lambda q: q.due_at):
        about: Params = (("inquiry", one.id),)
        near = rules.warn_at(one) <= r.at
        if one.owner == r.me and near:
            yield Step("answer_inquiry", about, Why("deadline", one.id), one.due_at, f"inquiry-{one.id}")
        if (one.owner is None or one.late) and one.owner != r.me and (r.leads or ANSWERS & set(r.here)):
            yield Step("take_inquiry", about, Why("deadline", one.id), one.due_at, f"inquiry-{one.id}")
    for one in r.room.inquiries:
        if rules.stale(r.room, one) and r.me in (one.owner, one.answered_by):
            about = (("inquiry", one.id),)
            yield Step("correct_answer", about, Why("watch", "told_stale"), None, f"inquiry-{one.id}")
