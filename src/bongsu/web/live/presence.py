"""Who looks at a room now. A stream that breaks and comes again at once was never gone."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bongsu.store.queries.front import PersonView

#: Who has left is missed after this long.
GRACE_S = 2.0
#: Everybody is told of who comes and goes at most this often: names of two hundred on a thousand screens weigh much.
EVERY_S = 1.0


@dataclass(frozen=True)
class Here:
    """Who looks at a topic, as its screens are told: spelled once for all of them."""

    topic: str
    people: Sequence[Mapping[str, str]] = ()

    @cached_property
    def said(self) -> bytes:
        return json.dumps({"topic": self.topic, "people": list(self.people)}, ensure_ascii=False).encode()


class Presence:
    """One topic's. Instants are monotonic seconds, as given."""

    def __init__(self, topic: str) -> None:
        self.here = Here(topic)
        self._seen: dict[PersonView, float] = {}  # when each was last there
        self._told: frozenset[PersonView] = frozenset()
        self._next = float("-inf")

    def look(self, present: Iterable[PersonView], at: float) -> bool:
        """Note who is there. True: `here` is new, and everybody should be told."""
        self._seen |= dict.fromkeys(present, at)
        self._seen = {person: when for person, when in self._seen.items() if at - when < GRACE_S}
        if at < self._next or self._seen.keys() == self._told:
            return False
        self._told, self._next = frozenset(self._seen), at + EVERY_S
        people = sorted(self._told, key=lambda p: (p.name, p.id))
        self.here = Here(self.here.topic, [{"name": p.name, "title": p.title} for p in people])
        return True

    def next_look_s(self, at: float) -> float | None:
        """How long until `look` may have something to tell though nobody comes; None: nothing is open."""
        waits = [when + GRACE_S - at for when in self._seen.values() if when < at]
        if self._seen.keys() != self._told:
            waits.append(self._next - at)
        return max(0.0, min(waits)) if waits else None
