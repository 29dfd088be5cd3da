"""얼마나 걸렸나: from the first post to the first word."""

from datetime import timedelta

from tests.kit.clock import NINE
from tests.rules.crisis.room import PEOPLE, Act, finding

from bongsu.core.values import SYSTEM
from bongsu.crisis import clock, convene
from bongsu.crisis.learn import Interval, intervals


def by_name(act: Act) -> dict[str, Interval]:
    return {x.name: x for x in intervals(act.room, act.lines)}


def test_a_room_opened_by_a_finding_counts_from_the_first_post() -> None:
    act = Act(by=SYSTEM, found=finding())
    took = by_name(act)
    assert took["first_post_to_finding"].seconds == 12 * 60
    assert took["finding_to_room"].seconds == 0
    assert took["room_to_leader"].seconds == 0
    assert took["leader_to_everyone"].seconds is None
    act.forward(seconds=90)
    act.everyone_comes()
    act.forward(seconds=200)
    act.writes()
    act.approves()
    act.forward(seconds=10)
    act.sends("x1")
    act.forward(seconds=10)
    act.sends("x2")
    took = by_name(act)
    assert (took["leader_to_everyone"].seconds, took["leader_to_everyone"].target_s) == (90, 300)
    assert took["everyone_to_statement"].seconds == 200
    assert took["statement_to_delivery"].seconds == 10
    whole = took["first_post_to_first_word"]
    assert (whole.seconds, whole.target_s) == (12 * 60 + 300, 3600)


def test_what_never_happened_has_no_end_and_the_next_counts_from_what_did() -> None:
    act = Act()
    act.forward(seconds=60)
    act.writes()
    act.approves()
    took = by_name(act)
    assert took["first_post_to_finding"] == Interval("first_post_to_finding", None, None, None)
    assert took["leader_to_everyone"].end is None
    assert took["leader_to_statement"].seconds == 60
    whole = took["first_post_to_first_word"]
    assert (whole.start, whole.end, whole.seconds) == (NINE, None, None)


def test_a_deputys_answer_counts_for_the_person_they_stood_in_for() -> None:
    act = Act(level=4)
    for who in ("seojun", "doyun"):
        act.say(convene.acknowledge(act.room, by=who, at=act.at), by=who)
    act.forward(seconds=300)
    act.say(clock.overdue(act.room, people=PEOPLE, at=act.at))
    assert by_name(act)["leader_to_everyone"].end is None
    act.forward(seconds=20)
    act.say(convene.acknowledge(act.room, by="yerin", at=act.at), by="yerin")
    assert by_name(act)["leader_to_everyone"].seconds == 320


def test_whoever_is_called_or_comes_later_does_not_change_how_fast_the_first_ones_came() -> None:
    act = Act()
    act.everyone_comes()
    act.forward(minutes=30)
    act.say(convene.join(act.room, by="minseo", roles=("executive",), at=act.at), by="minseo")
    act.say(convene.raise_beacon(act.room, by="haneul", level=4, why="기사", people=PEOPLE, at=act.at), by="haneul")
    assert by_name(act)["leader_to_everyone"].seconds == 0


def test_the_target_is_that_of_the_highest_beacon_there_was() -> None:
    act = Act()
    act.say(convene.raise_beacon(act.room, by="haneul", level=5, why="기사", people=PEOPLE, at=act.at), by="haneul")
    act.say(convene.lower_beacon(act.room, by="seojun", level=4, why="조용", at=act.at), by="seojun")
    assert by_name(act)["first_post_to_first_word"].target_s == 30 * 60


def test_nothing_takes_less_than_no_time() -> None:
    act = Act(by=SYSTEM, found=finding(at=NINE + timedelta(minutes=5)))  # found by a clock ahead of ours
    assert all(x.seconds is None or x.seconds >= 0 for x in intervals(act.room, act.lines))
