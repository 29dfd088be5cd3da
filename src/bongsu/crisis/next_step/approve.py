"""Say yes or no as the step that is asked; ask the chain for what one may not do alone."""

from collections.abc import Iterator

from bongsu.crisis import approvals
from bongsu.crisis.next_step.reader import Reader
from bongsu.crisis.next_step.speak import WRITES
from bongsu.crisis.next_step.step import Params, Step, Why
from bongsu.crisis.speak import verdict


def answer(r: Reader) -> Iterator[Step]:
    waiting = [request for request in r.room.approvals if request.state == "open"]
    for request in sorted(waiting, key=lambda request: request.asked_at):
        mine = approvals.answerable(r.room, request, by=r.me, roles=r.roles)
        if mine is not None and mine[0] == request.current:
            _, step, role = mine
            about: Params = (("approval", request.id), ("role", role), ("act", request.act))
            yield Step("answer_approval", about, Why("charter", role), step.due_at, f"approval-{request.id}")


def unheld(r: Reader) -> Iterator[Step]:
    """The leader hears at once that a yes is needed from a role that nobody holds."""
    for request in r.room.approvals:
        step = request.unheld
        if step is not None and r.leads and approvals.in_force(r.room, request):
            about: Params = (("approval", request.id), ("role", step.role), ("act", request.act))
            yield Step("fill_approval", about, Why("charter", step.role), step.due_at, f"approval-{request.id}")


def ask(r: Reader) -> Iterator[Step]:
    """A whole draft that its writers may not release alone and nobody has been asked about."""
    draft = r.room.draft
    if draft is None or not r.ready() or not WRITES & set(r.here):
        return
    if approvals.open_for(r.room, act=draft.act, digest=draft.digest) is not None:
        return
    found = verdict(r.room, by=r.me, roles=r.roles, at=r.at)
    if found.verdict == "needs" and found.steps:
        about: Params = (("role", found.steps[0].role),)
        yield Step("ask_approval", about, Why("charter", found.steps[0].role, about), r.word_due(), "voice")
