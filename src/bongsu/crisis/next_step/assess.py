"""Judge for oneself, establish facts."""

from collections.abc import Iterator
from datetime import timedelta

from bongsu.core.values import Person
from bongsu.crisis.assess import judges_blind, waits_for
from bongsu.crisis.next_step.reader import Reader
from bongsu.crisis.next_step.step import Params, Step, Why

#: Roles that establish facts.
VERIFIES = frozenset(("practitioner", "team_lead", "quality", "cs", "security", "leader"))


#: Roles that correct a rumour where it is told, and see what press writes.
CORRECTS = frozenset(("practitioner", "team_lead", "pr", "cs", "leader"))
#: Chances of press are given for so long.
PRESS_WITHIN = timedelta(hours=3)


def estimate(r: Reader) -> Iterator[Step]:
    reader = Person(key=r.me, name="", roles=r.roles)
    if judges_blind(r.room, reader) and r.room.estimate_of(r.me) is None:
        yield Step("send_estimate", (), Why("watch", "blind"), None, "estimate")


def facts(r: Reader) -> Iterator[Step]:
    """What nobody has taken on to verify waits for anybody who establishes facts."""
    if not VERIFIES & set(r.here):
        return
    for fact in r.room.facts:
        if fact.status == "unconfirmed" and fact.owner is None:
            about: Params = (("fact", fact.id), ("text", fact.text))
            yield Step("settle_fact", about, Why("watch", "unconfirmed"), None, f"fact-{fact.id}")
    if not r.room.facts:
        yield Step("note_fact", (), Why("watch", "no_facts"), None, "facts")


def my_facts(r: Reader) -> Iterator[Step]:
    """What this reader promised to verify, soonest first."""
    mine = [(f, f.due_at) for f in r.room.facts if f.status == "unconfirmed" and f.owner == r.me and f.due_at]
    for fact, due in sorted(mine, key=lambda pair: pair[1]):
        about: Params = (("fact", fact.id), ("text", fact.text))
        yield Step("verify_fact", about, Why("deadline", fact.id), due, f"fact-{fact.id}")


def rumours(r: Reader) -> Iterator[Step]:
    """What a verified rumour waits for: the leader's answer, then a correction where it is told."""
    for fact in r.room.facts:
        about: Params = (("fact", fact.id), ("text", fact.text))
        match waits_for(fact):
            case "coordinate" if r.leads:
                yield Step("coordinate_rumour", about, Why("watch", "rumour_verified"), None, f"fact-{fact.id}")
            case "disseminate" if CORRECTS & set(r.here):
                yield Step("correct_rumour", about, Why("watch", "rumour_answered"), None, f"fact-{fact.id}")
            case _:
                pass


def press(r: Reader) -> Iterator[Step]:
    """Somebody forecast press, three hours are over, and nobody has said whether there was any."""
    known = r.room.press
    if known.reported_at is not None or not CORRECTS & set(r.here):
        return
    over = [x.at + PRESS_WITHIN for x in r.room.estimates if x.at + PRESS_WITHIN <= r.at]
    if any(known.none_until is None or end > known.none_until for end in over):
        yield Step("settle_press", (), Why("watch", "press_unknown"), None, "press-outcome")
