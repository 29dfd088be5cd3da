"""Words by an analyser in a process of its own: had when it answers, done without when it does not."""

import sys
import time
from collections.abc import Iterator

import pytest

from bongsu.connectors import morphology
from bongsu.connectors.morphology import Analyser
from bongsu.sense.wording import keywords, words_of_each

READY = "import sys, json, time\nprint('ready', flush=True)\n"
SPLITS = READY + "for line in sys.stdin: print(json.dumps([text.split() for text in json.loads(line)]), flush=True)"


@pytest.fixture
def start() -> Iterator[object]:
    made = []

    def begin(script: str, **limits: float) -> Analyser:
        made.append(Analyser([sys.executable, "-I", "-c", script], **limits))
        return made[-1]

    yield begin
    for analyser in made:
        analyser.end()


def until_told(analyser: Analyser, texts: list[str], within_s: float = 20.0) -> list[tuple[str, ...]] | None:
    late = time.monotonic() + within_s
    while (told := analyser.words(texts)) is None and time.monotonic() < late:
        time.sleep(0.05)
    return told


def test_nobody_waits_for_its_start_and_then_it_answers(start):
    analyser = start("import time\ntime.sleep(0.5)\n" + SPLITS, within_s=10)
    begun = time.monotonic()
    assert analyser.words(["유리 조각"]) is None
    assert time.monotonic() - begun < 0.4
    assert until_told(analyser, ["유리 조각", ""]) == [("유리", "조각"), ()]
    assert analyser.words(["가 " * 5000] * 100)[79:81] == [("가",) * 200, ()]


@pytest.mark.parametrize(
    "script",
    [
        READY + "sys.stdin.readline(); time.sleep(60)",
        READY + "time.sleep(60)",
        READY + "sys.stdin.readline(); print('no JSON', flush=True); time.sleep(60)",
        READY + "sys.stdin.readline(); print('[]', flush=True); time.sleep(60)",
        READY,
        "raise SystemExit(1)",
    ],
)
def test_one_that_is_silent_lies_or_ends_is_stopped_and_left_alone_for_a_while(start, script):
    analyser = start(script, within_s=0.1)
    late = time.monotonic() + 10
    while not analyser.resting and time.monotonic() < late:
        assert analyser.words(["유리 조각" * 80] * 80) is None
        time.sleep(0.02)
    assert analyser.resting
    begun = time.monotonic()
    assert analyser.words(["유리"]) is None
    assert time.monotonic() - begun < 0.1


def test_keywords_are_cut_by_whoever_cuts():
    assert keywords(["유리 조각이"], cut=lambda texts: [("유리", "조각")] * len(texts)) == ["유리", "조각"]
    assert keywords(["유리조각이 나왔대요"], cut=words_of_each, most=1) == ["유리조각"]


def test_without_the_extra_there_is_no_analyser(monkeypatch):
    monkeypatch.setattr(morphology, "available", lambda: False)
    assert morphology.words(["유리조각"]) is None


def test_korean_nouns_stand_as_they_were_written():
    pytest.importorskip("kiwipiepy")
    try:
        told = until_told(morphology._analyser(), ["배도라지즙에서 유리조각이 나왔대요"], within_s=60)
        assert told == [("배도라지즙", "유리조각")]
    finally:
        morphology._analyser().end()
