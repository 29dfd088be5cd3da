"""The Matrix mirror against Synapse: one event for a repeat, 429 honoured, escaped, refused where we may not write."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
import yaml

from bongsu.connectors.matrix import MatrixMirror
from bongsu.core.errors import Refused, TryLater
from bongsu.core.ports import MirrorJob
from tests.contracts.test_mirrors import HOSTILE, job
from tests.peers import kit

pytestmark = pytest.mark.slow_peers


@dataclass
class House:
    url: str
    token: str
    room: str

    def api(self, method: str, path: str, **body: Any) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return dict(httpx.request(method, f"{self.url}/_matrix/client/v3/{path}", json=body, headers=headers).json())

    def messages(self) -> list[dict[str, Any]]:
        headers = {"Authorization": f"Bearer {self.token}"}
        path = f"{self.url}/_matrix/client/v3/rooms/{quote(self.room, safe='')}/messages"
        chunk = httpx.get(path, params={"dir": "b", "limit": 50}, headers=headers).json()["chunk"]
        return [event["content"] for event in chunk if event["type"] == "m.room.message"]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    python = kit.venv("synapse", "matrix-synapse==1.163.2")
    folder: Path = tmp_path_factory.mktemp("synapse")
    command = [str(python), "-m", "synapse.app.homeserver", "--config-path", "homeserver.yaml"]
    generate = ["--server-name", "localhost", "--generate-config", "--report-stats=no"]
    kit.install([*command, *generate], within_s=60, cwd=folder)
    config = yaml.safe_load((folder / "homeserver.yaml").read_text())
    port = kit.free_port()
    config["listeners"] = [
        {
            "port": port,
            "type": "http",
            "bind_addresses": ["127.0.0.1"],
            "resources": [{"names": ["client"], "compress": False}],
        }
    ]
    config |= {
        "trusted_key_servers": [],
        "enable_registration": True,
        "enable_registration_without_verification": True,
        "rc_message": {"per_second": 2, "burst_count": 8},
    }
    (folder / "homeserver.yaml").write_text(yaml.safe_dump(config))
    with kit.running(command, ready=lambda: kit.listens(port), cwd=folder):
        bare = House(f"http://127.0.0.1:{port}", "", "")
        login = {"type": "m.login.dummy"}
        token = bare.api("POST", "register", username="bongsu", password="not-a-secret", auth=login)["access_token"]
        bot = replace(bare, token=token)
        yield replace(bot, room=bot.api("POST", "createRoom", preset="private_chat")["room_id"])


def test_a_repeat_is_one_event_and_hostile_words_are_words(house: House) -> None:
    settings = {"homeserver": house.url, "room": house.room, "token": house.token}
    for _ in range(2):
        MatrixMirror().post(job(**settings))
    (content,) = house.messages()
    assert HOSTILE in content["body"]
    assert "<script" not in content["formatted_body"]
    assert content["m.mentions"] == {}


def test_a_room_that_is_not_ours_refuses_and_a_busy_server_says_when(house: House) -> None:
    settings = {"homeserver": house.url, "room": "!nowhere:localhost", "token": house.token}
    with pytest.raises(Refused, match="HTTP 403"):
        MatrixMirror().post(job(**settings))
    with pytest.raises(Refused, match="HTTP 401"):
        MatrixMirror().post(job(**settings | {"token": "wrong"}))
    assert 0 < asked_to_wait(job(**settings | {"room": house.room})) <= 60


def asked_to_wait(message: MirrorJob) -> float:
    """What the server asks for once we have sent too much; 0 when it never does."""
    for n in range(40):
        try:
            MatrixMirror().post(replace(message, key=f"many-{n}"))
        except TryLater as later:
            return later.after_s
    return 0
