"""Deputies and defaults act at the stored deadline, whichever process is alive to look."""

import json
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from tests.kit.command import ROOT, environment, townsfolk

from bongsu.core.events import DecisionEscalated, DecisionMade


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    townsfolk(folder, "seed", "http://127.0.0.1:9/hook", "whsec_c2VjcmV0LW9mLXRoZS10ZXN0cw==")
    return folder


def start(home: Path, *acts: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.kit.townsfolk", *acts], env=environment(home), cwd=ROOT, stdout=subprocess.PIPE
    )


def test_a_question_whose_asker_was_killed_goes_to_the_deputy_and_its_default_by_two_others_once(home: Path) -> None:
    asker = start(home, "question")
    out, _ = asker.communicate(timeout=30)
    assert asker.returncode == -signal.SIGKILL
    asked = json.loads(out.splitlines()[-1])
    townsfolk(home, "hurry", "120")
    clocks = [start(home, "tick", str(asked["room"]), asked["decision"]) for _ in range(2)]
    told = [json.loads(clock.communicate(timeout=40)[0].splitlines()[-1]) for clock in clocks]
    assert told == [{"how": "default", "owner": "yerin", "option": 0, "judgement": "empty"}] * 2
    lines = Counter(townsfolk(home, "look")["types"])
    assert (lines[DecisionEscalated.type_], lines[DecisionMade.type_]) == (1, 1)
