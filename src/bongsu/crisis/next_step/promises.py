"""Keep what was promised, in time."""

from collections.abc import Iterator

from bongsu.crisis.next_step.reader import PROMISE_SOON, Reader
from bongsu.crisis.next_step.step import Params, Step, Why


def promises(r: Reader) -> Iterator[Step]:
    """The owner's, ten minutes before; the leader's too, once late. A statement's own is kept by the next word."""
    for one in sorted((p for p in r.room.promises if p.is_open and not p.statement), key=lambda p: p.due_at):
        mine = one.owner == r.me and one.due_at - r.at <= PROMISE_SOON
        if mine or (r.leads and one.due_at <= r.at):
            about: Params = (("promise", one.id), ("text", one.text))
            yield Step("keep_promise", about, Why("deadline", one.id), one.due_at, f"promise-{one.id}")
