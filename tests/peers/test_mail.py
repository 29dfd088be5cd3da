"""Mail against a real Postfix: taken, asked to come back (4xx), refused for good (5xx); as a call and as a mirror."""

import hashlib
import io
import mailbox
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from email.message import Message
from pathlib import Path

import pytest

from bongsu.connectors.apprise_call import AppriseCaller
from bongsu.connectors.mail import MailMirror
from bongsu.core.errors import NotReached, Refused, TryLater
from bongsu.core.ports import CallChannel, Called, PacketJob
from bongsu.flows.packet import issue_packets, send_packet
from bongsu.store import packets, secrets
from bongsu.store.operations import models as m
from bongsu.web.packet.build import pack
from tests.contracts.test_callers import BODY, TITLE, job as call
from tests.contracts.test_mirrors import job
from tests.kit.world import World
from tests.peers import kit

pytestmark = pytest.mark.slow_peers

MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/spool
data_directory = {folder}/data
mail_owner = postfix
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mydestination = example.com
myhostname = mail.example.com
local_recipient_maps =
default_transport = error:nothing leaves this machine
local_transport = virtual
mailbox_transport =
virtual_mailbox_base = {folder}/boxes
virtual_mailbox_maps = static:all
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
maillog_file = /dev/stdout
maillog_file_prefixes = /dev/stdout
message_size_limit = 5000000
smtpd_recipient_restrictions = check_recipient_access texthash:{folder}/etc/access, permit
"""


@dataclass
class Postfix:
    port: int
    box: Path

    def texts(self) -> str:
        for _ in range(100):
            if self.box.exists() and (text := self.box.read_text(errors="replace")):
                return text
            time.sleep(0.1)
        return ""


@pytest.fixture(scope="module")
def postfix(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postfix]:
    if shutil.which("postfix") is None:
        env = {"DEBIAN_FRONTEND": "noninteractive", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}
        kit.install(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "postfix"], within_s=120, env=env)
    folder = tmp_path_factory.mktemp("postfix")
    for parent in (folder, *folder.parents):  # its daemons run as another user
        if parent.is_relative_to("/tmp") and parent != Path("/tmp"):
            parent.chmod(0o755)
    config, port = folder / "etc", kit.free_port()
    for name in ("etc", "spool", "data", "boxes"):
        (folder / name).mkdir()
    shutil.chown(folder / "data", "postfix")
    shutil.chown(folder / "boxes", "nobody")
    (config / "access").write_text("later@example.com 450 later\nnever@example.com 550 never\n")
    (config / "main.cf").write_text(MAIN.format(folder=folder))
    master = Path("/usr/share/postfix/master.cf.dist").read_text()
    ours = f"127.0.0.1:{port} inet n - n - - smtpd"
    lines = [ours if x.startswith("smtp ") and "inet" in x else x for x in master.splitlines()]
    (config / "master.cf").write_text("\n".join(lines) + "\n")
    subprocess.run(["postfix", "-c", str(config), "start"], capture_output=True, timeout=30, check=False)
    try:
        for _ in range(600):
            if kit.listens(port):
                break
            time.sleep(0.1)
        else:
            pytest.fail("Postfix did not come up")
        yield Postfix(port, folder / "boxes" / "all")
    finally:
        subprocess.run(["postfix", "-c", str(config), "stop"], capture_output=True, timeout=30, check=False)


def mail(postfix: Postfix, to: str) -> Called:
    url = f"mailto://127.0.0.1:{postfix.port}/?smtp=127.0.0.1&from=bongsu@example.com&to={to}&mode=insecure"
    return AppriseCaller().call(call(CallChannel(1, 1, "mail", url)), title=TITLE, body=BODY)


def test_a_call_by_mail_arrives_and_a_refusal_is_one(postfix: Postfix) -> None:
    assert mail(postfix, "haneul@example.com") == Called()
    assert postfix.texts()
    for refused in ("later@example.com", "never@example.com"):
        with pytest.raises(NotReached):
            mail(postfix, refused)


def test_a_digest_arrives_and_4xx_is_for_later_and_5xx_for_good(postfix: Postfix) -> None:
    mirror = MailMirror(through=f"smtp://127.0.0.1:{postfix.port}", sender="bongsu@example.com")
    mirror.post(job(to="team@example.com"))
    with pytest.raises(TryLater):
        mirror.post(job(to="later@example.com"))
    with pytest.raises(Refused, match="SMTP 550"):
        mirror.post(job(to="never@example.com"))


def attached(postfix: Postfix) -> list[Message]:
    """The PDFs in the box, once there is one: delivery takes its time."""
    for _ in range(100):
        with closing(mailbox.mbox(postfix.box)) as box:
            parts = [part for mail in box for part in mail.walk() if part.get_content_type() == "application/pdf"]
        if parts:
            return parts
        time.sleep(0.1)
    return []


def test_the_weekly_packet_arrives_whole_and_only_its_passphrase_opens_it(postfix: Postfix, world: World) -> None:
    """From the week that is due to the file in the mailbox, through the very flow that sends it."""
    pypdf = pytest.importorskip("pypdf")
    pytest.importorskip("typst")
    url = f"mailto://127.0.0.1:{postfix.port}/?smtp=127.0.0.1&from=b@example.com&to=seojun@example.com&mode=insecure"
    seojun = m.Person.objects.get(org_id=world.org, key="seojun")
    m.Channel.objects.create(org_id=world.org, person=seojun, place=1, kind="mail", address=secrets.seal(url))
    phrase = packets.new_phrase(world.org, "seojun", kind="digits", at=world.now)
    caller, made = AppriseCaller(), []

    def kept(asked: PacketJob) -> bytes:
        made.append(pack(asked))
        return made[-1]

    world.ports = replace(
        world.ports,
        packets=packets.DjangoPackets(),
        pack=kept,
        posters={"mail": caller},
        callers={"apprise": caller, "mail": caller},
    )
    before = postfix.texts() if postfix.box.exists() else ""
    issue_packets(world.ports, org=world.org)
    while send_packet(world.ports, org=world.org):
        pass
    (file,) = attached(postfix)
    assert len(postfix.texts()) > len(before)
    content = file.get_payload(decode=True)
    assert hashlib.sha256(content).hexdigest() == hashlib.sha256(made[0]).hexdigest()
    assert str(file.get_filename()).endswith(".pdf")
    assert not pypdf.PdfReader(io.BytesIO(content)).decrypt(phrase[:-1])
    reader = pypdf.PdfReader(io.BytesIO(content))
    assert reader.decrypt(phrase)
    assert "이서준" in "".join(page.extract_text() for page in reader.pages)
    assert phrase.replace(" ", "") not in postfix.texts().replace(" ", "")
