"""One next step, and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Params = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Why:
    kind: Literal["deadline", "playbook", "charter", "call", "watch"]
    ref: str  # id of the deadline, playbook line, mandate or call; a code for "watch"
    params: Params = ()


@dataclass(frozen=True, slots=True)
class Step:
    """`act` is a stable code with words at the edge; `anchor` the element of the page where it is done."""

    act: str
    params: Params
    why: Why
    due_at: datetime | None
    anchor: str
