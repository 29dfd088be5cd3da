"""Requests to an approval chain, and money given."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ApprovalStepState:
    role: str
    minutes: int
    deputy: str | None
    must: bool  # the yes is needed: true of the last step, whatever is written
    state: str = "waiting"  # waiting → open → passed (to the deputy) → approved | objected | lapsed
    due_at: datetime | None = None
    by: str | None = None
    as_role: str = ""
    at: datetime | None = None
    why: str = ""
    unheld: bool = False  # nobody held its role, or its deputy's, when it was its turn


@dataclass(frozen=True, slots=True)
class ApprovalRequest:
    """What was asked of a chain. Open, granted, refused, lapsed, withdrawn or void."""

    id: str
    act: str
    level: int
    digest: str
    steps: tuple[ApprovalStepState, ...]
    asked_by: str
    asked_at: datetime
    draft: str | None = None
    version: int = 0
    amount_krw: int = 0
    what: str = ""
    outlet: str = ""
    state: str = "open"
    ended_at: datetime | None = None
    reason: str = ""

    @property
    def current(self) -> int | None:
        """Index of the step that is asked now."""
        if self.state != "open":
            return None
        return next((n for n, step in enumerate(self.steps) if step.state in ("open", "passed")), None)

    @property
    def unheld(self) -> ApprovalStepState | None:
        """The step whose yes is needed and whose role nobody held when it was asked."""
        now = self.current
        return self.steps[now] if now is not None and self.steps[now].unheld else None

    @property
    def at_last(self) -> bool:
        return self.current == len(self.steps) - 1


@dataclass(frozen=True, slots=True)
class Grant:
    id: str
    amount_krw: int
    mandate: str
    under: str
    to: str
    why: str
    by: str
    at: datetime
