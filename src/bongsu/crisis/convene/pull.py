"""People pulled in by rule (부름 규칙): a risk that was found brings in whom it concerns, below their level too."""

from collections.abc import Collection, Sequence

from bongsu.core import events as e
from bongsu.core.values import Person
from bongsu.crisis.convene.ladder import Ladder, first_round, needs
from bongsu.crisis.room import Room


def pull_in(
    room: Room, *, categories: Collection[str | None], level: int, ladder: Ladder, people: Sequence[Person]
) -> tuple[e.Event, ...]:
    """Who is called for these risks and was not asked for yet, each role once. `ladder` knows the calls of this act.

    A role that nobody holds is left out: the table of rules is the same for all, the roles are not.
    """
    asked = {need.role for need in needs(room)} | ladder.asked
    held = {role for person in people for role in person.roles}
    said: list[e.Event] = []
    for rule in room.ground.pulls:
        if rule.category not in categories or level < rule.from_level:
            continue
        roles = tuple(role for role in dict.fromkeys(rule.roles) if role in held and role not in asked)
        if not roles:
            continue
        asked.update(roles)
        before = len(ladder.events)
        ladder.begin({role: first_round(role, people) for role in roles})
        said += (e.PulledIn(rule.category, roles, rule.name), *ladder.events[before:])
    return tuple(said)
