"""The server as it runs: a body without end and without a declared length gets its answer while it is still sent."""

import socket
import time
from urllib.parse import urlsplit

import pytest

from tests.browser.demo import Demo

pytestmark = pytest.mark.xdist_group("browser")

CHUNK = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"


def test_a_body_without_end_is_answered_413_while_it_streams(demo: Demo) -> None:
    where = urlsplit(demo.url)
    head = f"POST /api/v1/mentions HTTP/1.1\r\nHost: {where.netloc}\r\nTransfer-Encoding: chunked\r\n\r\n"
    sent, until = 0, time.monotonic() + 20
    with socket.create_connection((str(where.hostname), int(where.port or 80)), timeout=10) as link:
        link.sendall(head.encode())
        link.settimeout(0.02)
        answer = b""
        while not answer and sent < 400_000_000 and time.monotonic() < until:
            try:
                sent += link.send(CHUNK[sent % len(CHUNK) :])
            except TimeoutError:
                pass  # it reads no more for now
            except OSError:
                break
            try:
                answer = link.recv(4096)
            except TimeoutError:
                continue
    assert b"413" in answer.split(b"\r\n")[0]
    assert 8_000_000 < sent < 100_000_000
