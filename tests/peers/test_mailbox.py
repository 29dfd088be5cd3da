"""A mailbox on a real Dovecot: STARTTLS and TLS, UIDs, mails in Korean code pages, and nothing marked or deleted."""

import imaplib
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from bongsu.connectors.imap import ImapSource
from bongsu.core.errors import SourceError
from bongsu.core.ports import Polled
from tests.peers import kit

pytestmark = pytest.mark.slow_peers

CONFIG = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
log_path = {folder}/log
state_dir = {folder}/state
ssl = yes
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = no
mail_location = maildir:{folder}/boxes/%u
mail_uid = {user}
mail_gid = {group}
first_valid_uid = 1
first_valid_gid = 1
passdb {{
  driver = static
  args = password=pw
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/boxes/%u
}}
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls}
  }}
}}
service anvil {{
  chroot =
}}
"""
USER, GROUP = "nobody", "nogroup"


@dataclass
class Dovecot:
    port: int
    tls: int
    cert: Path

    def put(self, raw: bytes, box: str = "INBOX") -> None:
        with imaplib.IMAP4("127.0.0.1", self.port) as server:
            server.login("alerts", "pw")
            server.create(box)
            assert server.append(box, None, None, raw)[0] == "OK"

    def flags(self) -> list[bytes]:
        with imaplib.IMAP4("127.0.0.1", self.port) as server:
            server.login("alerts", "pw")
            server.select("INBOX", readonly=True)
            _, rows = server.fetch("1:*", "(FLAGS)")
            return [row for row in rows if isinstance(row, bytes)]


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    if shutil.which("dovecot") is None:
        env = {"DEBIAN_FRONTEND": "noninteractive", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}
        apt = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "dovecot-imapd"]
        kit.install(apt, within_s=180, env=env)
    # Its daemons run as other users, and a temporary folder of tests is for one.
    folder = Path(tempfile.mkdtemp(prefix="bongsu-dovecot-"))
    folder.chmod(0o755)
    for name in ("run", "state", "boxes"):
        (folder / name).mkdir()
    shutil.chown(folder / "boxes", USER, GROUP)
    kit.install(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(folder / "key.pem"),
         "-out", str(folder / "cert.pem")],
        within_s=60,
    )  # fmt: skip
    port, tls = kit.free_port(), kit.free_port()
    config = folder / "dovecot.conf"
    config.write_text(CONFIG.format(folder=folder, port=port, tls=tls, user=USER, group=GROUP))
    with kit.running(["dovecot", "-F", "-c", str(config)], ready=lambda: kit.listens(port) and kit.listens(tls)):
        yield Dovecot(port, tls, folder / "cert.pem")
    shutil.rmtree(folder, ignore_errors=True)


def given(server: Dovecot) -> dict[str, str]:
    account = {"host": "127.0.0.1", "port": str(server.port), "security": "starttls", "user": "alerts", "secret": "pw"}
    return account | {"allow_private": "true", "ca": str(server.cert)}


def poll(server: Dovecot, cursor: Polled | None = None, **more: str) -> Polled:
    return ImapSource(timeout_s=5).poll(given(server) | more, cursor.cursor if cursor else {}, at=datetime.now(UTC))


def mail(n: int, text: str, charset: str = "utf-8") -> bytes:
    message = EmailMessage()
    message["From"] = "가상 모니터링 <alerts@example.com>"
    message["Subject"] = f"새 글 알림 {n}"
    message["Message-ID"] = f"<{n}.{time.time_ns()}@example.com>"
    message.set_content(text, charset=charset)
    return message.as_bytes()


def test_new_mails_are_read_once_over_starttls_and_stay_as_they_were(dovecot: Dovecot) -> None:
    first = poll(dovecot)
    dovecot.put(mail(1, "한강식품 똠양꿍 라면에서 유리 조각", "cp949"))
    dovecot.put(mail(2, "도시락은 괜찮아요"))
    second = poll(dovecot, first)
    assert [item.text for item in second.items] == [
        "새 글 알림 1\n한강식품 똠양꿍 라면에서 유리 조각",
        "새 글 알림 2\n도시락은 괜찮아요",
    ]
    assert second.items[0].author == "가상 모니터링"
    assert abs((second.items[0].ts - datetime.now(UTC)).total_seconds()) < 60
    assert poll(dovecot, second).items == ()
    assert not any(b"\\Seen" in row or b"\\Deleted" in row for row in dovecot.flags())


def test_over_tls_and_marked_when_told_to(dovecot: Dovecot) -> None:
    dovecot.put(mail(3, "표시할 메일"))
    poll(dovecot, security="ssl", port=str(dovecot.tls), mark="true")
    assert any(b"\\Seen" in row for row in dovecot.flags())


def test_a_mailbox_with_a_korean_name_is_found(dovecot: Dovecot) -> None:
    dovecot.put(mail(4, "알림"), box="&xUy5vA-")  # 알림
    assert len(poll(dovecot, mailbox="알림").items) == 1


def test_what_is_wrong_is_told(dovecot: Dovecot) -> None:
    with pytest.raises(SourceError, match="did not accept"):
        poll(dovecot, secret="wrong")
    with pytest.raises(SourceError, match="no such mailbox"):
        poll(dovecot, mailbox="없는 곳")
    with pytest.raises(SourceError, match="certificate"):
        poll(dovecot, ca="", security="ssl", port=str(dovecot.tls))


@pytest.mark.parametrize("security", ["starttls", "ssl"])
def test_the_server_rings_when_a_mail_comes_and_the_look_then_finds_it(dovecot: Dovecot, security: str) -> None:
    cursor = poll(dovecot)
    rung: list[float] = []
    over = threading.Event()
    port = str(dovecot.tls if security == "ssl" else dovecot.port)
    settings = given(dovecot) | {"security": security, "port": port, "stream": "true"}

    def listen() -> None:
        ring, wanted = (lambda: rung.append(time.monotonic())), (lambda: not over.is_set())
        ImapSource(timeout_s=5).listen(settings, ring, within_s=30, wanted=wanted)

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    try:
        until = time.monotonic() + 10
        while not rung and time.monotonic() < until:  # it idles
            time.sleep(0.05)
        time.sleep(0.3)
        before = len(rung)
        sent = time.monotonic()
        dovecot.put(mail(9, "IDLE로 온 항의"))
        while len(rung) == before and time.monotonic() < sent + 10:
            time.sleep(0.05)
        assert rung[before] - sent < 5
        assert [item.text for item in poll(dovecot, cursor).items] == ["새 글 알림 9\nIDLE로 온 항의"]
    finally:
        over.set()
        listener.join(10)
    assert not listener.is_alive()


def test_a_huge_mail_is_read_to_its_limit(dovecot: Dovecot) -> None:
    cursor = poll(dovecot)
    dovecot.put(mail(5, "가나다라 " * 200_000))
    (item,) = poll(dovecot, cursor).items
    assert item.text.endswith("[…]")
    assert len(item.text) < 20_000


def test_dovecot_can_be_asked_what_it_is() -> None:
    assert subprocess.run(["dovecot", "--version"], capture_output=True, check=True).stdout.startswith(b"2.")
