"""Write, approve, and see that it went out."""

from collections.abc import Iterator

from bongsu.core.values import PEACE
from bongsu.crisis.next_step.reader import Reader
from bongsu.crisis.next_step.step import Params, Step, Why
from bongsu.crisis.speak import missing_slots, released_under

#: Roles that write for the public.
WRITES = frozenset(("practitioner", "team_lead", "pr", "leader"))


def deliveries(r: Reader) -> Iterator[Step]:
    said = r.room.statement
    mine = r.leads or (said is not None and said.approved_by == r.me)
    for work in r.room.deliveries:
        if mine and work.state in ("unsure", "refused"):
            about: Params = (("delivery", work.id), ("outlet", work.outlet), ("state", work.state))
            yield Step("settle_delivery", about, Why("watch", work.state), None, f"delivery-{work.id}")


def approve(r: Reader) -> Iterator[Step]:
    if not r.ready():
        return
    under = released_under(r.room, by=r.me, roles=r.roles, at=r.at)
    if under is not None:
        assert r.room.draft is not None
        about: Params = (("version", str(r.room.draft.version)), ("under", under))
        yield Step("approve_statement", about, Why("charter", under), r.word_due(), "voice")


def draft(r: Reader) -> Iterator[Step]:
    if not WRITES & set(r.here) or r.ready():
        return
    room, due = r.room, r.word_due()
    why = Why("deadline", "first_word" if room.first_word_at is None else "next_update")
    if due is None:
        why = Why("watch", "no_word_yet")
    draft = room.draft
    if draft is not None and not r.said(draft.version):
        lacking = ",".join(missing_slots(dict(draft.slots))) or "next_update"
        yield Step("complete_draft", (("slots", lacking),), why, due, "voice")
    elif room.level > PEACE and r.wants_word():
        yield Step("write_draft", (("level", str(room.level)),), why, due, "voice")
