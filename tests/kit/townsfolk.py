"""Acts of people in a process of their own, so that a test may end it. Several: ACT WORDS , ACT WORDS.

Prints JSON, each line only after what it tells of has been committed.
"""

import json
import os
import signal
import sys
import time
from dataclasses import replace
from datetime import timedelta

from bongsu.boot import django_up

os.environ["DJANGO_SETTINGS_MODULE"] = "bongsu.boot.settings"
django_up.start()

from bongsu.boot import wiring  # noqa: E402  (models come after Django is up)
from bongsu.core.ports import DeliveryJob, Outlet, Posted  # noqa: E402
from bongsu.core.values import SLOTS  # noqa: E402
from bongsu.flows import assess, convene, decide, facts, speak  # noqa: E402
from bongsu.store import packets, public_reports, setup  # noqa: E402
from bongsu.store.clock import OrgClock, real_now  # noqa: E402
from bongsu.store.mentions.models import InboxBatch, Mention, MinuteCount  # noqa: E402
from bongsu.store.operations.models import Delivery, JournalLine, NewsroomPost, Report, Room  # noqa: E402
from bongsu.web import tokens  # noqa: E402
from tests.kit import sample  # noqa: E402
from tests.kit.command import until  # noqa: E402


def tell(said: object) -> None:
    sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def seed(hook: str, secret: str) -> None:
    """한강식품, its people, one brand, a newsroom, a webhook at `hook`, and an intake with the same secret."""
    org = setup.create_org(
        "hangang",
        "한강식품",
        at=real_now(),
        synthetic=True,
        levels=sample.LEVELS,
        charter=sample.CHARTER
        | {"mandates": [m | {"until": real_now() + timedelta(days=9)} for m in sample.CHARTER["mandates"]]},
        playbook=sample.PLAYBOOK,
        holding=sample.HOLDING,
    )
    setup.upsert_people(org, sample.PEOPLE)
    board = {"url": hook, "secret": secret, "allow_private": "true"}
    outlets = (("newsroom", "newsroom", "뉴스룸", {}), ("partners", "webhook", "협력사 게시판", board))
    setup.upsert_outlets(
        org,
        [
            setup.OutletSetup(key=key, kind=kind, name=name, owner="seojun", settings=settings)
            for key, kind, name, settings in outlets
        ],
    )
    brand = setup.upsert_brand(org, "한강식품", sample.WORDS)
    setup.upsert_source(org, "intake", "포럼", brand=brand, settings={}, secret=secret)
    tell({"org": org, "brand": brand})


def report_links(count: str) -> None:
    """So many places, each with the address of a report form: their tokens."""
    org = setup.find_org()
    new = [
        public_reports.new_link(org, name=f"매장 {n}", brand=None, by="haneul", at=real_now())
        for n in range(int(count))
    ]
    tell([token for _, token in new])


def packet_phrase() -> None:
    """The operator makes their passphrase."""
    org = setup.find_org()
    tell({"phrase": packets.new_phrase(org, "operator", kind="digits", at=real_now())})


def _room() -> int:
    ports, org = wiring.ports(), setup.find_org()
    (brand,) = ports.mentions.brands(org)
    return convene.open_room(
        ports, org=org, brand=brand.id, by="seojun", title="유리 조각", why="사진이 퍼져요", level=3
    )


def story(rounds: str = "1000000", pause_s: str = "0") -> None:
    """In the open room, one fact, one draft and one approval after another; each is told once it is on record."""
    ports, org, room = wiring.ports(), setup.find_org(), _room()
    for _ in range(int(rounds)):
        state = ports.store.peek(org, room)
        number = len(state.facts) + 1
        text = f"확인한 사실 {number}"
        facts.note_fact(ports, org=org, room=room, by="haneul", text=text, status="confirmed", source="공장")
        tell({"fact": text})
        speak.edit_draft(
            ports,
            org=org,
            room=room,
            by="haneul",
            slots={slot: f"{number}번째 초안의 {slot} 문장입니다." for slot in SLOTS},
            next_update_at=real_now() + timedelta(hours=1),
            base_version=state.draft.version if state.draft else 0,
        )
        draft = ports.store.peek(org, room).draft
        assert draft is not None
        speak.approve(ports, org=org, room=room, by="seojun", digest=draft.digest)
        tell({"approved": draft.digest})
        time.sleep(float(pause_s))


def journal(rooms: str = "1") -> None:
    """Rooms with some lines in them, all closed but the last."""
    ports, org = wiring.ports(), setup.find_org()
    for n in range(int(rooms)):
        room = _room()
        for line in range(3):
            assess.write_note(ports, org=org, room=room, by="haneul", text=f"{line}번째 기록")
        if n + 1 < int(rooms):
            convene.close_room(ports, org=org, room=room, by="seojun", summary="오해였어요", waiver="오해")
    tell({"room": room})


def look() -> None:
    """Everything that a test wants to count."""
    rooms = {}
    for row in Room.objects.order_by("id"):
        state = wiring.ports().store.peek(row.org_id, row.pk)
        rooms[row.pk] = {
            "seq": state.seq,
            "lines": JournalLine.objects.filter(room=row).count(),
            "facts": [fact.text for fact in state.facts],
            "statements": {s.digest: s.text for s in state.statements},
            "deliveries": [{"outlet": d.outlet, "state": d.state, "attempts": d.attempts} for d in state.deliveries],
        }
    tell(
        {
            "rooms": rooms,
            "mentions": sorted(Mention.objects.values_list("key", flat=True)),
            "counted": sum(MinuteCount.objects.values_list("count", flat=True)),
            "waiting": InboxBatch.objects.count(),
            "types": list(JournalLine.objects.order_by("id").values_list("type", flat=True)),
            "reports": [[report.receipt, report.clip.text] for report in Report.objects.select_related("clip")],
            "newsroom": [[post.key, post.text] for post in NewsroomPost.objects.order_by("id")],
        }
    )


class Fatal:
    """An outlet at which the worker is killed: before its request leaves, or after the outlet has the text."""

    def __init__(self, outlet: Outlet, when: str) -> None:
        self._outlet, self._when = outlet, when

    def post(self, job: DeliveryJob) -> Posted:
        if self._when == "after":
            self._outlet.post(job)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("nobody survives this")

    def find(self, job: DeliveryJob) -> Posted | None:
        return self._outlet.find(job)


def die_speaking(kind: str, when: str) -> None:
    """Deliver until the outlet of this kind is asked; that is the end of this process."""
    ports, org = wiring.ports(), setup.find_org()
    ports = replace(ports, outlets={**ports.outlets, kind: Fatal(ports.outlets[kind], when)})
    while speak.deliver_next(ports, org=org):
        pass


def speak_on() -> None:
    """Deliver until nothing waits; tells how many times there was something to do."""
    ports, org, done = wiring.ports(), setup.find_org(), 0
    while speak.deliver_next(ports, org=org):
        done += 1
    tell(done)


def lapse() -> None:
    """As if the two minutes had passed for which a worker that died still holds what it had in hand."""
    tell(_leases_lapse())


def _leases_lapse() -> int:
    return Delivery.objects.exclude(lease_until=None).update(lease_until=real_now() - timedelta(seconds=1))


# Looked at from within: a process for each look would keep the machine from what is waited for.
def wait_calm() -> None:
    """Until a demo has slowed down to the pace of people."""
    org = setup.find_org()
    until(lambda: OrgClock().speed(org) == 1, within_s=100, what="a calm clock")
    clock()


def wait_mentions(count: str) -> None:
    """Until so many are stored."""
    until(lambda: Mention.objects.count() >= int(count), within_s=60, what=f"{count} mentions")
    tell(count)


def wait_reported() -> None:
    """Until every report is among the mentions."""

    def counted() -> bool:
        return not InboxBatch.objects.exists() and Report.objects.count() == Mention.objects.count()

    until(counted, within_s=60, what="every report among the mentions")
    tell("reported")


def wait_idle() -> None:
    """Until nothing waits for a worker; what a dead one held is given back at once, not in two minutes."""
    store = wiring.ports().store

    def idle() -> bool:
        _leases_lapse()
        rooms = [store.peek(row.org_id, row.pk) for row in Room.objects.order_by("id")]
        left = {work.state for room in rooms for work in room.deliveries} & {"planned", "started"}
        return not left and not InboxBatch.objects.exists()

    until(idle, within_s=40, what="an idle house")
    tell("idle")


def hurry(speed: str) -> None:
    """Let a demo's time run so many times as fast."""
    OrgClock().set_speed(setup.find_org(), int(speed))
    tell(speed)


def clock() -> None:
    """The organisation's time, and how fast it runs (0: real time)."""
    org, now = setup.find_org(), OrgClock()
    tell({"now": now.now(org).timestamp(), "speed": now.speed(org)})


def token(person: str) -> None:
    """What opens a live stream for this person."""
    org = setup.find_org()
    tell(tokens.issue(org, setup.person_id(org, person)))


def question() -> None:
    """A question is put to 지우 for a minute, and whoever put it dies."""
    ports, org = wiring.ports(), setup.find_org("hangang")
    room = _room()
    decide.ask(
        ports,
        org=org,
        room=room,
        by="seojun",
        question="출고를 멈출까요?",
        options=("멈춘다", "계속한다"),
        default=0,
        owner="jiwoo",
        deputy=None,
        minutes=1,
    )
    tell({"room": room, "decision": ports.store.peek(org, room).decisions[-1].id})
    os.kill(os.getpid(), signal.SIGKILL)


def tick(room: str, decision: str, within_s: str = "25") -> None:
    """Look at the clock, as a worker does, until the question is decided."""
    ports, org = wiring.ports(), setup.find_org("hangang")
    end = time.monotonic() + float(within_s)
    while time.monotonic() < end:
        decide.watch_clock(ports, org=org)
        asked = ports.store.peek(org, int(room)).decision(decision)
        if asked is not None and asked.made_at is not None:
            tell({"how": asked.how, "owner": asked.owner, "option": asked.option, "judgement": asked.judgement})
            return
        time.sleep(0.05)
    tell({"how": "never"})


ACTS = {
    act.__name__: act
    for act in (
        seed,
        packet_phrase,
        report_links,
        question,
        tick,
        story,
        journal,
        look,
        die_speaking,
        speak_on,
        lapse,
        wait_calm,
        wait_mentions,
        wait_reported,
        wait_idle,
        hurry,
        clock,
        token,
    )
}

if __name__ == "__main__":
    for said in " ".join(sys.argv[1:]).split(" , "):
        name, *words = said.split()
        ACTS[name](*words)
