"""Phones in a test's hand."""

from dataclasses import dataclass, field

from bongsu.core.errors import NotReached
from bongsu.core.ports import Called, CallJob


@dataclass
class Phones:
    """core.ports.Caller: keeps what was said to whom, and fails so many times."""

    said: list[tuple[str, str, str]] = field(default_factory=list)
    fails: int = 0

    def call(self, job: CallJob, *, title: str, body: str) -> Called:
        if self.fails:
            self.fails -= 1
            raise NotReached(person=job.person, reason="busy")
        self.said.append((job.person, title, body))
        return Called()
