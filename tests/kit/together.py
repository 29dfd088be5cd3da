"""Several at once: threads that start together, and what they raised."""

import threading
from collections.abc import Callable

from django.db import connections


def at_once(*jobs: Callable[[], object]) -> list[BaseException]:
    """Run jobs in threads that begin at one gate; what they raised, in no order."""
    gate, failed = threading.Barrier(len(jobs)), []

    def run(job: Callable[[], object]) -> None:
        gate.wait()
        try:
            job()
        except BaseException as problem:  # noqa: BLE001  (it is the answer)
            failed.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failed
