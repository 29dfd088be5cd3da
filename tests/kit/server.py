"""Real HTTP servers on this machine, each in a thread, answering what a test tells them to."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Asked:
    method: str
    path: str
    headers: dict[str, str]  # names in lower case
    body: bytes


@dataclass
class Answer:
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    before: Callable[[], object] | None = None  # called before anything is sent: wait here to be slow
    drop: bool = False  # close the connection without a word
    drip: Callable[[], Iterator[bytes]] | None = None  # body in pieces, without a length
    slow_head: bool = False  # a byte of the head every now and then, without end


@dataclass
class Server:
    """`answer` decides; `asked` holds what came in, oldest first."""

    url: str
    answer: Callable[[Asked], Answer]
    asked: list[Asked] = field(default_factory=list)


@contextmanager
def serving(answer: Callable[[Asked], Answer] | Answer) -> Iterator[Server]:
    """A server on 127.0.0.1, on a port of the system's choice, until the `with` ends."""
    box: list[Server] = []
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _do(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(self.command, self.path, headers, self.rfile.read(length))
            box[0].asked.append(asked)
            reply = box[0].answer(asked)
            self.close_connection = True
            try:
                if reply.before is not None:
                    reply.before()
                if reply.drop:
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                if reply.slow_head:
                    self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
                    while not over.wait(0.05):
                        self.wfile.write(b"x")
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.send_header("Connection", "close")
                if reply.drip is None:
                    self.send_header("Content-Length", str(len(reply.body)))
                self.end_headers()
                for part in [reply.body] if reply.drip is None else reply.drip():
                    self.wfile.write(part)
                    self.wfile.flush()
            except OSError:
                pass  # the client has gone; tests of impatience mean it to

        do_GET = do_POST = do_PUT = _do

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    box.append(Server(f"http://127.0.0.1:{server.server_address[1]}", answer if callable(answer) else lambda _: answer))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield box[0]
    finally:
        over.set()
        server.shutdown()
        server.server_close()
        thread.join()
