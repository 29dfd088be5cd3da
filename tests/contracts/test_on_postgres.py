"""The suites of the store once more, on a real PostgreSQL server started from a pip package."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.kit import postgres

ROOT = Path(__file__).parents[2]
SUITES = (
    "tests/contracts/test_store.py",
    "tests/contracts/test_brands_now.py",
    "tests/contracts/test_known_rooms.py",
    "tests/contracts/test_hands.py",
    "tests/contracts/test_mentions.py",
    "tests/contracts/test_shelf.py",
    "tests/contracts/test_journal_concurrency.py",
    "tests/contracts/test_set_up.py",
    "tests/contracts/test_waiting.py",
    "tests/contracts/test_clock_waits.py",
    "tests/contracts/test_spending.py",
    "tests/rules/test_journal.py",
)


@pytest.mark.postgres
@pytest.mark.skipif(bool(os.environ.get("BONGSU_TEST_DATABASE")), reason="this is that run")
def test_the_store_holds_on_postgresql() -> None:
    try:
        postgres.initdb()
    except FileNotFoundError as problem:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"no PostgreSQL binaries for this machine: {problem}")
    with postgres.server() as address:  # ours, so that it ends even when the run below hangs
        run = subprocess.run(
            [sys.executable, "-m", "pytest", *SUITES, "-q", "-p", "no:cacheprovider", "-p", "no:xdist"],
            cwd=ROOT,
            env={k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
            | {"BONGSU_TEST_DATABASE": address},
            capture_output=True,
            text=True,
            timeout=900,
            check=False,
        )
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]
