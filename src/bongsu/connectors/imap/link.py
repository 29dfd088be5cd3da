"""A connection to a mail server: to an address that was judged, bounded in time, its faults in plain words."""

import imaplib
import selectors
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress

from bongsu.connectors.kit.guard import Allowed, PrivateAddress, resolve
from bongsu.core.errors import SourceError

SECURITY = ("ssl", "starttls", "none")
#: The most a server may claim to send in one piece.
ANSWER_LIMIT = 512 * 1024
#: A server may end a connection that idles for half an hour (RFC 2177 §3), so it is begun anew before.
RENEW_S = 29 * 60.0
#: How often one that idles looks whether it is still wanted.
LOOK_S = 1.0


@contextmanager
def opened(settings: Mapping[str, str], *, timeout_s: float, within_s: float) -> Iterator["Imap"]:
    """Signed in; ended `within_s` from now, be it in the middle of a word.

    Raises SourceError for whatever goes wrong before or inside the `with`.
    """
    try:
        with _signed_in(settings, timeout_s, within_s) as server:
            yield server
    except PrivateAddress as problem:
        raise SourceError(reason=str(problem)) from problem
    except ssl.SSLError as problem:
        raise SourceError(reason="the server's certificate is not trusted, or this port speaks no TLS") from problem
    except TimeoutError as problem:
        raise SourceError(reason="no answer in time") from problem
    except imaplib.IMAP4.error as problem:
        raise SourceError(reason=_said(problem)) from problem
    except (socket.gaierror, UnicodeError) as problem:
        raise SourceError(reason="there is no server of this name") from problem
    except OSError as problem:
        raise SourceError(reason="no connection") from problem


@contextmanager
def _signed_in(settings: Mapping[str, str], timeout_s: float, within_s: float) -> Iterator["Imap"]:
    security = settings.get("security") or "ssl"
    host, user, password = settings.get("host", "").strip(), settings.get("user", ""), settings.get("secret", "")
    port = settings.get("port", "").strip()
    usual = 993 if security == "ssl" else 143
    number = int(port[:9]) if port.isascii() and port.isdecimal() else 0 if port else usual
    if security not in SECURITY or not host or not 0 < number < 65_536:
        raise SourceError(reason="this is not an address")
    if not user or not password:
        raise SourceError(reason="the mailbox's user or password is missing")
    if any(not c.isprintable() for c in user + password):
        raise SourceError(reason="the mail server did not accept user and password")
    allowed = Allowed.from_settings(settings)
    address = resolve(host, number, allowed)[0]
    if security == "none" and not allowed.covers(host, number):
        raise SourceError(reason="without encryption only a server of the private network may be read")
    trust = ssl.create_default_context(cafile=settings.get("ca") or None)
    server = Imap(host, address, number, trust=trust if security == "ssl" else None, timeout_s=timeout_s)
    cut = threading.Timer(within_s, server.cut)  # a server that drips is ended in the middle of a word
    cut.daemon = True
    cut.start()
    try:
        if security == "starttls":
            server.starttls(trust)
        try:
            if "AUTH=PLAIN" in server.capabilities:
                server.authenticate("PLAIN", lambda _: f"\0{user}\0{password}".encode())
            else:
                server.login(user, password)
        except server.abort:
            raise
        except server.error as problem:
            raise SourceError(reason="the mail server did not accept user and password") from problem
        yield server
    finally:
        cut.cancel()
        server.leave()


class Imap(imaplib.IMAP4):
    """imaplib, connected to an address that was judged, and believing no length beyond what we asked for."""

    def __init__(self, host: str, address: str, port: int, *, trust: ssl.SSLContext | None, timeout_s: float) -> None:
        self._named = host
        self._address = address
        self._trust = trust
        self._timeout_s = timeout_s
        super().__init__(host, port, timeout_s)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        raw = socket.create_connection((self._address, self.port), timeout)
        if self._trust is None:
            return raw
        try:
            return self._trust.wrap_socket(raw, server_hostname=self._named)
        except BaseException:
            raw.close()
            raise

    def read(self, size: int) -> bytes:
        if size > ANSWER_LIMIT:
            raise self.abort("the answer is longer than we asked for")
        return super().read(size)

    def cut(self) -> None:
        """End the connection from any thread."""
        with suppress(OSError):  # it may be gone already
            self.sock.shutdown(socket.SHUT_RDWR)

    def leave(self) -> None:
        self.cut()
        with suppress(OSError):
            self.file.close()
        self.sock.close()

    def idle(self, ring: Callable[[], None], *, until: float, wanted: Callable[[], bool]) -> None:
        """Call `ring` when the selected mailbox holds something new (RFC 2177), until this monotonic time.

        Begun anew every 29 minutes. Raises SourceError when the server does not know how.
        """
        _, told = self.capability()
        if not any(b"IDLE" in line.upper().split() for line in told if isinstance(line, bytes)):
            raise SourceError(reason="this mail server cannot say when there is something new")
        ring()  # what came between the last look and now
        while wanted() and time.monotonic() < until:
            tag = self._new_tag()
            self.send(tag + b" IDLE\r\n")
            while not (line := self._heard(ring)).startswith(b"+"):  # untagged news may come first
                if line.startswith(tag + b" "):
                    raise self.error("IDLE was not taken")
            renew_at = min(until, time.monotonic() + RENEW_S)
            while wanted() and time.monotonic() < renew_at:
                if self._speaks(for_s=min(LOOK_S, max(renew_at - time.monotonic(), 0.0))):
                    self._heard(ring)
            self.send(b"DONE\r\n")
            while not (line := self._heard(ring)).startswith(tag + b" "):
                pass
            if line.split()[1:2] != [b"OK"]:
                raise self.error("IDLE did not end well")

    def _heard(self, ring: Callable[[], None]) -> bytes:
        """One line that the server says; `ring` when it tells of a mail."""
        line: bytes = self._get_line()  # imaplib's own: it bounds the line
        words = line.upper().split()
        if words[:2] == [b"*", b"BYE"]:
            raise self.abort("the server said goodbye")
        if len(words) == 3 and words[0] == b"*" and words[1].isdigit() and words[2] in (b"EXISTS", b"RECENT"):
            ring()
        return line

    def _speaks(self, *, for_s: float) -> bool:
        """Whether a line begins within this time: here already, or on its way."""
        self.sock.settimeout(0)
        try:
            if self.file.peek(1):  # type: ignore[union-attr]  # a BufferedReader by makefile("rb")
                return True
        except ssl.SSLWantReadError:
            pass
        finally:
            self.sock.settimeout(self._timeout_s)
        with selectors.DefaultSelector() as readable:
            readable.register(self.sock, selectors.EVENT_READ)
            return bool(readable.select(for_s))


def _said(problem: imaplib.IMAP4.error) -> str:
    words = str(problem)
    if "longer than we asked for" in words or "got more than" in words:
        return "the answer is longer than we asked for"
    if isinstance(problem, imaplib.IMAP4.abort):
        return "the answer broke off"
    return "the mail server answered something we do not understand"
