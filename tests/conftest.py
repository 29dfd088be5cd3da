"""Django for tests: a data folder of its own for each test process, migrated once, fresh for every test that asks.

BONGSU_TEST_DATABASE=postgres runs the same tests on a PostgreSQL server started for the session; an address of one
(postgresql://…) runs them there, and empties it (tests/README.md).
"""

import contextlib
import os
import shutil
from collections.abc import Iterator

import pytest
import pytest_socket
from hypothesis import HealthCheck, settings as hypothesis_settings

from tests.kit.databases import prepare_environment

_HOME = prepare_environment()
_ending = contextlib.ExitStack()
_ending.callback(shutil.rmtree, _HOME, ignore_errors=True)

_DATABASE = os.environ.get("BONGSU_TEST_DATABASE", "")
if _DATABASE:
    from tests.kit import postgres

    os.environ["BONGSU_DATABASE"] = _DATABASE if _DATABASE != "postgres" else _ending.enter_context(postgres.server())

import django  # noqa: E402  (settings are read from the environment above)

django.setup()

from django.db import connections  # noqa: E402

from tests.kit.clock import FakeClock  # noqa: E402
from tests.kit.databases import Databases  # noqa: E402
from tests.kit.world import World, make_world  # noqa: E402

# A busy machine makes a test slow, not wrong.
hypothesis_settings.register_profile("bongsu", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("bongsu")

#: Folders whose tests speak to nobody.
SILENT = ("rules", "flows")


def pytest_unconfigure(config: pytest.Config) -> None:
    connections.close_all()
    _ending.close()


@pytest.fixture(autouse=True)
def _silence(request: pytest.FixtureRequest) -> Iterator[None]:
    """No sockets in tests/rules and tests/flows, PostgreSQL apart."""
    if request.path.relative_to(request.config.rootpath).parts[1] in SILENT and not os.environ.get("BONGSU_DATABASE"):
        pytest_socket.disable_socket(allow_unix_socket=True)
        yield
        pytest_socket.enable_socket()
    else:
        yield


@pytest.fixture(scope="session")
def databases() -> Databases:
    """Migrated databases of this session; use `database` for an empty one."""
    return Databases()


@pytest.fixture
def database(databases: Databases) -> Iterator[Databases]:
    """Empty, migrated databases."""
    databases.refresh()
    yield databases
    connections.close_all()


@pytest.fixture
def clock() -> FakeClock:
    """Nine in the morning in Seoul, and still."""
    return FakeClock()


@pytest.fixture
def world(database: Databases, clock: FakeClock) -> World:
    """A fresh sample organisation: people, a brand, outlets, rules, and the ports that flows take."""
    return make_world(clock=clock)
