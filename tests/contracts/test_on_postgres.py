"""The whole folder once more, on a real PostgreSQL server started from a pip package."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.mark.postgres
@pytest.mark.skipif(os.environ.get("BONGSU_TEST_DATABASE") == "postgres", reason="this is that run")
def test_every_contract_holds_on_postgresql() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "pytest", str(HERE), "-q", "-p", "no:cacheprovider"],
        cwd=HERE.parents[1],
        env=os.environ | {"BONGSU_TEST_DATABASE": "postgres", "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]
