"""모이기: the table says who leads and who comes, and exactly one leads."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.kit.clock import NINE
from tests.rules.crisis.room import GROUND, PEOPLE, Act, finding

from bongsu.core import errors, events as e
from bongsu.core.values import SYSTEM, Person
from bongsu.crisis import clock, convene


def off_duty(*keys: str) -> tuple[Person, ...]:
    return tuple(replace(p, on_duty=p.key not in keys and p.on_duty) for p in PEOPLE)


@pytest.mark.parametrize(
    ("level", "people", "leader"),
    [
        (2, PEOPLE, "haneul"),  # the first practitioner on duty
        (3, PEOPLE, "seojun"),
        (4, PEOPLE, "seojun"),
        (5, PEOPLE, "minseo"),
        (2, off_duty("haneul"), "doyun"),
        (3, off_duty("seojun"), "minseo"),  # nobody holds the role: the next level's
        (2, off_duty("haneul", "doyun"), "seojun"),
        (5, off_duty("minseo"), "haneul"),  # nobody above: whoever opened
        (1, PEOPLE, "haneul"),  # level 1 names nobody: the next level's
    ],
)
def test_the_table_says_who_leads(level: int, people: tuple[Person, ...], leader: str) -> None:
    assert Act(level=level, people=people).room.leader == leader


def test_at_night_when_nobody_is_on_duty_a_room_still_has_a_leader() -> None:
    people = tuple(replace(p, on_duty=False) for p in PEOPLE)
    found = finding()
    assert Act(people=people, by=SYSTEM, found=found).room.leader == "seojun"
    only = (replace(PEOPLE[2], on_duty=False),)  # the lawyer, alone
    assert Act(people=only, by=SYSTEM, found=found).room.leader == "jiwoo"


def test_an_organisation_without_people_has_a_room_without_a_leader() -> None:
    assert Act(people=(), by=SYSTEM, found=finding()).room.leader is None


def test_everybody_the_level_needs_is_called_once_and_the_opener_is_here() -> None:
    act = Act(level=4)
    called = [call.person for call in act.room.calls]
    assert called == ["seojun", "haneul", "doyun", "jiwoo"]
    assert [c.person for c in act.room.calls if c.acknowledged_at] == ["haneul"]
    assert act.room.team == ("seojun", "haneul")


def test_a_role_nobody_on_duty_holds_is_called_off_duty() -> None:
    act = Act(level=4, people=off_duty("jiwoo"))
    assert {"jiwoo", "yerin"} <= {call.person for call in act.room.calls}


def test_assembling_twice_changes_nothing() -> None:
    act = Act()
    assert convene.assemble(act.room, people=PEOPLE, at=act.at) == ()


def test_a_first_post_that_claims_to_lie_ahead_does_not_move_the_clock() -> None:
    found = replace(finding(), first_post_at=NINE + timedelta(hours=3))
    assert Act(found=found, by=SYSTEM).room.first_post_at == NINE


def test_a_person_says_why_they_open_a_room() -> None:
    with pytest.raises(errors.ReasonMissing):
        convene.opening(brand=1, by="haneul", title="유리", why=" ", level=3, ground=GROUND, at=NINE)
    with pytest.raises(errors.LevelOutOfRange):
        convene.opening(brand=1, by="haneul", title="유리", why="사진", level=6, ground=GROUND, at=NINE)


# ── calls ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_an_answer_ends_a_call() -> None:
    act = Act()
    act.forward(seconds=30)
    act.say(convene.acknowledge(act.room, by="seojun", at=act.at), by="seojun")
    with pytest.raises(errors.AlreadyDone):
        convene.acknowledge(act.room, by="seojun", at=act.at)
    with pytest.raises(errors.NoSuchThing):
        convene.acknowledge(act.room, by="minseo", at=act.at)
    assert convene.call_tried(act.room, call="c1", channel="apprise", attempt=2) == ()


def test_a_failed_call_is_a_line_and_the_call_goes_on() -> None:
    act = Act()
    act.say(convene.call_tried(act.room, call="c1", channel="apprise", attempt=1, failure="x" * 900))
    call = act.room.call_of("seojun")
    assert call is not None
    assert (call.attempts, len(call.last_failure), call.acknowledged_at) == (1, 300, None)


def test_somebody_who_was_not_called_may_come_in_once() -> None:
    act = Act()
    act.say(convene.join(act.room, by="minseo", roles=("executive",), at=act.at), by="minseo")
    assert "minseo" in act.room.team
    with pytest.raises(errors.AlreadyDone):
        convene.join(act.room, by="minseo", roles=("executive",), at=act.at)


def test_after_five_minutes_without_an_answer_the_deputy_is_called_once() -> None:
    act = Act(level=4)
    act.forward(seconds=GROUND.deputy_after_s - 1)
    assert clock.overdue(act.room, people=PEOPLE, at=act.at) == ()
    act.forward(seconds=1)
    said = clock.overdue(act.room, people=PEOPLE, at=act.at)
    assert [(x.person, x.instead_of) for x in said if isinstance(x, e.CallPlaced)] == [("yerin", "jiwoo")]
    act.say(said)
    assert clock.overdue(act.room, people=PEOPLE, at=act.at) == ()


# ── one leader ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_handover_holds_once_the_other_accepts() -> None:
    act = Act()
    act.say(
        convene.offer_lead(act.room, by="seojun", to="haneul", note="쉬고 올게요", people=PEOPLE, at=act.at),
        by="seojun",
    )
    assert act.room.leader == "seojun"
    with pytest.raises(errors.NotOffered):
        convene.accept_lead(act.room, by="jiwoo", at=act.at)
    act.say(convene.accept_lead(act.room, by="haneul", at=act.at), by="haneul")
    assert (act.room.leader, act.room.handover) == ("haneul", None)
    with pytest.raises(errors.NotTheLeader):
        convene.offer_lead(act.room, by="seojun", to="jiwoo", note="", people=PEOPLE, at=act.at)


def test_a_senior_takes_command_on_the_record_and_the_offer_is_gone() -> None:
    act = Act()
    act.say(convene.offer_lead(act.room, by="seojun", to="haneul", note="", people=PEOPLE, at=act.at), by="seojun")
    with pytest.raises(errors.ReasonMissing):
        convene.take_lead(act.room, by="minseo", why=" ", at=act.at, people=PEOPLE)
    act.say(convene.take_lead(act.room, by="minseo", why="내가 지휘합니다", at=act.at, people=PEOPLE), by="minseo")
    assert act.room.leader == "minseo"
    with pytest.raises(errors.NotOffered):
        convene.accept_lead(act.room, by="haneul", at=act.at)
    with pytest.raises(errors.AlreadyLeader):
        convene.take_lead(act.room, by="minseo", why="다시", at=act.at, people=PEOPLE)


def test_leader_is_whoever_leads_this_room_and_nobody_else() -> None:
    act = Act()
    assert convene.roles_in(act.room, person="seojun", roles=("team_lead", "leader")) == ("team_lead", "leader")
    act.say(convene.take_lead(act.room, by="haneul", why="현장에 있어요", at=act.at, people=PEOPLE), by="haneul")
    assert convene.roles_in(act.room, person="haneul", roles=("practitioner",)) == ("practitioner", "leader")
    assert convene.roles_in(act.room, person="seojun", roles=("team_lead", "leader")) == ("team_lead",)


# ── the beacon, and the end ────────────────────────────────────────────────────────────────────────────────────────
def test_anybody_raises_and_only_the_leader_lowers() -> None:
    act = Act()
    act.say(convene.raise_beacon(act.room, by="haneul", level=4, why="기사", people=PEOPLE, at=act.at), by="haneul")
    assert act.room.level == 4
    with pytest.raises(errors.NotTheLeader):
        convene.lower_beacon(act.room, by="haneul", level=3, why="조용", at=act.at)
    with pytest.raises(errors.PeopleOnly):
        convene.lower_beacon(act.room, by=SYSTEM, level=3, why="조용", at=act.at)
    with pytest.raises(errors.NotLower):
        convene.lower_beacon(act.room, by="seojun", level=5, why="조용", at=act.at)
    with pytest.raises(errors.NotHigher):
        convene.raise_beacon(act.room, by="haneul", level=3, why="기사", people=PEOPLE, at=act.at)
    with pytest.raises(errors.SameLevel):
        convene.raise_beacon(act.room, by="haneul", level=4, why="기사", people=PEOPLE, at=act.at)
    act.say(convene.lower_beacon(act.room, by="seojun", level=3, why="조용", at=act.at), by="seojun")
    assert act.room.level == 3


def test_a_room_is_not_closed_over_a_delivery_of_unknown_fate() -> None:
    act = Act()
    act.writes()
    act.approves()
    with pytest.raises(errors.StillSending):
        convene.close(act.room, by="seojun", summary="끝", waiver="오해였어요", at=act.at)
    act.sends("x1")
    act.sends("x2")
    with pytest.raises(errors.NotTheLeader):
        convene.close(act.room, by="haneul", summary="끝", waiver="오해였어요", at=act.at)
    act.say(convene.close(act.room, by="seojun", summary="끝", waiver="오해였어요", at=act.at), by="seojun")
    assert not act.room.is_open
    with pytest.raises(errors.RoomClosed):
        convene.rename(act.room, by="haneul", title="새 이름", at=act.at)
    act.say(convene.reopen(act.room, by="haneul", why="다시 퍼져요", at=act.at), by="haneul")
    assert (act.room.is_open, act.room.leader) == (True, "seojun")
    with pytest.raises(errors.AlreadyDone):
        convene.reopen(act.room, by="haneul", why="또", at=act.at)


def test_once_a_deputy_is_called_the_clock_looks_at_what_comes_next() -> None:
    act = Act(level=4)
    for who in ("seojun", "doyun"):
        act.say(convene.acknowledge(act.room, by=who, at=act.at), by=who)
    assert clock.next_due(act.room) == NINE + timedelta(minutes=5)
    act.forward(minutes=5)
    act.say(clock.overdue(act.room, people=PEOPLE, at=act.at))
    assert clock.next_due(act.room) == NINE + timedelta(minutes=10)
    act.say(convene.acknowledge(act.room, by="yerin", at=act.at), by="yerin")
    assert clock.next_due(act.room) == convene.gone_at(act.room)  # nothing was heard of the leader since nine
