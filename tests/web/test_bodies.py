"""A body beyond its limit is dropped while it streams in, whatever length was declared, and answered 413."""

import asyncio
import json
import tempfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.asgi import get_asgi_application
from django.urls import reverse
from tests.kit.reader import signed_in
from tests.kit.world import World

from bongsu.crisis.clips import ALL_MOST
from bongsu.crisis.files import FILE_MOST
from bongsu.web import bodies

MIB = 1024 * 1024


class Spool(tempfile.SpooledTemporaryFile):  # type: ignore[type-arg]
    """Tells how much a request made the framework keep."""

    most = 0

    def write(self, data: bytes) -> int:
        done = super().write(data)
        Spool.most = max(Spool.most, self.tell())
        return done


@pytest.fixture(autouse=True)
def spool(monkeypatch: pytest.MonkeyPatch) -> None:
    Spool.most = 0
    monkeypatch.setattr("django.core.handlers.asgi.tempfile.SpooledTemporaryFile", Spool)


def asked(
    path: str, chunks: Iterator[bytes], *headers: tuple[bytes, bytes]
) -> tuple[int, dict[bytes, bytes], bytes, int]:
    """(status, headers, body, chunks taken in) of a POST in chunks; the other side stays until it is answered."""
    scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http",
             "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "",
             "server": ("testserver", 80),
             "client": ("127.0.0.1", 1), "headers": [(b"host", b"testserver"), *headers]}  # fmt: skip
    sent: list[dict[str, Any]] = []
    taken = 0

    async def story() -> None:
        over = asyncio.Event()

        async def receive() -> dict[str, Any]:
            nonlocal taken
            await asyncio.sleep(0)
            chunk = next(chunks, None)
            if chunk is None:
                await over.wait()
                return {"type": "http.disconnect"}
            taken += 1
            return {"type": "http.request", "body": chunk, "more_body": True}

        async def send(message: Any) -> None:
            sent.append(dict(message))
            if message["type"] == "http.response.body" and not message.get("more_body"):
                over.set()

        await asyncio.wait_for(bodies.Bounded(get_asgi_application())(scope, receive, send), 20)

    asyncio.run(story())
    start = next(m for m in sent if m["type"] == "http.response.start")
    told = b"".join(m.get("body", b"") for m in sent if m["type"] == "http.response.body")
    return start["status"], dict(start["headers"]), told, taken


def endless(count: int) -> Iterator[bytes]:
    return iter([b"x" * MIB] * count)


def test_a_chunked_body_without_end_is_cut_at_the_limit_and_answered_413(world: World) -> None:
    status, _, told, taken = asked("/api/v1/mentions", endless(60), (b"transfer-encoding", b"chunked"))
    assert status == 413
    assert json.loads(told)["code"] == "too_large"
    assert "8 MB" in json.loads(told)["detail"]
    assert Spool.most <= 8 * MIB + 1
    assert taken >= 9


def test_a_declared_length_beyond_the_limit_is_refused_before_a_byte_is_kept(world: World) -> None:
    status, _, told, _ = asked("/api/v1/mentions", endless(3), (b"content-length", b"200000000"))
    assert (status, json.loads(told)["code"], Spool.most) == (413, "too_large", 0)


@pytest.mark.parametrize("path", ["/accounts/login/", "/", "/no/such/page"])
def test_everywhere_in_the_readers_language_and_with_every_header(world: World, path: str) -> None:
    status, headers, told, _ = asked(path, endless(20), (b"accept-language", b"en"))
    assert status == 413
    assert b"default-src 'none'" in headers[b"Content-Security-Policy"]
    assert 'lang="en"' in told.decode()
    assert Spool.most <= 8 * MIB + 1


def test_pictures_and_files_have_room_where_they_belong(world: World) -> None:
    cookies = "; ".join(f"{k}={v.value}" for k, v in signed_in(world, "haneul").cookies.items())
    places = {"/clip/": ALL_MOST, "/clip/share/": ALL_MOST, reverse("file-add", kwargs={"room": 1}): FILE_MOST}
    for path, most in places.items():
        Spool.most = 0
        status, *_ = asked(path, endless(most // MIB + 2), (b"cookie", cookies.encode()))
        assert status == 413
        assert most - MIB < Spool.most < most + MIB


def test_a_body_within_its_limit_passes_untouched(world: World) -> None:
    async def echo(scope: Any, receive: Any, send: Any) -> None:
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message["body"], message["more_body"]
        assert body == b"ab" * 100
        assert bodies.CUT not in scope

    async def story() -> None:
        parts = iter([b"ab"] * 100)

        async def receive() -> dict[str, Any]:
            part = next(parts)
            return {"type": "http.request", "body": part, "more_body": parts.__length_hint__() > 0}

        scope = {"type": "http", "method": "POST", "path": "/clip/", "headers": []}
        await bodies.Bounded(echo)(scope, receive, receive)  # type: ignore[arg-type]

    asyncio.run(story())


def given_slowly(chunks: list[dict[str, Any]], every_s: float) -> list[str]:
    """What an application receives of a body that comes in such steps; then whoever sent it says nothing more."""
    told: list[str] = []

    async def story() -> None:
        parts = iter(chunks)

        async def receive() -> dict[str, Any]:
            part = next(parts, None)
            await asyncio.sleep(every_s if part else 3600)
            return part or {}

        async def app(scope: Any, receive: Any, send: Any) -> None:
            more = True
            while more:
                message = await receive()
                told.append(message["type"])
                more = message.get("more_body", False)
            if message["type"] == "http.request":
                with pytest.raises(TimeoutError):  # whole: now it may take as long as it takes
                    await asyncio.wait_for(receive(), 0.5)
                told.append("waited")

        scope = {"type": "http", "method": "POST", "path": "/clip/", "headers": []}
        await asyncio.wait_for(bodies.Bounded(app)(scope, receive, receive), 10)  # type: ignore[arg-type]

    asyncio.run(story())
    return told


def test_a_body_that_comes_byte_by_byte_is_given_up_and_a_slow_phone_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "PATIENCE_S", 0.2)
    byte = {"type": "http.request", "body": b"x", "more_body": True}
    assert given_slowly([byte] * 100, 0.05)[-1] == "http.disconnect"
    assert len(given_slowly([byte] * 100, 0.05)) < 10
    phone = {"type": "http.request", "body": b"x" * 4096, "more_body": True}
    whole = {"type": "http.request", "body": b"x", "more_body": False}
    assert given_slowly([phone, phone, phone, whole], 0.1)[-2:] == ["http.request", "waited"]
