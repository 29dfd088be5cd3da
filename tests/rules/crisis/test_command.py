"""Exactly one leader: who stands ready, who is gone, who swoops in."""

from datetime import timedelta

import pytest
from tests.kit.clock import NINE
from tests.rules.crisis.room import GROUND, PEOPLE, ROLES, Act

from bongsu.core import errors, events as e
from bongsu.crisis import clock, convene, decide
from bongsu.crisis.next_step import next_step


@pytest.fixture
def act() -> Act:
    """Level 4; seojun leads, everybody answered at nine."""
    act = Act(level=4)
    act.everyone_comes()
    return act


def names(act: Act, to: str | None = "haneul") -> None:
    act.say(convene.name_standby(act.room, by="seojun", to=to, people=PEOPLE, at=act.at), by="seojun")


def ticks(act: Act) -> list[e.Event]:
    said = clock.overdue(act.room, people=PEOPLE, at=act.at)
    act.say(said)
    assert clock.overdue(act.room, people=PEOPLE, at=act.at) == ()
    return [x for x in said if isinstance(x, e.LeaderQuiet)]


# ── standby ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_leader_names_who_stands_ready_and_nobody_else_does(act: Act) -> None:
    with pytest.raises(errors.NotTheLeader):
        convene.name_standby(act.room, by="haneul", to="doyun", people=PEOPLE, at=act.at)
    with pytest.raises(errors.AlreadyLeader):
        convene.name_standby(act.room, by="seojun", to="seojun", people=PEOPLE, at=act.at)
    names(act)
    assert act.room.standby == "haneul"
    with pytest.raises(errors.AlreadyDone):
        names(act)
    names(act, None)
    assert act.room.standby is None


def test_the_standby_takes_over_in_one_tap_once_nothing_is_heard_of_the_leader(act: Act) -> None:
    names(act)
    act.forward(seconds=GROUND.leader_away_s - 1)
    with pytest.raises(errors.LeaderPresent):
        convene.stand_in(act.room, by="haneul", at=act.at, people=PEOPLE)
    act.forward(seconds=1)
    with pytest.raises(errors.NotYours):
        convene.stand_in(act.room, by="doyun", at=act.at)
    act.say(convene.stand_in(act.room, by="haneul", at=act.at), by="haneul")
    assert (act.room.leader, act.room.standby) == ("haneul", None)
    taken = act.lines[-1].event
    assert isinstance(taken, e.LeadTaken)
    assert (taken.how, taken.previous, taken.why) == ("standby", "seojun", "")


def test_any_line_of_the_leader_says_that_they_are_here_and_so_does_saying_so(act: Act) -> None:
    names(act)
    act.forward(minutes=9)
    act.say(convene.here(act.room, by="seojun", at=act.at), by="seojun")
    act.forward(minutes=9)
    assert not convene.leader_gone(act.room, act.at)
    act.forward(minutes=1)
    assert convene.leader_gone(act.room, act.at)


def test_a_leader_who_never_answered_is_gone_when_a_deputy_would_be_called() -> None:
    act = Act(level=4)  # seojun was put in command by the table, and has not answered
    assert convene.gone_at(act.room) == NINE + timedelta(seconds=GROUND.deputy_after_s)


# ── lost ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_clock_says_once_that_the_leader_is_lost_and_gives_command_to_nobody(act: Act) -> None:
    names(act)
    act.forward(minutes=10)
    (quiet,) = ticks(act)
    assert (quiet.leader, quiet.since, quiet.standby) == ("seojun", NINE, "haneul")
    assert act.room.leader == "seojun"
    act.forward(minutes=30)
    assert ticks(act) == []
    step = next_step(act.room, "haneul", act.at, roles=ROLES["haneul"])
    assert (step.act, step.anchor) == ("stand_in", "lead")
    act.say(convene.here(act.room, by="seojun", at=act.at), by="seojun")
    assert next_step(act.room, "haneul", act.at, roles=ROLES["haneul"]).act != "stand_in"
    act.forward(minutes=10)
    assert len(ticks(act)) == 1


def test_a_leader_who_named_nobody_is_stood_in_for_by_their_deputy(act: Act) -> None:
    act.forward(minutes=10)
    assert [x.standby for x in ticks(act)] == ["haneul"]
    act.say(convene.stand_in(act.room, by="haneul", at=act.at), by="haneul")
    assert act.room.leader == "haneul"


def test_below_alert_a_quiet_leader_is_no_line() -> None:
    act = Act(level=3)
    act.everyone_comes()
    act.forward(hours=5)
    assert ticks(act) == []


# ── handing over ───────────────────────────────────────────────────────────────────────────────────────────────────
def gives(act: Act, owner: str) -> str:
    act.say(
        decide.give_task(act.room, by="seojun", task="전화", owner=owner, minutes=30, people=PEOPLE, at=act.at),
        by="seojun",
    )
    return act.room.tasks[-1].id


def test_what_passes_is_frozen_in_the_offer_and_passes_when_it_is_accepted(act: Act) -> None:
    mine, theirs = gives(act, "seojun"), gives(act, "doyun")
    act.say(convene.offer_lead(act.room, by="seojun", to="jiwoo", note="", people=PEOPLE, at=act.at), by="seojun")
    assert act.room.handover is not None
    assert act.room.handover.items == (("task", mine),)
    later = gives(act, "seojun")
    act.say(convene.accept_lead(act.room, by="jiwoo", at=act.at), by="jiwoo")
    owners = {t.id: t.owner for t in act.room.tasks}
    assert owners == {mine: "jiwoo", theirs: "doyun", later: "seojun"}


def test_a_task_done_meanwhile_does_not_pass(act: Act) -> None:
    mine = gives(act, "seojun")
    act.say(convene.offer_lead(act.room, by="seojun", to="jiwoo", note="", people=PEOPLE, at=act.at), by="seojun")
    act.say(decide.finish_task(act.room, by="seojun", task=mine, note="", at=act.at), by="seojun")
    assert len(convene.accept_lead(act.room, by="jiwoo", at=act.at)) == 1


def test_of_two_who_take_command_from_the_same_person_the_second_is_told(act: Act) -> None:
    seen = act.room.leader
    act.say(
        convene.take_lead(act.room, by="haneul", why="연락이 안 돼요", at=act.at, seen=seen, people=PEOPLE), by="haneul"
    )
    with pytest.raises(errors.LeaderChanged) as told:
        convene.take_lead(act.room, by="minseo", why="제가 할게요", at=act.at, seen=seen, people=PEOPLE)
    assert told.value.about["leader"] == "박하늘"
    said = convene.take_lead(act.room, by="minseo", why="제가 할게요", at=act.at, seen="haneul", people=PEOPLE)
    assert said.previous == "haneul"


def test_command_and_its_mandates_go_to_roles_that_lead_or_to_anybody_once_the_leader_is_silent(act: Act) -> None:
    takes = lambda by: convene.take_lead(act.room, by=by, why="제가 할게요", at=act.at, people=PEOPLE)  # noqa: E731
    for by in ("jiwoo", "doyun", "somebody"):
        with pytest.raises(errors.MayNotLead) as told:
            takes(by)
        assert told.value.about["leader"] == "이서준"
        assert told.value.about["until"] == convene.gone_at(act.room)
    for by in ("haneul", "minseo"):  # the leader's deputy; a senior
        assert takes(by).leader == by
    act.say(convene.name_standby(act.room, by="seojun", to="doyun", people=PEOPLE, at=act.at), by="seojun")
    assert takes("doyun").previous == "seojun"
    until = convene.gone_at(act.room)
    assert until is not None
    act.at = until
    assert takes("jiwoo").previous == "seojun"


def test_a_role_that_leads_higher_takes_over_from_one_that_does_not_lead_here(act: Act) -> None:
    act.say(convene.offer_lead(act.room, by="seojun", to="jiwoo", note="", people=PEOPLE, at=act.at), by="seojun")
    act.say(convene.accept_lead(act.room, by="jiwoo", at=act.at), by="jiwoo")
    act.say(convene.raise_beacon(act.room, by="jiwoo", level=5, why="기사", people=PEOPLE, at=act.at), by="jiwoo")
    said = convene.take_lead(act.room, by="seojun", why="제 역할이에요", at=act.at, people=PEOPLE)
    assert said.previous == "jiwoo"


# ── hands free ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_leader_who_holds_a_task_is_asked_to_hand_it_on(act: Act) -> None:
    mine = gives(act, "seojun")
    names(act)
    assert convene.leaders_tasks(act.room) == (mine,)
    with pytest.raises(errors.NotYours):
        convene.hand_on_task(act.room, by="doyun", task=mine, to="doyun", people=PEOPLE, at=act.at)
    act.say(convene.hand_on_task(act.room, by="seojun", task=mine, to="haneul", people=PEOPLE, at=act.at), by="seojun")
    assert convene.leaders_tasks(act.room) == ()
    with pytest.raises(errors.AlreadyDone):
        convene.hand_on_task(act.room, by="seojun", task=mine, to="haneul", people=PEOPLE, at=act.at)


# ── seniors ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_senior_commands_on_the_record_or_comments_and_rank_alone_does_nothing(act: Act) -> None:
    roles = ROLES["minseo"]
    with pytest.raises(errors.NotTheLeader):
        convene.lower_beacon(act.room, by="minseo", level=2, why="별일 아니에요", at=act.at)
    assert convene.asks_to_lead(act.room, person="minseo", roles=roles)
    assert not convene.asks_to_lead(act.room, person="haneul", roles=ROLES["haneul"])
    act.say(convene.comment_only(act.room, by="minseo", words="낮춰도 될 것 같아요", at=act.at), by="minseo")
    assert act.room.leader == "seojun"
    assert not convene.asks_to_lead(act.room, person="minseo", roles=roles)
    with pytest.raises(errors.NotTheLeader):
        convene.close(act.room, by="minseo", summary="끝", waiver="오해였어요", at=act.at)
    act.say(convene.take_lead(act.room, by="minseo", why="제가 지휘합니다", at=act.at, people=PEOPLE), by="minseo")
    assert (act.room.leader, act.room.comments_only) == ("minseo", ())
