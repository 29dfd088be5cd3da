"""What a topic has to say, and to whom it is shown."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

#: Lines that wait for a slow reader, in characters: beyond that the oldest are left out. A page shows the newest sixty
#: rows, and notices that what came does not adjoin what it has.
MOST_WAITING = 200_000


@dataclass(frozen=True, slots=True)
class TopicKey:
    """`kind` "room", `key` "7"."""

    org: int
    kind: str
    key: str

    @property
    def name(self) -> str:
        return f"{self.kind}:{self.key}" if self.key else self.kind


@dataclass(frozen=True)
class News:
    """What one topic has to say. Screens that see alike are given the same news, spelled once (`said`)."""

    topic: str
    seq: int
    panels: Mapping[str, str] = field(default_factory=dict)
    lines: tuple[str, ...] = ()  # newest first
    back: bool = False  # the number is lower than what was told before: a backup was restored, a room closed
    _joined: "dict[int, tuple[News, News]]" = field(default_factory=dict, repr=False, compare=False)

    def then(self, later: "News") -> "News":
        """Both at once: newer panels replace older, newer lines stand above. Screens equally far behind share it."""
        if id(later) not in self._joined:
            both = News(
                self.topic,
                later.seq,
                {**self.panels, **later.panels},
                _newest(later.lines + self.lines),
                self.back or later.back,
            )
            # `later` is kept with it, so that its id stays its own.
            self._joined[id(later)] = (later, both)
        return self._joined[id(later)][1]

    @cached_property
    def said(self) -> bytes:
        """As JSON, open at its end: the reader's clock is added for each batch."""
        told = {"topic": self.topic, "seq": self.seq, "panels": dict(self.panels), "lines": "".join(self.lines)}
        if self.back:
            told["back"] = True
        return json.dumps(told, ensure_ascii=False)[:-1].encode()


def _newest(lines: tuple[str, ...]) -> tuple[str, ...]:
    kept = 0
    for n, rows in enumerate(lines):
        kept += len(rows)
        if kept > MOST_WAITING and n:
            return lines[:n]
    return lines


#: The panels that a page shows; None: all of its topic.
Shown = frozenset[str] | None


def both(a: Shown, b: Shown) -> Shown:
    return None if a is None or b is None else a | b
