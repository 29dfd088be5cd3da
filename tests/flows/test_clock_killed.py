"""A round of the clock that a kill cuts short, wherever, is brought to its end by the next: nothing lost or twice."""

from dataclasses import astuple
from datetime import datetime, timedelta
from itertools import cycle, islice

import pytest
from tests.kit import sample
from tests.kit.clock import NINE
from tests.kit.databases import Databases, all_there_is
from tests.kit.killed import killed_at
from tests.kit.wake import MemoryWake
from tests.kit.world import World

from bongsu.core import events as e
from bongsu.core.values import SLOTS, TouchPoint
from bongsu.crisis import clips as clip_rules
from bongsu.crisis.information import DELETE, FACT
from bongsu.crisis.speak import digest, draft_text
from bongsu.flows import approvals, assess, convene, decide, executives, facts, inquiries, one_voice, promises, speak
from bongsu.flows.clock import tick
from bongsu.store import charters, clips, edits, journal, public_reports, registry, setup
from bongsu.store.operations import models as m

LATER = NINE + timedelta(hours=2)
LAWS = [
    {"id": id_, "name": "신고", "asks": "알았나요?", "duty": "신고한다", "source": "법 제1조", "hours": hours}
    | {"from": "2026-01-01T00:00:00Z"}
    for id_, hours in (("report", 1), ("recall", 3), ("correction", 24))
]
#: Real time of the machine, numbers that a database gives away and does not take back, words encrypted anew each time.
PASSING = ("id", "last_ok_at", "last_item_at", "received_at", "ExecutiveQuestion.text", "ExecutiveQuestion.answer")
#: What the clock says in a room, every part of it.
SAID = {
    "approval_lapsed",
    "call_acknowledged",
    "call_placed",
    "call_widened",
    "consultation_lapsed",
    "deadline_near",
    "decision_asked",
    "decision_escalated",
    "decision_made",
    "duty_overdue",
    "executive_passed",
    "fact_overdue",
    "fault_overdue",
    "first_word_overdue",
    "inquiry_late",
    "lead_taken",
    "leader_quiet",
    "mandate_revoked",
    "one_voice_deputies_asked",
    "promise_late",
    "promise_soon",
    "situation_reported",
    "task_overdue",
}


# ── what comes due ─────────────────────────────────────────────────────────────────────────────────────────────────
def loud(world: World) -> int:
    """A room in which each part of the clock has something to say at LATER."""
    ports, now = world.ports, world.now
    room = convene.open_room(
        ports, org=world.org, brand=world.brand, by="haneul", title="유리", why="사진이 퍼져요", level=4
    )
    here = {"org": world.org, "room": room}
    question = {"options": ("멈춘다", "둔다"), "default": 1, "owner": "seojun", "deputy": "haneul"}
    for words, minutes in (("멈출까요?", 60), ("알릴까요?", 60), ("기다릴까요?", 130), ("되돌릴까요?", 121)):
        decide.ask(ports, **here, by="seojun", question=words, **question, minutes=minutes)
    by_default, proposed = world.room(room).decisions[-3].id, world.room(room).decisions[-1].id
    world.append(room, e.DecisionEscalated(decision=by_default, owner="haneul", due_at=now + timedelta(minutes=65)))
    decide.propose(ports, **here, by="seojun", decision=proposed, option=0, minutes=30, waived="급해요")
    for person in ("jiwoo", "doyun"):
        decide.consult(ports, **here, by="seojun", decision=None, person=person, question="괜찮나요?", minutes=60)
    for owner in ("haneul", "doyun"):
        decide.give_task(ports, **here, by="seojun", text="사진을 찾는다", owner=owner, minutes=45)
        facts.note_fact(
            ports, **here, by="haneul", text="유리 조각", status="unconfirmed", source="", owner=owner, minutes=30
        )
    for until in ("10:30", "11:05"):
        promises.promise(ports, **here, by="seojun", text="알린다", to="고객", owner="haneul", until=until)
    for until in ("10:30", "11:05"):
        inquiries.note(
            ports, **here, by="haneul", medium="한강일보", reporter="", contact="", question="왜요?", until=until
        )
    inquiries.claim(ports, **here, by="jiwoo", kind="correct", medium="한강일보", link="", wrong="없는 말이에요")
    one_voice.order(ports, **here, by="seojun", text="지금은 아무 말도 하지 않습니다.")
    executives.ask(ports, org=world.org, by="seojun", to="minseo", words="리콜하나요?", minutes=30, room=room)
    assess.send_estimate(ports, **here, by="haneul", level=4, press_pct=80, why="사진이 또렷해요")
    world.append(
        room,
        *(
            e.DutyStarted(duty, law, aware_at=now, due_at=now + timedelta(minutes=minutes), why="")
            for duty, law, minutes in (("l8", "report", 60), ("l9", "recall", 130))
        ),
        e.FaultNoted("f9", "다른 이름으로 썼어요", "haneul", now + timedelta(minutes=60)),
    )
    return room


def severe(world: World) -> int:
    """A room of another brand whose approval chain is silent."""
    brand = setup.upsert_brand(world.org, "한강유업", sample.WORDS)
    ports = world.ports
    room = convene.open_room(ports, org=world.org, brand=brand, by="haneul", title="곰팡이", why="사진", level=5)
    here = {"org": world.org, "room": room}
    convene.take_lead(ports, **here, by="seojun", why="대표님이 비행 중이에요")
    slots = dict.fromkeys(SLOTS, "문장입니다.")
    until = world.now + timedelta(hours=3)
    speak.edit_draft(ports, **here, by="haneul", slots=slots, next_update_at=until, base_version=0)
    shown = digest(draft_text(world.room(room), "Asia/Seoul"))
    approvals.ask_for_text(ports, **here, by="haneul", digest=shown)
    return room


def cut_short(world: World) -> int:
    """A room whose opening a kill cut short: nobody leads it."""
    brand = setup.upsert_brand(world.org, "한강제과", sample.WORDS)
    return world.open_room(level=3, brand=brand, title="이물")


def outside_of_rooms(world: World) -> None:
    """A question, a forecast's end, a charter, leave taken back, words to be erased, clips that count."""
    org, now = world.org, world.now
    executives.ask(world.ports, org=org, by="haneul", to="minseo", words="공장도 멈추나요?", minutes=60, room=None)
    number = charters.begin(org, by="seojun", at=now)
    charters.change(org, number, lambda says: {**says, "playbook": []}, edit=edits.By("seojun", now))
    shown = charters.version(org, number).digest
    charters.submit(org, number, base=shown, from_at=LATER)
    charters.sign(org, number, person="minseo", shown=shown, at=now)
    charters.revoke(org, "m1", by="minseo", why="다시 볼게요", at=now + timedelta(minutes=1))
    m.Information.objects.create(org_id=org, kind=FACT, owner="minseo", from_at=now, until=LATER, end=DELETE)
    link, _ = public_reports.new_link(org, name="성수 매장", brand=None, by="haneul", at=now)
    for page in (1, 2):
        clipped = clip_rules.clipped(url=f"https://pann.nate.com/talk/{page}", body="유리조각이 나왔어요", at=now)
        clip, _ = clips.keep(org, world.brand, clipped, by="haneul", at=now)
        if page == 2:
            m.Report.objects.create(
                org_id=org, link_id=link, clip_id=clip, receipt="AAAA-BBBB", forget_at=LATER, at=now, once="1"
            )


@pytest.fixture
def rooms(world: World, monkeypatch: pytest.MonkeyPatch) -> tuple[int, ...]:
    """Everything is due at once."""
    setup.set_documents(
        world.org,
        statutory=LAWS,
        levels=[row | ({"stance_min": 10} if row["level"] == 4 else {}) for row in sample.LEVELS],
    )
    point = TouchPoint(key="insta", name="인스타그램", kind="sns", owner="doyun", deputy="haneul")
    registry.keep_touchpoints(world.org, [(point, True)])
    found = (loud(world), severe(world), cut_short(world))
    outside_of_rooms(world)
    world.clock.at = LATER
    monkeypatch.setattr(
        journal.secrets, "token_hex", lambda size: "00" * size
    )  # from here on the same words have the same seal
    return found


# ── a round ────────────────────────────────────────────────────────────────────────────────────────────────────────
def round_of(world: World) -> None:
    """By a process that knows only what is stored."""
    fresh = World(org=world.org, brand=world.brand, clock=world.clock, wake=MemoryWake())
    tick(fresh.ports, org=world.org)


def told(world: World, rooms: tuple[int, ...]) -> list[list[tuple[str, e.Event]]]:
    """Who said what, room by room."""
    return [[(line.by, line.event) for line in world.lines(room)] for room in rooms]


def timeless(world: World, rooms: tuple[int, ...]) -> list[list[tuple[object, ...]]]:
    """The same without the times in it."""
    return [
        [(by, event.type_, *(v for v in astuple(event) if not isinstance(v, datetime))) for by, event in lines]
        for lines in told(world, rooms)
    ]


def test_a_round_comes_to_all_that_is_due(world: World, rooms: tuple[int, ...]) -> None:
    before = told(world, rooms)
    round_of(world)
    said = told(world, rooms)
    assert {event.type_ for now, was in zip(said, before, strict=True) for _, event in now[len(was) :]} == SAID
    left = all_there_is()
    round_of(world)
    assert all_there_is() == left


def test_wherever_a_round_is_killed_the_next_one_leaves_what_a_whole_round_would_have_left(
    world: World, databases: Databases, rooms: tuple[int, ...]
) -> None:
    """Before each of its commits, and after the last: what stands after any other stands before the next one."""
    again = databases.keep()
    with killed_at(0, stored=False) as whole:
        round_of(world)
    said, left = told(world, rooms), all_there_is(without=PASSING)
    for number in range(1, whole.count + 2):
        again()
        with killed_at(min(number, whole.count), stored=number > whole.count) as cut:
            round_of(world)
        assert cut.killed
        round_of(world)
        assert told(world, rooms) == said, f"killed at commit {number}"
        now = all_there_is(without=PASSING)
        assert [table for table in left if now[table] != left[table]] == [], f"killed at commit {number}"
    for room in rooms:
        world.assert_journal_holds(room)


def test_a_house_in_which_no_process_lives_longer_than_three_commits_does_all_that_is_due(
    world: World, databases: Databases, rooms: tuple[int, ...]
) -> None:
    again = databases.keep()
    round_of(world)
    said = timeless(world, rooms)
    again()
    for number in islice(cycle((3, 1, 2)), 60):  # a clip that counts takes three of them
        with killed_at(number, stored=True) as cut:
            round_of(world)
        if not cut.killed:
            break
        world.clock.forward(seconds=1)
    assert not cut.killed
    assert timeless(world, rooms) == said
    for room in rooms:
        world.assert_journal_holds(room)
