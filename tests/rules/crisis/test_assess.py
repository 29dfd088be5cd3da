"""판단: findings raise, people judge blind, and nobody's dissent is averaged away."""

from dataclasses import replace

import pytest
from tests.rules.crisis.room import PEOPLE, Act, finding

from bongsu.core import events as e
from bongsu.core.errors import (
    AlreadyDone,
    LevelOutOfRange,
    NoSuchThing,
    OutOfRange,
    PeopleOnly,
    ReasonMissing,
    RoomClosed,
    TextTooLong,
)
from bongsu.core.values import SYSTEM, Person
from bongsu.crisis import assess, convene


@pytest.fixture
def act() -> Act:
    return Act(level=3)


def person(key: str) -> Person:
    return next(p for p in PEOPLE if p.key == key)


def test_a_finding_above_the_beacon_raises_it_and_calls_whom_that_level_needs(act: Act) -> None:
    said = assess.weigh(act.room, finding=finding(level=4), at=act.at, people=PEOPLE)
    assert [type(x) for x in said] == [e.FindingNoted, e.BeaconRaised, e.CallPlaced]
    assert isinstance(said[2], e.CallPlaced)
    assert (said[2].person, said[2].role) == ("jiwoo", "legal")


@pytest.mark.parametrize("level", [1, 2, 3])
def test_a_finding_at_or_below_the_beacon_lowers_nothing(act: Act, level: int) -> None:
    said = assess.weigh(act.room, finding=finding(level=level), at=act.at, people=PEOPLE)
    assert [type(x) for x in said] == [e.FindingNoted]


def test_the_same_finding_twice_is_one_finding(act: Act) -> None:
    act.say(assess.weigh(act.room, finding=finding(level=4), at=act.at, people=PEOPLE))
    assert assess.weigh(act.room, finding=finding(level=4), at=act.at, people=PEOPLE) == ()


def test_a_practitioner_sees_the_others_only_after_their_own(act: Act) -> None:
    act.estimates("seojun", level=4)
    assert assess.estimates_shown(act.room, person("haneul")) is None
    act.estimates("haneul", level=2)
    shown = assess.estimates_shown(act.room, person("haneul"))
    assert shown is not None
    assert [x.by for x in shown] == ["seojun", "haneul"]


def test_an_executive_sees_them_all_at_any_time(act: Act) -> None:
    act.estimates("haneul")
    shown = assess.estimates_shown(act.room, person("minseo"))
    assert shown is not None
    assert len(shown) == 1


def test_whoever_was_called_is_blind_even_before_they_answer(act: Act) -> None:
    outsider = Person(key="bora", name="문보라", roles=("sales",))
    assert assess.estimates_shown(act.room, outsider) == ()
    act.say(e.CallPlaced(call="c9", person="bora", role="sales", level=3))
    assert assess.estimates_shown(act.room, outsider) is None


def test_the_latest_estimate_of_a_person_counts(act: Act) -> None:
    act.estimates("haneul", level=2)
    act.estimates("haneul", level=5)
    assert [(x.by, x.level) for x in act.room.estimates] == [("haneul", 5)]


def test_one_estimate_is_no_dissent(act: Act) -> None:
    assert assess.dissent(act.room) is None
    act.estimates("haneul", level=5, press=90)
    spread = assess.dissent(act.room)
    assert spread is not None
    assert (spread.count, spread.apart) == (1, ())


def test_who_stands_apart_by_a_level_or_thirty_points_is_named(act: Act) -> None:
    act.estimates("haneul", level=3, press=30)
    act.estimates("seojun", level=3, press=59)
    act.estimates("jiwoo", level=3, press=60)
    act.estimates("doyun", level=2, press=59)
    spread = assess.dissent(act.room)
    assert spread is not None
    assert (spread.level_low, spread.level_mid, spread.level_high) == (2, 3, 3)
    assert (spread.press_low, spread.press_mid, spread.press_high) == (30, 59, 60)
    assert spread.apart == ("doyun",)
    act.estimates("haneul", level=3, press=29)
    spread = assess.dissent(act.room)
    assert spread is not None
    assert set(spread.apart) == {"haneul", "doyun"}


def test_between_two_views_the_higher_is_the_middle(act: Act) -> None:
    act.estimates("haneul", level=2, press=10)
    act.estimates("seojun", level=4, press=20)
    spread = assess.dissent(act.room)
    assert spread is not None
    assert (spread.level_mid, spread.press_mid, spread.apart) == (4, 20, ("haneul",))


def test_an_estimate_is_within_its_bounds_and_a_persons(act: Act) -> None:
    def send(by: str = "haneul", level: int = 3, press: int = 50, why: str = "사진") -> None:
        assess.estimate(act.room, by=by, level=level, press_pct=press, why=why, at=act.at)

    with pytest.raises(LevelOutOfRange):
        send(level=0)
    for press in (-1, 101):
        with pytest.raises(OutOfRange):
            send(press=press)
    with pytest.raises(ReasonMissing):
        send(why=" \u202e\x00 ")
    with pytest.raises(TextTooLong):
        send(why="가" * 1001)
    with pytest.raises(PeopleOnly):
        send(by=SYSTEM)
    send(press=0)
    send(press=100)


def test_a_confirmed_fact_names_who_says_so(act: Act) -> None:
    with pytest.raises(ReasonMissing):
        assess.note_fact(act.room, by="haneul", fact="3월 1일 생산분", status="confirmed", source="", at=act.at)
    act.say(assess.note_fact(act.room, by="haneul", fact="3월 1일 생산분", status="unconfirmed", source="", at=act.at))
    with pytest.raises(ReasonMissing):
        assess.settle_fact(act.room, by="haneul", fact=act.room.facts[0].id, status="false", source=" ", at=act.at)
    with pytest.raises(AlreadyDone):
        assess.settle_fact(act.room, by="haneul", fact=act.room.facts[0].id, status="unconfirmed", source="", at=act.at)
    with pytest.raises(NoSuchThing):
        assess.settle_fact(act.room, by="haneul", fact="f2", status="confirmed", source="공장", at=act.at)
    with pytest.raises(NoSuchThing):
        assess.settle_fact(act.room, by="haneul", fact=act.room.facts[0].id, status="rumour", source="공장", at=act.at)
    act.say(
        assess.settle_fact(
            act.room, by="seojun", fact=act.room.facts[0].id, status="confirmed", source="공장", at=act.at
        ),
        by="seojun",
    )
    fact = act.room.facts[0]
    assert fact is not None
    assert (fact.status, fact.by) == ("confirmed", "seojun")


def test_in_a_closed_room_only_notes_are_written(act: Act) -> None:
    act.say(convene.close(act.room, by="seojun", summary="마무리", waiver="오해였어요", at=act.at), by="seojun")
    with pytest.raises(RoomClosed):
        act.estimates("haneul")
    with pytest.raises(RoomClosed):
        assess.weigh(act.room, finding=finding("other"), at=act.at)
    assert assess.note(act.room, by="haneul", words="돌아보기", at=act.at).text == "돌아보기"


def test_a_note_loses_what_hides_or_turns_text(act: Act) -> None:
    said = assess.note(act.room, by="haneul", words="\ufeff합격\u202e은\x00 보류\r\n", at=act.at)
    assert said.text == "합격은 보류"


def test_a_room_of_one_lets_its_leader_see_their_own() -> None:
    act = Act(people=(replace(person("haneul"), roles=("practitioner", "leader"), deputy=None),))
    assert act.room.leader == "haneul"
    act.estimates("haneul")
    assert assess.estimates_shown(act.room, act.people[0]) == act.room.estimates


# ── volumes, confidence, executives ────────────────────────────────────────────────────────────────────────────────
def test_guesses_of_volume_are_points_or_ranges_for_three_hours(act: Act) -> None:
    def send(*volumes: tuple[int, int, int], **more: str) -> e.EstimateSent:
        return assess.estimate(
            act.room, by="haneul", level=3, press_pct=5, why="글", at=act.at, volumes=volumes, **more
        )

    assert send((24, 0, 9), (1, 40, 40)).volumes == ((1, 40, 40), (24, 0, 9))
    with pytest.raises(NoSuchThing):
        send((2, 1, 1))
    with pytest.raises(NoSuchThing):
        send(confidence="sure")
    for bad in ((1, -1, 3), (1, 5, 4), (1, 0, 10_000_001)):
        with pytest.raises(OutOfRange):
            send(bad)
    with pytest.raises(OutOfRange):
        send((1, 1, 1), (1, 2, 2))


def test_who_sees_twice_the_volume_stands_apart_in_that_hour_only(act: Act) -> None:
    for by, guess in (("haneul", 100), ("seojun", 150), ("jiwoo", 199), ("doyun", 320)):
        said = assess.estimate(
            act.room, by=by, level=3, press_pct=30, why="글", at=act.at, volumes=((1, guess, guess), (6, 50, 50))
        )
        act.say(said, by=by)
    spread = assess.dissent(act.room)
    assert spread is not None
    assert spread.apart == ()
    one, six = spread.volumes
    assert (one.low, one.mid, one.high, one.apart) == (100, 199, 320, ())
    assert six.apart == ()
    act.say(
        assess.estimate(
            act.room, by="haneul", level=3, press_pct=30, why="글", at=act.at, volumes=((1, 40, 60), (6, 50, 50))
        ),
        by="haneul",
    )
    again = assess.dissent(act.room)
    assert again is not None
    assert [v.apart for v in again.volumes] == [("haneul",), ()]


def test_an_executives_view_is_shown_apart_and_moves_no_middle(act: Act) -> None:
    act.estimates("haneul", level=3, press=30)
    said = assess.estimate(
        act.room,
        by="minseo",
        level=1,
        press_pct=0,
        why="곧 잠잠해져요",
        at=act.at,
        roles=("executive", "committee_head"),
    )
    act.say(said, by="minseo")
    spread = assess.dissent(act.room)
    assert spread is not None
    assert (spread.count, spread.level_low, spread.apart) == (1, 3, ())
    assert [x.by for x in assess.of_the_field(act.room)] == ["haneul"]
