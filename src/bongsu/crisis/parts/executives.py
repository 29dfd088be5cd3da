"""What a room asked executives, without the words."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Asked:
    question: int  # its number in the list of questions
    by: str
    person: str  # who has it now
    at: datetime
    due_at: datetime
    late: bool = False
    answered_at: datetime | None = None
