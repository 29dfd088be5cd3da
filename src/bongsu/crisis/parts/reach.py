"""What came of trying one channel of somebody who is called."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Try:
    """The latest try of one channel: a call holds one for each place in the person's order."""

    step: int
    channel: str
    at: datetime
    problem: str = ""  # "": it went out
