"""One thread for each address, so that a service that hangs delays neither the others nor us."""

import logging
import queue
import threading
import time
from collections.abc import Iterable

import apprise

from bongsu.core.errors import OutletError
from bongsu.core.ports import CallJob

WITHIN_S = 20.0
#: These name addresses or tokens in their messages; an address is a secret.
TALKATIVE = ("apprise", "urllib3.connectionpool", "requests_oauthlib")


class NotReached(OutletError):
    """{person} was not reached: {reason}."""

    code = "not_reached"


class AppriseCaller:
    """Caller port. Content of addresses never appears in errors or logs."""

    def __init__(self, *, within_s: float = WITHIN_S) -> None:
        self._within_s = within_s
        for name in TALKATIVE:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)

    def call(self, job: CallJob, *, title: str, body: str) -> None:
        """Try every address at once; one that takes it is enough. Raises NotReached."""
        services: list[apprise.Apprise] = []
        reasons: list[str] = []
        for place, address in enumerate(job.addresses, start=1):
            service = apprise.Apprise()
            if service.add(address):
                services.append(service)
            else:
                reasons.append(f"address {place} is not one that Apprise knows")
        if not job.addresses:
            reasons.append("there is no address")
        if services:
            taken, why = _notify(services, title=title, body=body, within_s=self._within_s)
            if taken:
                return
            reasons.extend(why)
        raise NotReached(person=job.name, reason="; ".join(reasons))


def _notify(
    services: Iterable[apprise.Apprise], *, title: str, body: str, within_s: float
) -> tuple[bool, tuple[str, ...]]:
    """Whether one took it, and why the others did not."""
    answers: queue.SimpleQueue[bool] = queue.SimpleQueue()

    def ask(service: apprise.Apprise) -> None:
        try:
            taken = bool(service.notify(body=body, title=title, notify_type=apprise.NotifyType.WARNING))
        except (TypeError, ValueError, OSError):
            taken = False
        answers.put(taken)

    asked = 0
    for service in services:
        threading.Thread(target=ask, args=(service,), daemon=True, name="call").start()
        asked += 1
    until = time.monotonic() + within_s
    refused = 0
    for _ in range(asked):
        try:
            if answers.get(timeout=max(0.0, until - time.monotonic())):
                return True, ()
        except queue.Empty:
            return False, (f"{asked - refused} service(s) gave no answer within {within_s:g} s",)
        refused += 1
    return False, (f"{refused} service(s) did not take it",)
