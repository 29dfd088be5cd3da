"""The head of an answer comes in time, or not at all: a byte now and then never runs into a read's limit."""

import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore


class HeadLimit(httpcore.NetworkBackend):
    """The usual backend; from `begin` to `end` all reading together takes `within_s` at most."""

    def __init__(self, within_s: float) -> None:
        self._within_s = within_s
        self._usual = httpcore.SyncBackend()
        self._until: float | None = None

    def begin(self) -> None:
        self._until = time.monotonic() + self._within_s

    def end(self) -> None:
        """The head is here; whoever reads the body has a limit of their own."""
        self._until = None

    def left(self, timeout: float | None) -> float | None:
        """Seconds for the next read. Raises ReadTimeout when there are none."""
        if self._until is None:
            return timeout
        left = self._until - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the head of the answer took too long")
        return left if timeout is None else min(timeout, left)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        return _Stream(self._usual.connect_tcp(host, port, timeout, local_address, socket_options), self)


class _Stream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream, limit: HeadLimit) -> None:
        self._stream = stream
        self._limit = limit

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._limit.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, timeout)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, timeout), self._limit)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
