"""Killed anywhere and started again: nothing that was acknowledged is lost, nothing is said twice.

Real processes, real signals, a real board that listens.
"""

import contextlib
import json
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from standardwebhooks.webhooks import Webhook
from tests.kit.command import ROOT, bongsu, children_of, environment, free_port, is_alive, townsfolk, until, up
from tests.kit.server import Answer, Asked, Server, serving

pytestmark = pytest.mark.xdist_group("processes")

SECRET = "whsec_c2VjcmV0LW9mLXRoZS10ZXN0cw=="


@pytest.fixture(scope="module")
def hook() -> Iterator[Server]:
    """The partners' board: a little slow, so that a kill may come in the middle."""

    def answer(asked: Asked) -> Answer:
        return Answer(200, body=b"{}", before=lambda: time.sleep(0.03))

    with serving(answer) as server:
        yield server


@pytest.fixture
def board(hook: Server) -> Server:
    """The same, having heard nothing yet."""
    hook.asked.clear()
    return hook


@pytest.fixture(scope="module")
def seeded(hook: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("seeded")
    townsfolk(home, "seed", f"{hook.url}/hook", SECRET)
    return home


@pytest.fixture
def home(seeded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(seeded, tmp_path / "home"))


def heard_by(board: Server) -> dict[str, str]:
    """webhook-id → text, as a receiver that drops repeats has them; all proven to be ours."""
    heard: dict[str, str] = {}
    for asked in board.asked:
        said = Webhook(SECRET).verify(asked.body, asked.headers)
        text = said["data"]["text"]
        assert heard.setdefault(asked.headers["webhook-id"], text) == text
    return heard


# ── outside, while it burns ────────────────────────────────────────────────────────────────────────────────────────
@dataclass
class Forum:
    """Another system that posts mentions, and posts again what was not acknowledged."""

    url: str
    stop: threading.Event = field(default_factory=threading.Event)
    acknowledged: list[str] = field(default_factory=list)
    retried: int = 0

    def run(self) -> None:
        number = 0
        with httpx.Client(timeout=3, trust_env=False) as http:
            while not self.stop.is_set():
                number += 1
                ids = [f"{number}-{n}" for n in range(9)]
                self._until_taken(http, number, ids)

    def _until_taken(self, http: httpx.Client, number: int, ids: list[str]) -> None:
        now = datetime.now(UTC)
        rows = [
            {"id": one, "ts": now.isoformat(), "source": "forum", "text": f"한강식품 이야기 {one}", "author": one}
            for one in ids
        ]
        body = json.dumps(rows, ensure_ascii=False)
        while not self.stop.is_set():
            signed = datetime.now(UTC)
            headers = {
                "webhook-id": f"m{number}",
                "webhook-timestamp": str(int(signed.timestamp())),
                "webhook-signature": Webhook(SECRET).sign(f"m{number}", signed, body),
                "content-type": "application/json",
            }
            with contextlib.suppress(httpx.HTTPError):
                answer = http.post(f"{self.url}/api/v1/mentions", content=body.encode(), headers=headers)
                if answer.status_code == 200:
                    told = answer.json()
                    assert told["accepted"] + told["repeated"] == len(ids)
                    self.acknowledged += [f"forum:{one}" for one in ids]
                    return
            self.retried += 1
            self.stop.wait(0.05)


@dataclass
class Staff:
    """People who act through a process of theirs, which dies as well."""

    home: Path
    told: list[dict[str, str]] = field(default_factory=list)
    _process: subprocess.Popen[bytes] | None = None
    _ear: threading.Thread | None = None

    def begin(self) -> None:
        command = [sys.executable, "-m", "tests.kit.townsfolk", "story", "1000000", "0.1"]
        log = (self.home.parent / "staff.log").open("ab")
        with log:
            self._process = subprocess.Popen(
                command, env=environment(self.home), cwd=ROOT, stdout=subprocess.PIPE, stderr=log
            )
        self._ear = threading.Thread(target=self._listen, args=(self._process,))
        self._ear.start()

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        with process.stdout:
            self.told += [json.loads(line) for line in process.stdout if line.endswith(b"\n")]

    def end(self) -> None:
        """Kill it; it must have been alive until now."""
        assert self._process is not None
        assert self._ear is not None
        ended_itself = self._process.poll()
        self._process.kill()
        self._process.wait()
        self._ear.join()
        assert ended_itself is None, (self.home.parent / "staff.log").read_text()[-2000:]


@pytest.mark.parametrize("seed", [2026])
def test_whatever_is_killed_nothing_acknowledged_is_lost_and_nothing_is_said_twice(
    home: Path, board: Server, seed: int
) -> None:
    dice = random.Random(seed)
    with up(home) as house:
        forum, staff = Forum(house.url), Staff(home)
        staff.begin()
        posting = threading.Thread(target=forum.run)
        posting.start()
        try:
            for victim in dice.sample(["child", "child", "child", "house", "house", "staff", "staff"], 7):
                time.sleep(dice.uniform(0.1, 1.0))
                if victim == "staff":
                    staff.end()
                    staff.begin()
                elif victim == "house":
                    house.kill()
                    house.start()
                elif family := house.family():
                    house.kill(dice.choice(family))
            until(house.answers, what="the site")
            time.sleep(0.5)
        finally:
            forum.stop.set()
            posting.join()
            staff.end()
        townsfolk(home, "wait_idle")
        assert house.stop() == 0
    seen = townsfolk(home, "look")
    _nothing_lost(seen, forum, staff)
    _nothing_twice(seen, board)
    verified = bongsu(home, "verify")
    assert (verified.code, verified.err) == (0, "")


def _nothing_lost(seen: dict[str, Any], forum: Forum, staff: Staff) -> None:
    (room,) = seen["rooms"].values()
    assert len(forum.acknowledged) > 50
    assert Counter(seen["mentions"]).most_common(1)[0][1] == 1
    assert set(forum.acknowledged) <= set(seen["mentions"])
    assert seen["counted"] == len(seen["mentions"])
    facts = [line["fact"] for line in staff.told if "fact" in line]
    assert len(facts) > 5
    assert set(facts) <= set(room["facts"])
    assert Counter(room["facts"]).most_common(1)[0][1] == 1
    assert {line["approved"] for line in staff.told if "approved" in line} <= set(room["statements"])
    assert room["lines"] == room["seq"]


def _nothing_twice(seen: dict[str, Any], board: Server) -> None:
    (room,) = seen["rooms"].values()
    sent = Counter((d["outlet"], d["state"]) for d in room["deliveries"])
    assert {state for _, state in sent} <= {"sent", "dropped", "unsure"}
    heard = heard_by(board)
    assert Counter(heard.values()).most_common(1)[0][1] == 1
    # Whoever died at it and was overtaken by a newer text cannot know; all else is on record as it was.
    assert 0 < sent["partners", "sent"] <= len(heard) <= sent["partners", "sent"] + sent["partners", "unsure"]
    assert sent["newsroom", "unsure"] == 0
    assert set(heard.values()) <= set(room["statements"].values())
    keys, texts = zip(*seen["newsroom"], strict=True)
    assert len(keys) == len(set(keys)) == len(set(texts)) == sent["newsroom", "sent"] > 0
    assert set(texts) <= set(room["statements"].values())


# ── a shop without an account ───────────────────────────────────────────────────────────────────────────────────────
@dataclass
class Shop:
    """Sends the forms of one report link, each again and again until it has a receipt, and sometimes once more."""

    url: str
    token: str
    number: int
    stop: threading.Event = field(default_factory=threading.Event)
    receipts: dict[str, str] = field(default_factory=dict)  # what was told → its receipt
    cut: int = 0  # forms of which no answer came

    def run(self) -> None:
        for n in range(18):  # of one link no more count as mentions in an hour
            if self.stop.is_set():
                return
            what = f"손님이 한강식품 유리조각을 찾았대요 {self.number}-{n}"
            receipt = self._until_received(what)
            if receipt:
                self.receipts[what] = receipt
                if n % 3 == 0 and (again := self.send(what)):
                    assert again == receipt

    def _until_received(self, what: str) -> str:
        while not self.stop.is_set():
            if receipt := self.send(what):
                return receipt
            self.cut += 1
            self.stop.wait(0.05)
        return ""

    def send(self, what: str) -> str:
        """Its receipt; empty where the connection broke. Each form comes from an address of its own."""
        picture = b"\x89PNG\r\n\x1a\n" + what.encode() * 20_000
        phone = httpx.HTTPTransport(local_address=f"127.{self.number + 1}.0.{len(self.receipts) % 200 + 1}")
        with contextlib.suppress(httpx.TransportError), httpx.Client(transport=phone, timeout=10) as http:
            answer = http.post(
                f"{self.url}/report/{self.token}/",
                data={"what": what, "once": what[-8:]},
                files={"file": ("유리.png", picture)},
            )
            if answer.status_code < 500:
                assert answer.status_code == 302, answer.text
                return answer.headers["location"].split("/")[3]
        return ""


@pytest.mark.parametrize("seed", [5])
def test_a_report_with_a_receipt_is_never_lost_and_one_sent_again_is_not_counted_twice(home: Path, seed: int) -> None:
    dice = random.Random(seed)
    with up(home) as house:
        shops = [Shop(house.url, token, n) for n, token in enumerate(townsfolk(home, "report_links", "3"))]
        sending = [threading.Thread(target=shop.run) for shop in shops]
        for one in sending:
            one.start()
        try:
            for victim in ("web", "house", "work", "web"):
                until(house.answers, within_s=90, what="the site")
                time.sleep(dice.uniform(0.1, 0.7))
                if victim == "house":
                    house.kill()
                    house.start()
                elif child := house.child(victim):
                    house.kill(child)
            until(house.answers, within_s=90, what="the site")
            time.sleep(1)
        finally:
            for shop in shops:
                shop.stop.set()
            for one in sending:
                one.join()
        received = {what: receipt for shop in shops for what, receipt in shop.receipts.items()}
        assert len(received) > 8
        assert sum(shop.cut for shop in shops) > 0  # some were killed on the way
        for shop in shops:
            for what, receipt in list(shop.receipts.items())[-3:]:
                # The last one killed may have answered once more before it was gone.
                until(partial(shop.send, what), within_s=90, what="an answer")
                assert shop.send(what) == receipt

        townsfolk(home, "wait_reported")
        assert house.stop() == 0
    seen = townsfolk(home, "look")
    told = Counter(what for _, what in seen["reports"])
    assert set(told.values()) == {1}
    assert {what: receipt for receipt, what in seen["reports"]} | received == {w: r for r, w in seen["reports"]}
    assert sorted(seen["mentions"]) == sorted(f"제보:report-{receipt}" for receipt, _ in seen["reports"])
    assert seen["counted"] == len(seen["mentions"])
    assert bongsu(home, "verify").code == 0


# ── between two lines ──────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("kind", ["newsroom", "webhook"])
def test_a_worker_killed_between_started_and_sent_says_it_once(home: Path, board: Server, kind: str, when: str) -> None:
    acts = ("story", "1", ",", "die_speaking", kind, when)
    command = [sys.executable, "-m", "tests.kit.townsfolk", *acts]
    died = subprocess.run(command, env=environment(home), cwd=ROOT, capture_output=True, timeout=30)
    assert died.returncode == -signal.SIGKILL, died.stderr.decode()
    (room,) = townsfolk(home, "look")["rooms"].values()
    outlet = {"newsroom": "newsroom", "webhook": "partners"}[kind]
    assert [d["state"] for d in room["deliveries"] if d["outlet"] == outlet] == ["started"]
    seen = townsfolk(home, "lapse", ",", "speak_on", ",", "look")
    (room,) = seen["rooms"].values()
    (text,) = room["statements"].values()
    assert {d["state"] for d in room["deliveries"]} == {"sent"}
    assert list(heard_by(board).values()) == [text]
    assert [said for _, said in seen["newsroom"]] == [text]
    assert bongsu(home, "verify").code == 0


# ── started, stopped, in each other's way ──────────────────────────────────────────────────────────────────────────
def test_a_port_that_is_taken_is_said_in_plain_words(home: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = bongsu(home, "up", port=port)
    assert done.code == 2
    assert f"Port {port}" in done.err
    assert "BONGSU_PORT" in done.err
    assert "Traceback" not in done.err


def test_a_folder_has_one_bongsu_which_ends_at_ctrl_c_with_a_stream_open(home: Path) -> None:
    token = townsfolk(home, "token", "haneul")
    with up(home) as house:
        second = bongsu(home, "up", port=free_port())
        assert second.code == 2
        assert "Another Bongsu" in second.err
        assert "Traceback" not in second.err
        family = house.family()
        assert len(family) >= 2
        with (
            httpx.Client(trust_env=False, timeout=10) as http,
            http.stream("GET", f"{house.url}/live", params={"token": token, "topics": "watch"}) as stream,
        ):
            assert stream.status_code == 200
            assert "hello" in next(stream.iter_text())
            began = time.monotonic()
            assert house.stop(signal.SIGINT) == 0
            assert time.monotonic() - began < 8
        assert [pid for pid in family if is_alive(pid)] == []


def test_children_do_not_outlive_the_one_that_started_them(home: Path) -> None:
    def all_gone(pids: list[int]) -> bool:
        return not any(map(is_alive, pids))

    with up(home) as house:
        # The site's process leads a worker, which holds the port.
        site = house.child("web")
        assert site is not None
        workers = children_of(site)
        assert workers
        house.kill(site)
        until(lambda: all_gone(workers), within_s=20, what="the end of the site's worker")
        until(lambda: house.child("web") not in (None, site) and house.answers(), what="the site")

        family = house.family()
        house.kill()
        until(lambda: all_gone(family), within_s=20, what="the end of all children")

        # Killed in the first moment, when a child may not even have looked who its parent is.
        house.start(ready=False)
        newborn = until(house.family, what="the first child")
        house.kill()
        until(lambda: all_gone(newborn), within_s=20, what="the end of all children")

        house.start()
        assert house.stop() == 0


def test_a_file_half_taken_when_killed_is_taken_whole_the_second_time(home: Path, tmp_path: Path) -> None:
    count = 20_000
    file = tmp_path / "posts.jsonl"
    with file.open("w", encoding="utf-8") as out:
        for n in range(count):
            ts = f"2026-03-07T{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}+09:00"
            out.write(
                json.dumps({"id": n, "ts": ts, "source": "cafe", "text": f"한강식품 {n}", "author": f"a{n}"}) + "\n"
            )
    command = [sys.executable, "-m", "bongsu.boot.cli", "ingest", str(file), "--brand", "한강식품"]
    first = subprocess.Popen(command, env=environment(home), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with contextlib.closing(sqlite3.connect(f"file:{home}/mentions.sqlite3?mode=ro", uri=True)) as db:
        until(lambda: db.execute("SELECT count(*) FROM mentions_seenkey").fetchone()[0] > 5_000, what="a quarter")
    first.kill()
    assert first.wait() == -signal.SIGKILL
    again = bongsu(home, "ingest", str(file), "--brand", "한강식품")
    assert again.code == 0
    accepted, repeated = (int(word.split()[1]) for word in again.out.splitlines()[0].split(", ")[:2])
    assert accepted + repeated == count
    assert repeated > 5_000
    seen = townsfolk(home, "look")
    assert len(seen["mentions"]) == len(set(seen["mentions"])) == seen["counted"] == count
    assert seen["waiting"] == 0


def test_a_demo_goes_on_where_it_was_killed_and_tells_its_story_once(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with up(home, command="demo") as house:
        townsfolk(home, "hurry", "600")
        # Once its first room is open, a demo slows down to the pace of people.
        before = townsfolk(home, "wait_calm")["now"]
        alive = time.monotonic()
        house.kill()
        dead = time.monotonic()
        time.sleep(2)
        house.start()
        reborn = time.monotonic()
        after = townsfolk(home, "clock")["now"]
        lived = dead - alive + time.monotonic() - reborn
        # A second may be lived twice (some more where the machine is busy); the time away was not lived at all.
        assert -4.0 <= after - before <= lived + 3.0
        townsfolk(home, "hurry", "600")
        count = len(townsfolk(home, "look")["mentions"])
        townsfolk(home, "wait_mentions", str(count + 51))  # more of the storm
        assert house.stop() == 0
    seen = townsfolk(home, "look")
    assert len(seen["rooms"]) == 1
    assert len(seen["mentions"]) == len(set(seen["mentions"]))
    told = [key for key in seen["mentions"] if not any(one in key for one in ("-before-", ":clip-", ":report-"))]
    numbers = sorted(int(key.rsplit("-", 1)[1]) for key in told)
    assert numbers == list(range(1, len(numbers) + 1))
    assert bongsu(home, "verify").code == 0
