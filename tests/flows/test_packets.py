"""Emergency packets from a due week to a PDF that one passphrase opens."""

import io
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from tests.kit.together import at_once
from tests.kit.world import World

from bongsu.core.errors import NotReached
from bongsu.core.ports import Called, CallJob, PacketJob
from bongsu.core.values import TouchPoint
from bongsu.flows.packet import issue_packets, send_packet
from bongsu.store import channels, packets, registry, setup
from bongsu.store.clock import real_now
from bongsu.store.operations import models as m
from bongsu.store.queries import packets as query
from bongsu.web import pdf
from bongsu.web.packet.build import pack

pypdf = pytest.importorskip("pypdf")
pytest.importorskip("typst")
HOSTILE = '#panic("boom") #read("/etc/passwd") ${x} <b>'


@dataclass
class Post:
    """Mail that keeps what it carried; `down` takes nothing."""

    down: bool = False
    files: list[tuple[str, str, bytes]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def post(self, job: CallJob, *, title: str, body: str, name: str, content: bytes) -> Called:
        if self.down:
            raise NotReached(person=job.name, reason="the service did not take it")
        self.files.append((job.person, name, content))
        return Called()

    def call(self, job: CallJob, *, title: str, body: str) -> Called:
        self.told.append(body)
        return Called()


@pytest.fixture
def post(world: World) -> Post:
    post = Post()
    world.ports = replace(
        world.ports,
        packets=packets.DjangoPackets(),
        pack=lambda job: b"%PDF " + job.person.encode(),
        posters={"mail": post},
        callers={"apprise": post},
    )
    return post


def ready(world: World, person: str = "seojun") -> str:
    return packets.new_phrase(world.org, person, kind="digits", at=world.now)


def work(world: World) -> int:
    issue_packets(world.ports, org=world.org)
    n = 0
    while send_packet(world.ports, org=world.org):
        n += 1
    return n


def opened(content: bytes, phrase: str) -> str:
    reader = pypdf.PdfReader(io.BytesIO(content))
    assert reader.is_encrypted
    assert reader.decrypt(phrase), "the passphrase does not open it"
    return "\n".join(page.extract_text() for page in reader.pages)


def job(world: World, person: str = "seojun", locale: str = "ko") -> PacketJob:
    return PacketJob(1, world.org, person, 3, locale, "Asia/Seoul", 1, world.now, b"", (), real_now())


# ── the PDF ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_only_the_passphrase_opens_it_with_or_without_its_spaces(world: World, post: Post) -> None:
    phrase = ready(world)
    content = pack(job(world))
    assert b"AESV3" in content
    for wrong in ("", phrase[:-1], "0" * 20):
        assert not pypdf.PdfReader(io.BytesIO(content)).decrypt(wrong)
    text = opened(content, phrase)
    assert opened(content, phrase.replace(" ", "")) == text


def test_it_tells_whom_to_ring_what_to_say_and_who_may(world: World, post: Post) -> None:
    phrase = ready(world)
    setup.upsert_people(world.org, world.store.people(world.org), phones={"haneul": "010-2345-6789"})
    packets.keep_settings(
        world.org, roles=(), pace=(query.rules.Fallback("alternate", "카카오톡 위기방", "이서준", "초대 링크"),)
    )
    text = opened(pack(job(world)), phrase)
    for said in ("지금 무엇부터", "박하늘", "010-2345-6789", "카카오톡 위기방", "홀딩 입장문", "금지선"):
        assert said in text, said
    assert "비판 글을 내려 달라고 하지 않습니다" in text.replace("\n", " ")
    english = opened(pack(job(world, locale="en")), phrase)
    assert "What to do first" in english
    assert "박하늘" in english


def test_no_door_is_opened_by_what_it_tells(world: World, post: Post) -> None:
    phrase = ready(world)
    channels.add(world.org, "haneul", "apprise", address="tgram://SECRETTOKEN/1")
    text = opened(pack(job(world)), phrase).replace("\n", "")
    for secret in ("SECRETTOKEN", "whsec_", "127.0.0.1", phrase, phrase.replace(" ", "")):
        assert secret not in text


def test_what_somebody_typed_is_text_whatever_it_looks_like(world: World, post: Post) -> None:
    phrase = ready(world)
    registry.keep_touchpoints(world.org, [(TouchPoint("x", HOSTILE, "sns", owner="haneul"), True)])
    packets.keep_settings(world.org, roles=(), pace=(query.rules.Fallback("primary", HOSTILE),))
    text = opened(pack(job(world)), phrase).replace("\n", "").replace(" ", "")
    assert text.count('#panic("boom")') == 2
    assert "root:" not in text


def test_phrases_are_66_bits_sealed_and_never_the_same(world: World) -> None:
    digits, again = (packets.new_phrase(world.org, "seojun", kind="digits", at=world.now) for _ in range(2))
    syllables = packets.new_phrase(world.org, "seojun", kind="syllables", at=world.now)
    assert digits != again
    assert len(digits.replace(" ", "")) == 20
    assert len(syllables.replace(" ", "")) == 12
    row = m.PacketPhrase.objects.get()
    assert row.number == 3
    assert syllables not in row.phrase
    assert packets.phrase_of(world.org, "seojun") == syllables


# ── weekly, once, at least once ────────────────────────────────────────────────────────────────────────────────────
def test_each_recipient_with_a_phrase_gets_one_a_week(world: World, post: Post) -> None:
    for person in ("seojun", "minseo"):
        ready(world, person)
        channels.add(world.org, person, "mail", address=f"{person}@example.com")
    ready(world, "jiwoo")  # no recipient: legal does not lead
    assert work(world) == 2
    assert sorted(person for person, _, _ in post.files) == ["minseo", "seojun"]
    world.clock.at += timedelta(days=3)
    assert work(world) == 0
    world.clock.at += timedelta(days=4)
    assert work(world) == 2
    assert [p.cause for p in m.Packet.objects.filter(person__key="seojun").order_by("number")] == ["first", "week"]


def test_what_changed_materially_goes_out_at_once_and_back_again(world: World, post: Post) -> None:
    ready(world)
    work(world)
    phones = {"haneul": "010-1111-2222"}
    for n, told in enumerate((phones, {"haneul": ""}), start=2):
        setup.upsert_people(world.org, world.store.people(world.org), phones=told)
        assert work(world) == 0
        world.clock.at += timedelta(minutes=11)
        assert work(world) == 1
        assert m.Packet.objects.order_by("-number")[0].number == n


def test_who_is_on_duty_now_changes_nothing(world: World, post: Post) -> None:
    ready(world)
    work(world)
    world.clock.at += timedelta(hours=1)
    setup.upsert_people(world.org, [replace(p, on_duty=not p.on_duty) for p in world.store.people(world.org)])
    assert work(world) == 0


def test_two_machines_at_once_write_one(world: World, post: Post) -> None:
    ready(world)
    assert at_once(*[lambda: issue_packets(world.ports, org=world.org)] * 4) == []
    assert m.Packet.objects.count() == 1


def test_killed_between_building_and_sending_the_same_file_is_sent(world: World, post: Post) -> None:
    ready(world)
    channels.add(world.org, "seojun", "mail", address="a@example.com")
    issue_packets(world.ports, org=world.org)
    shelf = packets.DjangoPackets()
    first = shelf.claim_packet(org=world.org, at=world.now, lease_s=60)
    assert first is not None
    assert shelf.packet_built(first, b"%PDF built before the kill", at=world.now)
    assert not send_packet(world.ports, org=world.org)  # the lease still runs
    m.Packet.objects.update(lease_until=real_now() - timedelta(seconds=1))
    assert send_packet(world.ports, org=world.org)
    assert [content for _, _, content in post.files] == [b"%PDF built before the kill"]
    shelf.packet_tried(first, how="mail", problem="late", at=world.now)  # the dead worker wakes up
    assert m.Packet.objects.get().problem == ""
    assert not send_packet(world.ports, org=world.org)


def test_without_mail_a_word_goes_out_and_the_page_has_the_file(world: World, post: Post) -> None:
    ready(world)
    channels.add(world.org, "seojun", "apprise", address="tgram://a/b")
    work(world)
    assert len(post.told) == 1
    assert "/packet/" in post.told[0]
    row = m.Packet.objects.get()
    assert (row.state, row.how) == ("done", "notice")
    assert query.statuses(world.org)[0].held_at is None
    assert packets.fetch(world.org, "seojun", at=world.now) == (1, b"%PDF seojun")
    assert next(s for s in query.statuses(world.org) if s.key == "seojun").held_at is not None


def test_a_failure_is_seen_and_tried_again(world: World, post: Post) -> None:
    ready(world)
    channels.add(world.org, "seojun", "mail", address="a@example.com")
    post.down = True
    assert work(world) == 1
    row = m.Packet.objects.get()
    assert (row.state, row.problem) == ("waiting", "the service did not take it")
    post.down = False
    assert work(world) == 0
    world.clock.at += timedelta(minutes=2)
    assert work(world) == 1
    assert (m.Packet.objects.get().how, m.Packet.objects.get().problem) == ("mail", "")


def test_a_pdf_that_cannot_be_made_is_a_visible_problem(world: World, post: Post) -> None:
    def broken(_job: PacketJob) -> bytes:
        raise pdf.NoPdf(reason="the extra bongsu[pdf] is not installed")

    world.ports = replace(world.ports, pack=broken)
    ready(world)
    assert work(world) == 1
    assert m.Packet.objects.get().problem == "the extra bongsu[pdf] is not installed"


def test_old_files_are_deleted_and_rows_are_kept_for_a_year(world: World, post: Post) -> None:
    ready(world)
    for _ in range(63):
        work(world)
        world.clock.at += timedelta(days=7)
    kept = list(m.Packet.objects.order_by("-number"))
    assert [bool(row.content) for row in kept[:4]] == [True, True, False, False]
    assert len(kept) == packets.KEEP_ROWS


def test_whoever_is_no_recipient_any_more_gets_nothing_that_waits(world: World, post: Post) -> None:
    ready(world)
    issue_packets(world.ports, org=world.org)
    packets.keep_settings(world.org, roles=("legal",), pace=())
    assert work(world) == 0
    assert m.Packet.objects.get().state == "replaced"
