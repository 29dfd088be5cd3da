"""Judge for oneself, establish facts."""

from collections.abc import Iterator

from bongsu.core.values import Person
from bongsu.crisis.assess import judges_blind
from bongsu.crisis.next_step.reader import Reader
from bongsu.crisis.next_step.step import Params, Step, Why

#: Roles that establish facts.
VERIFIES = frozenset(("practitioner", "team_lead", "quality", "cs", "security", "leader"))


def estimate(r: Reader) -> Iterator[Step]:
    reader = Person(key=r.me, name="", roles=r.roles)
    if judges_blind(r.room, reader) and r.room.estimate_of(r.me) is None:
        yield Step("send_estimate", (), Why("watch", "blind"), None, "estimate")


def facts(r: Reader) -> Iterator[Step]:
    if not VERIFIES & set(r.here):
        return
    for fact in r.room.facts:
        if fact.status == "unconfirmed":
            about: Params = (("fact", fact.id), ("text", fact.text))
            yield Step("settle_fact", about, Why("watch", "unconfirmed"), None, f"fact-{fact.id}")
    if not r.room.facts:
        yield Step("note_fact", (), Why("watch", "no_facts"), None, "facts")
