"""Who is asking: one reader of one room at one instant."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bongsu.crisis.convene import roles_in
from bongsu.crisis.room import Room
from bongsu.crisis.speak import missing_slots

#: The promised next word is drafted this long before it is due.
PROMISE_SOON = timedelta(minutes=10)


class Reader:
    """One reader of one room at one instant, and what several steps ask."""

    def __init__(
        self, room: Room, person: str, at: datetime, roles: tuple[str, ...], leader_roles: Sequence[str] | None
    ) -> None:
        self.room, self.me, self.at, self.roles = room, person, at, roles
        self.here = roles_in(room, person=person, roles=roles)
        self.leads = room.leader == person
        self.leader_roles = leader_roles

    def ready(self) -> bool:
        """A whole draft waits for approval."""
        draft = self.room.draft
        return (
            draft is not None
            and not missing_slots(dict(draft.slots))
            and not self.said(draft.version)
            and (draft.next_update_at is None or draft.next_update_at > self.at)
        )

    def said(self, version: int) -> bool:
        return any(s.version == version for s in self.room.statements)

    def word_due(self) -> datetime | None:
        """When the public should next hear from us: the first word, later what the statement promised."""
        if self.room.first_word_at is None:
            return self.room.first_word_due
        said = self.room.statement
        return said.next_update_at if said else None

    def word_is_pressing(self) -> bool:
        due = self.word_due()
        return due is not None and due - self.at <= PROMISE_SOON

    def wants_word(self) -> bool:
        said = self.room.statement
        if said is None:
            return True
        # Everything of it was refused or dropped: nobody heard it.
        if not any(d.statement == said.id and d.state != "dropped" for d in self.room.deliveries):
            return True
        return said.next_update_at is not None and said.next_update_at - self.at <= PROMISE_SOON
