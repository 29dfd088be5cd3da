"""Services outside the house: outlets, callers, mail."""

from dataclasses import dataclass
from typing import Protocol

from bongsu.core.ports.jobs import CallJob, DeliveryJob


@dataclass(frozen=True, slots=True)
class Posted:
    url: str


class Outlet(Protocol):
    """One kind of place to speak. Raises TryLater, Refused or MaybeSent; never sends twice under one key."""

    def post(self, job: DeliveryJob) -> Posted: ...
    def find(self, job: DeliveryJob) -> Posted | None:
        """Is the text there already? None: surely not.

        Raises MaybeSent where the outlet cannot be asked, MayRepeat where it also knows a repeat by its key.
        """
        ...


@dataclass(frozen=True, slots=True)
class Called:
    """A channel took the call."""

    gone: tuple[str, ...] = ()  # ids of devices that no longer take any


class Caller(Protocol):
    """Reaches a person through one kind of channel. At least once."""

    def call(self, job: CallJob, *, title: str, body: str) -> Called:
        """Try `job.channel`. Raises NotReached when it did not take the call, within 30 s even when it hangs."""
        ...


class Poster(Protocol):
    """Carries a file to a person through one kind of channel. At least once."""

    def post(self, job: CallJob, *, title: str, body: str, name: str, content: bytes) -> Called:
        """Try `job.channel`. Raises NotReached when it did not take the file."""
        ...
