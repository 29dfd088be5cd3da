"""A process that ends at one of its commits: before it, so that nothing of it is stored, or right after it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock

from django.apps import apps
from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from tests.kit.databases import Databases


class Killed(BaseException):
    """The process ends here."""


class Commits:
    """Counts the commits to all databases, and ends the process at one of them.

    A statement that writes outside a transaction is a commit of its own.
    """

    def __init__(self, kill_at: int, *, stored: bool) -> None:
        self.count, self.killed = 0, False
        self._kill_at, self._stored = kill_at, stored

    def one(self, commit: Callable[[], Any], *, undo: Callable[[], object] = lambda: None) -> Any:
        self.count += 1
        if self.count != self._kill_at:
            return commit()
        # What a connection still holds, a process that ends takes with it.
        (commit if self._stored else undo)()
        self.killed = True
        raise Killed

    def statement(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if context["connection"].in_atomic_block or sql.split(None, 1)[0] not in ("INSERT", "UPDATE", "DELETE"):
            return execute(sql, params, many, context)
        return self.one(lambda: execute(sql, params, many, context))


@contextmanager
def killed_at(number: int, *, stored: bool) -> Iterator[Commits]:
    """Within it, the process is killed at its commit `number` (from 1; 0: never), which is `stored` or lost.

    Every connection is closed behind it; of what a process keeps in memory, the test throws away the rest itself.
    """
    commits, really = Commits(number, stored=stored), BaseDatabaseWrapper.commit
    with ExitStack() as stack:
        for alias in settings.DATABASES:
            stack.enter_context(connections[alias].execute_wrapper(commits.statement))

        def commit(connection: BaseDatabaseWrapper) -> None:
            commits.one(lambda: really(connection), undo=connection.rollback)

        stack.enter_context(mock.patch.object(BaseDatabaseWrapper, "commit", commit))
        try:
            yield commits
        except Killed:
            connections.close_all()


def each_kill(
    databases: Databases, run: Callable[[], object], *, anew: Callable[[], object] = lambda: None
) -> Iterator[int]:
    """`run` to its end (0), then killed before each of its commits, and after the last: the number of the commit.

    Each time it begins with what stands now; `anew` brings back what the test itself remembers. What stands after any
    other commit stands before the next one, too.
    """
    again = databases.keep()
    anew()
    with killed_at(0, stored=False) as whole:
        run()
    yield 0
    for number in range(1, whole.count + 2):
        again()
        anew()
        with killed_at(min(number, whole.count), stored=number > whole.count) as cut:
            run()
        assert cut.killed, f"there was no commit {number}"
        yield number


def leases_end() -> None:
    """As after some minutes: what a killed process had in hand is free."""
    for model in apps.get_app_config("operations").get_models():
        if any(field.name == "lease_until" for field in model._meta.fields):
            model._default_manager.update(lease_until=None)
