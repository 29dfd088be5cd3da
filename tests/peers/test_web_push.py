"""Web push against web-push-testing, which decrypts what arrives and checks who sent it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from bongsu.connectors.kit.guard import Allowed
from bongsu.connectors.webpush import WebPushCaller, new_key, public_key
from bongsu.core.errors import NotReached
from bongsu.core.ports import CallChannel, Called, Device
from tests.contracts.test_callers import BODY, TITLE, job
from tests.peers import kit

pytestmark = pytest.mark.slow_peers

RUN = """
const Server = require("web-push-testing/src/server.js");
const { PushApiModel } = require("web-push-testing/src/PushApiModel.js");
const net = require("node:net");
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (...args) {
  if (typeof args[0] === "number") args.splice(1, typeof args[1] === "string" ? 1 : 0, "127.0.0.1");
  return listen.apply(this, args);
};
new Server(new PushApiModel(), Number(process.argv[2])).startServer();
"""


@dataclass
class Browser:
    url: str

    def subscribe(self, key: str) -> dict[str, Any]:
        asked = {"userVisibleOnly": "true", "applicationServerKey": key}
        return dict(httpx.post(f"{self.url}/subscribe", json=asked, timeout=5).json()["data"])

    def received(self, client: str) -> list[str]:
        answer = httpx.post(f"{self.url}/get-notifications", json={"clientHash": client}, timeout=5)
        return list(answer.json()["data"]["messages"])

    def expire(self, client: str) -> None:
        httpx.post(f"{self.url}/expire-subscription/{client}", timeout=5)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    folder = kit.npm("web-push-testing", "web-push-testing@1.2.2")
    (folder / "run.cjs").write_text(RUN)
    port = kit.free_port()
    with kit.running(["node", "run.cjs", str(port)], ready=lambda: kit.listens(port), cwd=folder):
        yield Browser(f"http://127.0.0.1:{port}")


def test_what_we_send_is_decrypted_by_another_and_the_sender_is_proven(browser: Browser) -> None:
    key = new_key()
    caller = WebPushCaller(key=lambda: key, contact="mailto:a@example.com", allowed=Allowed(everything=True))
    told = browser.subscribe(public_key(key))
    client = told.pop("clientHash")
    channel = CallChannel(1, 1, "push", devices=(Device("1", json.dumps(told)),))
    assert caller.call(job(channel), title=TITLE, body=BODY) == Called()
    (message,) = browser.received(client)
    said = json.loads(message)
    assert (said["title"], said["link"], said["tag"]) == (TITLE, "/rooms/2/", "call-1-2-c1")

    another = WebPushCaller(key=new_key, contact="mailto:a@example.com", allowed=Allowed(everything=True))
    with pytest.raises(NotReached, match="HTTP 40"):
        another.call(job(channel), title=TITLE, body=BODY)

    browser.expire(client)
    with pytest.raises(NotReached) as failed:
        caller.call(job(channel), title=TITLE, body=BODY)
    assert failed.value.gone == ("1",)
