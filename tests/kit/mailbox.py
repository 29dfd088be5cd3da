"""A mailbox over IMAP on this machine, in a thread: honest by default, and lying where a test tells it to."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Mailbox:
    """`mails` by UID; `says` replaces the whole answer to a command (its name) by these bytes, {tag} filled in."""

    port: int = 0
    mails: dict[int, bytes] = field(default_factory=dict)
    validity: int = 7
    password: str = "pw"
    says: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    drip: bool = False
    knows_idle: bool = True
    idling: list[tuple[str, socket.socket]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def answer(self, tag: str, command: str) -> bytes:
        name, _, rest = command.partition(" ")
        name = name.upper()
        if name == "UID":
            name, _, rest = rest.partition(" ")
            name = name.upper()
        if name in self.says:
            return self.says[name].replace(b"{tag}", tag.encode())
        done = f"{tag} OK done\r\n".encode()
        following = max(self.mails, default=0) + 1
        match name:
            case "CAPABILITY":
                return b"* CAPABILITY IMAP4rev1" + b" IDLE" * self.knows_idle + b"\r\n" + done
            case "LOGIN":
                good = f'"{self.password}"' in rest
                return done if good else f"{tag} NO wrong\r\n".encode()
            case "SELECT" | "EXAMINE":
                return (
                    f"* 1 EXISTS\r\n* OK [UIDVALIDITY {self.validity}] .\r\n* OK [UIDNEXT {following}] .\r\n".encode()
                    + done
                )
            case "SEARCH":
                first = int(rest.removeprefix("UID ").partition(":")[0])
                found = [uid for uid in sorted(self.mails) if uid >= first] or sorted(self.mails)[-1:]
                return f"* SEARCH {' '.join(map(str, found))}\r\n".encode() + done
            case "FETCH":
                uid = int(rest.partition(" ")[0])
                most = int(rest.rpartition("<0.")[2].partition(">")[0])
                mail = self.mails[uid]
                head = f'* 1 FETCH (UID {uid} INTERNALDATE "24-Nov-2026 11:00:00 +0900" RFC822.SIZE {len(mail)} '
                part = mail[:most]
                return f"{head}BODY[]<0> {{{len(part)}}}\r\n".encode() + part + b")\r\n" + done
        return done

    def push(self, line: bytes) -> None:
        """Say something to those who idle."""
        for _, link in self.idling:
            link.sendall(line)

    def arrive(self, mail: bytes) -> None:
        """A mail comes, and whoever idles is told."""
        self.mails[max(self.mails, default=0) + 1] = mail
        self.push(f"* {len(self.mails)} EXISTS\r\n".encode())

    def hang_up(self) -> None:
        """The connections of those who idle break."""
        for _, link in self.idling:
            link.shutdown(socket.SHUT_RDWR)


@contextmanager
def mailbox(**changes: object) -> Iterator[Mailbox]:
    box = Mailbox(**changes)  # type: ignore[arg-type]
    listener = socket.create_server(("127.0.0.1", 0))
    box.port = listener.getsockname()[1]

    def serve(link: socket.socket) -> None:
        with link, link.makefile("rb") as lines:
            idle_tag = ""
            try:
                link.sendall(b"* OK ready\r\n")
                for line in lines:
                    tag, _, command = line.decode("utf-8", "replace").strip().partition(" ")
                    box.asked.append(command)
                    answer = box.answer(tag, command)
                    if command.upper() == "IDLE":
                        idle_tag = tag
                    if command.upper() == "IDLE" and "IDLE" not in box.says:
                        box.idling.append((tag, link))
                        answer = b"+ idling\r\n"
                    elif tag.upper() == "DONE":
                        box.idling = [one for one in box.idling if one[1] is not link]
                        box.asked[-1] = "DONE"
                        answer = f"{idle_tag} OK done\r\n".encode()
                    if box.drip:
                        for n in range(len(answer)):
                            if box.over.wait(0.05):
                                return
                            link.sendall(answer[n : n + 1])
                    link.sendall(answer)
            except OSError:
                return

    def accept() -> None:
        while True:
            try:
                link, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(link,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield box
    finally:
        box.over.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(2)
