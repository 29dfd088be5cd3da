"""A mailbox: invented mails in every code page, a server that is honest, and one that lies."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given, settings as hypothesis_settings, strategies as st

from bongsu.connectors.imap import ImapSource, link
from bongsu.connectors.imap.letter import item_of
from bongsu.core.errors import SourceError
from bongsu.core.ports import Item, Polled
from tests.kit.mailbox import Mailbox, mailbox

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def mail(text: str = "배도라지즙에서 유리 조각", *, subject: str = "항의", n: int = 1, html: str = "") -> bytes:
    message = EmailMessage()
    message["From"] = "가상 손님 <guest@example.com>"
    message["Subject"] = subject
    message["Message-ID"] = f"<{n}@example.com>"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return message.as_bytes()


def poll(box: Mailbox, cursor: Polled | None = None, **settings: str) -> Polled:
    given = {"host": "127.0.0.1", "port": str(box.port), "security": "none", "user": "alerts", "secret": "pw"}
    source = ImapSource(timeout_s=1, within_s=2, mail_limit=2000)
    return source.poll(given | {"allow_private": "true"} | settings, cursor.cursor if cursor else {}, at=NOW)


def read(raw: bytes) -> str:
    item = item_of(raw, received_at=NOW, source="mail", whole=True)
    assert isinstance(item, Item), item
    return item.text


# ── what a mail says ───────────────────────────────────────────────────────────────────────────────────────────────
def test_a_mail_is_its_subject_and_words_dated_by_when_it_was_received():
    with mailbox(mails={1: mail()}) as box:
        (item,) = poll(box).items
    assert item.text == "항의\n배도라지즙에서 유리 조각"
    assert item.author == "가상 손님"
    assert item.ts == datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
    assert item.source == "alerts"


def test_html_becomes_text_where_there_is_no_plain_one():
    head = b"Subject: alert\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    body = "<style>x{}</style><p>새 글 2건</p><script>alert(1)</script><div>유리 조각</div>".encode()
    assert read(head + body) == "alert\n새 글 2건\n유리 조각"
    assert read(mail("평문", html="<p>꾸민 글</p>")) == "항의\n평문"


@pytest.mark.parametrize(
    ("named", "coded"),
    [
        ("euc-kr", "cp949"),
        ("ks_c_5601-1987", "cp949"),
        ("utf-8", "cp949"),
        ("iso-2022-kr", "utf-8"),
        ("x-unknown-8bit", "utf-8"),
        ('"; drop', "cp949"),
        ("utf-16", "utf-8"),
    ],
)
def test_whatever_code_page_it_names_the_words_are_read(named, coded):
    raw = f"Subject: s\r\nContent-Type: text/plain; charset={named}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n".encode()
    assert "똠양꿍" in read(raw + "한강식품 똠양꿍 라면".encode(coded))


@pytest.mark.parametrize(
    "subject",
    [b"=?ks_c_5601-1987?B?x9GwrQ==?=", b"=?utf-8?q?=ED=95=9C=EA=B0=95?=", "한강".encode(), b"=?x?b?7ZWc6rCV?="],
)
def test_subjects_are_read_however_they_were_coded(subject):
    assert read(b"Subject: " + subject + b"\r\n\r\nx").startswith("한강")


def test_attachments_are_not_read():
    message = EmailMessage()
    message["Subject"] = "견적"
    message.set_content("본문")
    message.add_attachment("비밀", filename="secret.txt")
    assert read(message.as_bytes()) == "견적\n본문"


@hypothesis_settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"Content-Type: multipart/mixed; boundary=x\r\n\r\n", b"Subject: =?"]),
)
def test_no_bytes_stop_the_reader(noise, head):
    one = item_of(head + noise, received_at=NOW, source="mail", whole=False)
    if isinstance(one, Item):
        one.text.encode()
        assert one.id.isprintable()


def test_a_thousand_nested_parts_are_given_up_in_time():
    raw = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(1500))
    begun = time.monotonic()
    item_of(raw, received_at=NOW, source="mail", whole=True)
    assert time.monotonic() - begun < 10


# ── going on where it stopped ──────────────────────────────────────────────────────────────────────────────────────
def test_only_what_came_since_is_read_and_nothing_is_marked():
    with mailbox(mails={3: mail(n=3), 4: mail(n=4)}) as box:
        first = poll(box)
        nothing = poll(box, first)
        box.mails[9] = mail(n=9)
        third = poll(box, nothing)
        asked = list(box.asked)
    assert (len(first.items), len(nothing.items), len(third.items)) == (2, 0, 1)
    assert third.cursor["uid"] == "9"
    assert any(one.startswith("EXAMINE") for one in asked)
    assert not any(word in one.upper() for one in asked for word in ("STORE", "DELETE", "EXPUNGE", "MOVE", "SELECT"))
    assert all("BODY.PEEK" in one for one in asked if "FETCH" in one)


def test_told_to_it_marks_what_it_read():
    with mailbox(mails={3: mail()}) as box:
        poll(box, mark="true")
        assert r"UID STORE 3 +FLAGS.SILENT (\Seen)" in box.asked


def test_a_new_uidvalidity_begins_anew_and_the_same_mail_keeps_its_id():
    with mailbox(mails={5: mail()}) as box:
        first = poll(box)
        box.validity, box.mails = 8, {1: mail()}
        again = poll(box, first)
    assert again.items[0].id == first.items[0].id
    assert again.cursor["validity"] == "8"


def test_another_mail_with_the_same_message_id_is_another():
    with mailbox(mails={1: mail("하나"), 2: mail("둘")}) as box:
        one, two = poll(box).items
    assert one.id != two.id


def test_of_a_full_mailbox_the_latest_are_taken_and_then_all_that_comes():
    with mailbox(mails={n: mail(str(n), n=n) for n in range(1, 201)}) as box:
        first = poll(box)
        assert [one.text.split("\n")[1] for one in first.items] == [str(n) for n in range(176, 201)]
        box.mails |= {n: mail(str(n), n=n) for n in range(201, 241)}
        second = poll(box, first)
        third = poll(box, second)
    assert (len(second.items), len(third.items)) == (25, 15)
    assert second.next_in_s < third.next_in_s


def test_of_a_huge_mail_the_beginning_is_read_and_says_so():
    with mailbox(mails={1: mail("가나다 " * 50_000)}) as box:
        (item,) = poll(box).items
    assert item.text.endswith("[…]")
    assert len(item.text) < 2100


# ── servers that refuse, lie or drip ───────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("says", "reason"),
    [
        ({"LOGIN": b"{tag} NO no\r\n"}, "did not accept"),
        ({"EXAMINE": b"{tag} NO no\r\n"}, "no such mailbox"),
        ({"EXAMINE": b"{tag} OK done\r\n"}, "numbers no mails"),
        ({"SEARCH": b"{tag} BAD what\r\n"}, "do not understand"),
        ({"FETCH": b"* 1 FETCH (BODY[] {99999999999}\r\n"}, "longer than we asked"),
        ({"FETCH": b"x" * 2_000_000}, "longer than we asked"),
        ({"FETCH": b"\r\n\r\n\xff\xfe\r\n"}, "do not understand|broke off"),
    ],
)
def test_what_is_wrong_is_said(says, reason):
    with mailbox(mails={1: mail()}, says=says) as box, pytest.raises(SourceError, match=reason):
        poll(box)


def test_a_server_that_drips_is_ended():
    with mailbox(mails={1: mail()}, drip=True) as box:
        begun = time.monotonic()
        with pytest.raises(SourceError):
            poll(box)
    assert time.monotonic() - begun < 4


def test_private_addresses_missing_encryption_and_broken_settings_are_refused():
    with mailbox() as box:
        for changes, reason in (
            ({"allow_private": ""}, "private network"),
            ({"port": "70000"}, "not an address"),
            ({"port": "९"}, "not an address"),
            ({"secret": ""}, "missing"),
            ({"secret": "a\r\nLOGOUT"}, "did not accept"),
            ({"security": "ssl"}, "no TLS|in time|no connection"),
        ):
            with pytest.raises(SourceError, match=reason):
                poll(box, **changes)
    with pytest.raises(SourceError, match="no connection"):
        poll(box)


# ── being told ─────────────────────────────────────────────────────────────────────────────────────────────────────
class Idler:
    """A thread that idles at a mailbox."""

    def __init__(self, box: Mailbox, within_s: float, settings: dict[str, str]) -> None:
        self.rung = 0
        self.wanted = True
        self.problem: SourceError | None = None
        given = {"host": "127.0.0.1", "port": str(box.port), "security": "none", "user": "alerts", "secret": "pw"}
        self._given = given | {"allow_private": "true"} | settings
        self._within_s = within_s
        self.thread = threading.Thread(target=self._listen, daemon=True)

    def _listen(self) -> None:
        try:
            source = ImapSource(timeout_s=1, within_s=2)
            source.listen(self._given, self._ring, within_s=self._within_s, wanted=lambda: self.wanted)
        except SourceError as problem:
            self.problem = problem

    def _ring(self) -> None:
        self.rung += 1

    def over(self) -> SourceError | None:
        self.thread.join(5)
        assert not self.thread.is_alive()
        return self.problem


@contextmanager
def idler(box: Mailbox, *, within_s: float = 3.0, **settings: str) -> Iterator[Idler]:
    one = Idler(box, within_s, settings)
    one.thread.start()
    yield one
    one.wanted = False
    one.over()


def until(happened) -> None:
    end = time.monotonic() + 4
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_mail_rings_at_once_and_what_is_no_mail_does_not(monkeypatch):
    monkeypatch.setattr(link, "LOOK_S", 0.05)
    with mailbox() as box, idler(box) as one:
        until(lambda: box.idling)
        until(lambda: one.rung == 1)  # what came before it idled
        box.push(b"* OK Still here\r\n* 3 FETCH (FLAGS (\\Seen))\r\n* 2 EXPUNGE\r\n")
        box.arrive(mail())
        until(lambda: one.rung == 2)
        box.push(b"* 2 EXISTS\r\n* 1 RECENT\r\n")
        until(lambda: one.rung == 4)
        one.wanted = False
        assert one.over() is None
        assert "DONE" in box.asked
        assert not any(command in asked for command in ("FETCH", "STORE", "SELECT") for asked in box.asked)


def test_before_half_an_hour_it_idles_anew_on_the_same_connection(monkeypatch):
    monkeypatch.setattr(link, "LOOK_S", 0.02)
    monkeypatch.setattr(link, "RENEW_S", 0.1)
    assert link.RENEW_S < 1800
    with mailbox() as box, idler(box, within_s=0.6) as one:
        assert one.over() is None
        assert box.asked.count("IDLE") > 2
        assert box.asked.count("DONE") == box.asked.count("IDLE")
        assert sum(asked.startswith("LOGIN") for asked in box.asked) == 1


def test_a_mail_that_comes_while_it_idles_anew_rings_too(monkeypatch):
    monkeypatch.setattr(link, "LOOK_S", 0.02)
    with mailbox(says={"IDLE": b"* 1 EXISTS\r\n+ idling\r\n* 2 EXISTS\r\n"}) as box, idler(box) as one:
        until(lambda: one.rung == 3)  # at its start, before the server's plus, and in the same packet as it


def test_a_server_that_does_not_know_how_says_so_and_is_polled():
    with mailbox(mails={1: mail()}, knows_idle=False) as box:
        with idler(box) as one:
            assert "cannot say when" in str(one.over())
        assert len(poll(box).items) == 1


@pytest.mark.parametrize(
    ("says", "reason"),
    [
        ({"IDLE": b"{tag} BAD what\r\n"}, "do not understand"),
        ({"IDLE": b"+ idling\r\n* BYE later\r\n"}, "broke off"),
        ({"IDLE": b"+ idling\r\n" + b"x" * 2_000_000}, "longer than we asked"),
        ({"EXAMINE": b"{tag} NO no\r\n"}, "no such mailbox"),
    ],
)
def test_a_push_that_fails_says_why(says, reason):
    with mailbox(says=says) as box, idler(box) as one:
        problem = one.over()
        assert problem is not None
        assert reason in str(problem.about["reason"])


def test_a_connection_that_breaks_while_it_idles_is_told():
    with mailbox() as box, idler(box) as one:
        until(lambda: box.idling)
        box.hang_up()
        assert "broke off" in str(one.over())


def test_a_server_that_drips_while_it_idles_is_ended(monkeypatch):
    monkeypatch.setattr(link, "LOOK_S", 0.05)
    begun = time.monotonic()
    with mailbox(drip=True) as box, idler(box, within_s=0.1) as one:
        one.over()
    assert time.monotonic() - begun < 5
