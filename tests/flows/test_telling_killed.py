"""Killed anywhere while it tells of a shift, a packet, a journal: kept once, and told again only where it must be.

A channel takes a text before we can keep that it did. Killed between the two, the next process tells it once more: a
call, a chat, a mail and a mirror are told at least once. Killed anywhere else, once.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from itertools import groupby

import pytest
from tests.kit import sample
from tests.kit.databases import Databases, all_there_is
from tests.kit.killed import each_kill, leases_end
from tests.kit.phones import Phones
from tests.kit.world import World

from bongsu.core.errors import TryLater
from bongsu.core.events import NoteWritten
from bongsu.core.ports import Called, CallJob, MirrorJob
from bongsu.core.values import CHANNELS, Finding, FindingKind
from bongsu.crisis.rota import Pattern
from bongsu.flows import convene, decide
from bongsu.flows.handover import hand_over
from bongsu.flows.mirror import mirror_next
from bongsu.flows.packet import issue_packets, send_packet
from bongsu.flows.step_in import tell_next
from bongsu.store import channels, codec, handover, mirrors, on_watch, packets, rota, setup, step_in
from bongsu.store.mentions.models import FindingOut
from bongsu.store.operations import models as m
from bongsu.store.rooms import DjangoStore
from bongsu.web.reach.mirror_words import tell

ROLE = "practitioner"
EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
NOON = datetime(2026, 3, 2, 3, tzinfo=UTC)


@dataclass
class Everywhere(Phones):
    """Phones, a mailbox and a mirror. `heard`: all that they took, in order; none takes the next `fails`."""

    heard: list[tuple[object, ...]] = field(default_factory=list)

    def call(self, job: CallJob, *, title: str, body: str) -> Called:
        done = super().call(job, title=title, body=body)
        self.heard.append((job.person, title, body))
        return done

    def post(self, job: CallJob | MirrorJob, *, title: str = "", body: str = "", **file: object) -> Called:
        if self.fails:
            self.fails -= 1
            raise TryLater(after_s=60, reason="busy")
        if isinstance(job, MirrorJob):
            self.heard.append((job.key, job.lines[-1].seq, job.lines))
        else:
            self.heard.append((job.person, title, body, file["name"], file["content"]))
        return Called()


@pytest.fixture
def phones(world: World) -> Everywhere:
    """도윤, 지우 and 하늘 have a chat; nothing fails."""
    phones = Everywhere()
    world.ports = replace(
        world.ports,
        callers=dict.fromkeys(CHANNELS, phones),
        packets=packets.DjangoPackets(),
        pack=lambda job: b"%PDF " + job.person.encode(),
        posters={"mail": phones},
        mirror_shelf=mirrors.DjangoMirrors(),
        mirrors={"slack": phones},
        tell=tell,
    )
    addresses = {person: (f"chat://{person}",) for person in ("doyun", "jiwoo", "haneul")}
    setup.upsert_people(world.org, sample.PEOPLE, addresses=addresses)
    return phones


@dataclass(frozen=True)
class Told:
    """How one kind of telling is arranged, done and kept."""

    arrange: Callable[[World, Phones], object]
    work: Callable[[World], object]
    kept: Callable[[Everywhere], int]  # how many of those that were heard are on record as told


# ── a change of shift ──────────────────────────────────────────────────────────────────────────────────────────────
def evening(world: World, phones: Phones) -> None:
    """Two come on at six, and 하늘 leaves a task behind; the morning's hand-over is done."""
    night = [Pattern("", who, ROLE, EVERY_DAY, 18 * 60, 9 * 60, date(2026, 1, 1)) for who in ("doyun", "jiwoo")]
    rota.add_patterns(world.org, [Pattern("", "haneul", ROLE, EVERY_DAY, 540, 18 * 60, date(2026, 1, 1)), *night])
    here = {"org": world.org, "by": "seojun"}
    room = convene.open_room(world.ports, **here, brand=world.brand, title="유리 조각", why="사진", level=3)
    decide.give_task(world.ports, **here, room=room, text="공장에 묻기", owner="haneul", minutes=600)
    hand_over_all(world)
    world.clock.forward(hours=9)


def evening_at_its_last_try(world: World, phones: Phones) -> None:
    evening(world, phones)
    phones.fails = 9
    hand_over_all(world)
    m.ShiftHandover.objects.filter(state="waiting").update(attempts=handover.MOST_TRIES - 1)
    world.clock.forward(minutes=1)


def hand_over_all(world: World) -> None:
    while hand_over(world.ports, org=world.org):
        pass


def handed_over(phones: Everywhere) -> int:
    return m.ShiftHandover.objects.filter(state="sent", person__in=("doyun", "jiwoo")).count()


# ── somebody else has it now ───────────────────────────────────────────────────────────────────────────────────────
def stepped_in(world: World, phones: Phones) -> None:
    found = Finding(
        key="risk:1",
        kind=FindingKind.RISK,
        brand=world.brand,
        at=world.now,
        level=2,
        surprise_centi=0,
        window_s=600,
        count=4,
        expected_milli=0,
        authors=3,
        evidence=("f:1",),
    )
    about = {"org": world.org, "brand": world.brand, "key": found.key, "kind": str(found.kind), "level": 2}
    row = FindingOut.objects.create(**about, at=found.at, body=codec.finding_to(found), done=True)
    on_watch.take(world.org, row.pk, person="haneul", at=world.now)
    world.clock.forward(minutes=15)
    on_watch.take(world.org, row.pk, person="jiwoo", at=world.now)


def stepped_in_at_its_last_try(world: World, phones: Phones) -> None:
    stepped_in(world, phones)
    phones.fails = 9
    m.StepInNotice.objects.update(attempts=step_in.MOST_TRIES - 1)


def tell_all(world: World) -> None:
    while tell_next(world.ports, org=world.org):
        pass


def told_of_it(phones: Everywhere) -> int:
    return m.StepInNotice.objects.filter(state="sent").count()


# ── the weekly packet ──────────────────────────────────────────────────────────────────────────────────────────────
def a_new_week(world: World, phones: Phones) -> None:
    """서준 has a mailbox, 민서 a chat; last week's packets were never sent, for we were down."""
    channels.add(world.org, "seojun", "mail", address="seojun@example.com")
    channels.add(world.org, "minseo", "apprise", address="tgram://a/b")
    for person in ("seojun", "minseo"):
        packets.new_phrase(world.org, person, kind="digits", at=world.now)
    issue_packets(world.ports, org=world.org)
    world.clock.forward(days=7)


def packets_all(world: World) -> None:
    issue_packets(world.ports, org=world.org)
    while send_packet(world.ports, org=world.org):
        pass


def mailed(phones: Everywhere) -> int:
    return m.Packet.objects.filter(state="done", how__in=("mail", "notice")).count()


# ── mirrors ────────────────────────────────────────────────────────────────────────────────────────────────────────
def a_long_journal(world: World, phones: Phones) -> None:
    """Two messages long."""
    about = {"kind": "slack", "name": "위기 채널", "min_level": 3, "room_kinds": ["crisis"], "verbs": []}
    mirrors.keep(world.org, None, settings={"hook": "https://x.example"}, at=NOON, personal=False, locale="ko", **about)
    room = world.open_room(level=3)
    world.append(room, *(NoteWritten(f"메모 {n}") for n in range(mirrors.BATCH)))


def mirror_all(world: World) -> None:
    while mirror_next(world.ports, now=NOON):
        pass


def mirrored(phones: Everywhere) -> int:
    place = m.MirrorCursor.objects.values_list("seq", flat=True).first() or 0
    return sum(last <= place for _key, last, _lines in phones.heard)  # type: ignore[operator,misc]


# ── killed ─────────────────────────────────────────────────────────────────────────────────────────────────────────
HANDOVER, STEP_IN = Told(evening, hand_over_all, handed_over), Told(stepped_in, tell_all, told_of_it)
PACKET, MIRROR = Told(a_new_week, packets_all, mailed), Told(a_long_journal, mirror_all, mirrored)


@pytest.mark.parametrize(
    ("told", "once", "twice"),
    [
        # What a chat last said is kept by itself, then that the person was told: killed before either, they are told
        # again.
        (HANDOVER, 2, 2 * 2),
        (STEP_IN, 1, 2),
        # A mail with the file in it is on record in one commit; without mail it is a chat again.
        (PACKET, 2, 1 + 2),
        # A mirror's place moves on in the commit after the message.
        (MIRROR, 2, 2 * 1),
        # What no channel took nobody has heard twice.
        (replace(HANDOVER, arrange=evening_at_its_last_try), 0, 0),
        (replace(STEP_IN, arrange=stepped_in_at_its_last_try), 0, 0),
    ],
    ids=("handover", "step-in", "packet", "mirror", "handover-fails", "step-in-fails"),
)
def test_wherever_it_is_killed_the_next_leaves_what_a_whole_one_would_have_left(
    world: World, databases: Databases, phones: Everywhere, told: Told, once: int, twice: int
) -> None:
    """`once`: how many texts a whole one sends. `twice`: at how many commits a kill lets one of them go again."""
    told.arrange(world, phones)
    fails = phones.fails

    def anew() -> None:
        phones.heard.clear()
        phones.fails = fails

    def by_a_new_process() -> None:
        world.ports = replace(world.ports, store=DjangoStore(world.clock))
        told.work(world)

    again = 0
    for number in each_kill(databases, by_a_new_process, anew=anew):
        if not number:
            left, heard = all_there_is(without=("id",)), list(phones.heard)
            assert len(heard) == once
            continue
        unrecorded = len(phones.heard) - told.kept(phones)
        leases_end()
        by_a_new_process()
        now = all_there_is(without=("id",))
        assert [table for table in left if now[table] != left[table]] == [], f"killed at commit {number}"
        assert [text for text, _ in groupby(phones.heard)] == heard, f"killed at commit {number}"
        assert len(phones.heard) == once + unrecorded, f"killed at commit {number}"
        again += unrecorded
    assert again == twice
