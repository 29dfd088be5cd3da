"""People pulled in by rule, and people who look on."""

from dataclasses import replace

import pytest
from hypothesis import given, strategies as st
from tests.rules.crisis.room import GROUND, PEOPLE, Act, finding

from bongsu.core import errors, events as e
from bongsu.core.values import Finding, Ground, Person, PullRule
from bongsu.crisis import assess, convene

EUNJI = Person("eunji", "신은지", ("quality",))
SORA = Person("sora", "윤소라", ("security", "quality"))
ALL = (*PEOPLE, EUNJI, SORA)


def found(act: Act, category: str, *, key: str = "k", level: int = 2, people=ALL) -> tuple[e.Event, ...]:
    risk: Finding = replace(finding(key, level=level), category=category)
    said = assess.weigh(act.room, finding=risk, at=act.at, people=people)
    act.say(said)
    return said


def pulled(said: tuple[e.Event, ...]) -> list[tuple[str, tuple[str, ...]]]:
    return [(x.category, x.roles) for x in said if isinstance(x, e.PulledIn)]


def asked(act: Act) -> list[str]:
    return [need.role for need in convene.needs(act.room)]


# ── pulled in ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_risk_calls_whom_it_concerns_below_the_level_that_would():
    act = Act(level=2)
    assert "legal" not in asked(act)
    said = found(act, "privacy")
    assert pulled(said) == [("privacy", ("security", "legal"))]
    assert [type(x) for x in said[-3:]] == [e.PulledIn, e.CallPlaced, e.CallPlaced]
    assert {call.person for call in act.room.calls} >= {"jiwoo", "sora"}
    assert act.room.level == 2


def test_who_was_pulled_in_is_told_the_rule_by_its_name():
    rules = (PullRule("privacy", ("legal",), name="개인정보는 법무"),)
    act = Act(level=2, ground=replace(GROUND, pulls=rules))
    said = found(act, "privacy")
    assert [x.rule for x in said if isinstance(x, e.PulledIn)] == ["개인정보는 법무"]
    assert act.room.pulled == (("legal", "개인정보는 법무"),)


def test_once_each_whatever_else_is_found():
    act = Act(level=2)
    found(act, "privacy")
    assert pulled(found(act, "regulator", key="k2")) == []
    assert pulled(found(act, "privacy", key="k3")) == []
    assert len(act.room.calls) == len({call.person for call in act.room.calls})


def test_whom_the_risen_level_calls_is_not_pulled_in_as_well():
    act = Act(level=2)
    said = found(act, "privacy", level=4)
    called = [x.role for x in said if isinstance(x, e.CallPlaced | e.CallWidened)]
    assert called.count("legal") == 1
    assert pulled(said) == [("privacy", ("security",))]


def test_somebody_called_already_stands_for_the_further_role_with_the_call_they_have():
    act = Act(level=2, people=ALL)
    found(act, "safety")
    said = found(act, "privacy", key="k2")
    assert e.CallWidened(act.room.call_of("sora").id, "sora", "security", 2) in said
    assert sum(call.person == "sora" for call in act.room.calls) == 1


def test_a_role_that_nobody_holds_is_left_out_and_comes_once_somebody_does():
    act = Act(level=2)
    for n in range(5):
        assert pulled(found(act, "safety", key=f"k{n}", people=PEOPLE)) == []
    assert "quality" not in asked(act)
    assert act.room.gaps == ()
    assert pulled(found(act, "safety", key="later")) == [("safety", ("quality",))]


def test_a_finding_that_opens_the_room_pulls_in_too():
    act = Act(level=2, assemble=False)
    said = convene.assemble(act.room, people=ALL, at=act.at, category="safety")
    assert pulled(said) == [("safety", ("quality",))]
    assert isinstance(said[0], e.LeadTaken)


def test_a_rule_waits_for_its_level_and_holds_once_the_beacon_is_there():
    act = Act(level=2, ground=replace(GROUND, pulls=(PullRule("safety", ("quality",), from_level=3),)))
    assert pulled(found(act, "safety")) == []
    said = convene.raise_beacon(act.room, by="haneul", level=3, why="커져요", people=ALL, at=act.at)
    assert pulled(said) == [("safety", ("quality",))]


def test_a_room_of_before_there_were_rules_keeps_its_ground():
    assert Ground(table=GROUND.table, charter=GROUND.charter).pulls == ()
    assert pulled(found(Act(level=2, ground=replace(GROUND, pulls=())), "privacy")) == []


@given(st.lists(st.sampled_from(("privacy", "injury", "regulator", "press", "boycott", "safety", "else")), max_size=12))
def test_whatever_is_found_each_role_is_pulled_in_once(categories):
    act, again = Act(level=1, people=ALL), Act(level=1, people=ALL)
    for n, category in enumerate(categories):
        assert found(act, category, key=f"k{n}") == found(again, category, key=f"k{n}")
    roles = [role for line in act.lines if isinstance(line.event, e.PulledIn) for role in line.event.roles]
    assert len(roles) == len(set(roles))
    assert set(roles) <= set(asked(act))


# ── looking on ─────────────────────────────────────────────────────────────────────────────────────────────────────
def invites(act: Act, person: str, *, by: str | None = None) -> None:
    by = by or act.room.leader or ""
    act.say(convene.invite_observer(act.room, by=by, person=person, people=ALL, at=act.at), by=by)


def test_the_leader_invites_an_observer_and_ends_it():
    act = Act(level=2)
    invites(act, "minseo")
    assert act.room.observers == ("minseo",)
    assert "minseo" not in act.room.team
    leader = act.room.leader or ""
    act.say(convene.dismiss_observer(act.room, by=leader, person="minseo", at=act.at), by=leader)
    assert act.room.observers == ()
    with pytest.raises(errors.NoSuchThing):
        convene.dismiss_observer(act.room, by=leader, person="minseo", at=act.at)


def test_only_the_leader_invites_and_only_who_has_no_part_yet():
    act = Act(level=2)
    other = next(p.key for p in PEOPLE if p.key != act.room.leader)
    with pytest.raises(errors.NotTheLeader):
        invites(act, "minseo", by=other)
    with pytest.raises(errors.OnTheTeam):
        invites(act, act.room.leader or "")
    with pytest.raises(errors.NoSuchThing):
        invites(act, "nobody")
    invites(act, "minseo")
    with pytest.raises(errors.AlreadyDone):
        invites(act, "minseo")


def test_a_call_ends_the_observing():
    act = Act(level=2)
    invites(act, "jiwoo")
    found(act, "regulator")
    assert act.room.call_of("jiwoo") is not None
    assert act.room.observers == ()


def test_taking_command_ends_the_observing():
    act = Act(level=2)
    invites(act, "minseo")
    said = convene.take_lead(
        act.room, by="minseo", why="제가 지휘합니다", at=act.at, people=PEOPLE, seen=act.room.leader
    )
    act.say(said, by="minseo")
    assert act.room.observers == ()


def test_observers_are_bounded():
    act = Act(level=2)
    many = tuple(Person(f"p{n}", f"사람 {n}", ("hr",)) for n in range(21))
    leader = act.room.leader or ""
    for person in many[:20]:
        act.say(convene.invite_observer(act.room, by=leader, person=person.key, people=many, at=act.at), by=leader)
    with pytest.raises(errors.TooMany):
        convene.invite_observer(act.room, by=leader, person="p20", people=many, at=act.at)
