"""A room takes its form: from the touch-points hit, and from who can be reached."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.rules.crisis.room import GROUND, PEOPLE, Act, finding

from bongsu.core import errors, events as e
from bongsu.core.formation import Formation, Seat
from bongsu.core.values import Ground, Person, TouchPoint
from bongsu.crisis import assess, clock, convene
from bongsu.crisis.convene import Around

TEAM = Formation(
    "team",
    "합동 정보팀",
    "",
    3,
    4,
    (
        Seat("lead", "대변 책임", "정리하세요", ("leader",), leads=True),
        Seat("gather", "정보 수집", "모으세요", ("practitioner",)),
        Seat("law", "법무 자문", "시한을 보세요", ("legal",)),
        Seat("log", "기록", "적으세요", ("practitioner", "legal"), required=False),
        Seat("sales", "현장", "확인하세요", ("sales",)),
        Seat("owners", "접점 담당", "멈추세요", owners=True),
    ),
)
LEAN = Formation("lean", "축소팀", "", 3, 4, (TEAM.seats[0], TEAM.seats[1]))
ROOMY = replace(GROUND, formations=(TEAM, LEAN))
POINTS = (
    TouchPoint("insta", "공식 인스타그램", "sns", owner="doyun", deputy="haneul", brand=1),
    TouchPoint("shop", "직영점", "sns", owner="yerin", brand=1),
    TouchPoint("lost", "옛 블로그", "sns", brand=1),
)


def formed(
    *, level: int = 3, people: Sequence[Person] = PEOPLE, points: Sequence[TouchPoint] = (), ground: Ground = ROOMY
) -> Act:
    act = Act(level=level, people=people, ground=ground, assemble=False)
    act.say(convene.assemble(act.room, people=people, points=points, at=act.at))
    return act


def holders(act: Act) -> dict[str, str | None]:
    formation = convene.formation_of(act.room)
    assert formation is not None
    return {chair: convene.holder(act.room, chair) for chair, _, _ in formation.chairs}


def need(act: Act, role: str) -> convene.Need:
    found = convene.need_of(act.room, role)
    assert found is not None
    return found


def test_opening_fills_the_seats_and_calls_those_who_sit_there() -> None:
    act = formed()
    assert holders(act) == {"lead": "seojun", "gather": "haneul", "law": "jiwoo", "log": "doyun", "sales": None}
    assert act.room.call_of("jiwoo") is not None, "no role of level 3, but a required seat"
    assert need(act, "seat:gather").state == "answered", "whoever opened the room sits there already"
    assert need(act, "seat:sales").state == "exhausted"
    assert len({call.person for call in act.room.calls}) == len(act.room.calls)


def test_without_formations_a_room_forms_as_before() -> None:
    act = formed(ground=GROUND)
    assert (act.room.formation, act.room.seats) == (None, ())


def test_the_owners_of_touch_points_hit_are_called_for_each_of_theirs() -> None:
    act = formed(points=POINTS)
    assert [hit.key for hit in act.room.hits] == ["insta", "shop", "lost"]
    assert need(act, "touchpoint:insta").tried == ("doyun",)
    assert need(act, "touchpoint:shop").tried == ("yerin",)
    assert need(act, "touchpoint:lost").state == "exhausted", "a touch-point without anybody is a hole"


def test_a_touch_points_deputy_is_called_when_its_owner_is_silent() -> None:
    act = formed(points=POINTS)
    act.forward(seconds=GROUND.deputy_after_s)
    act.say(clock.overdue(act.room, people=PEOPLE, at=act.at))
    point = need(act, "touchpoint:insta")
    assert point.tried == ("doyun", "haneul")
    assert point.state == "answered", "haneul is here already"


def test_whoever_sits_silent_is_followed_by_the_next_who_fits() -> None:
    act = formed()
    act.forward(seconds=GROUND.deputy_after_s)
    said = clock.overdue(act.room, people=PEOPLE, at=act.at)
    assert e.SeatFilled("law", "yerin", "ladder") in said
    act.say(said)
    assert holders(act)["law"] == "yerin"
    act.say(convene.acknowledge(act.room, by="jiwoo", at=act.at), by="jiwoo")
    assert holders(act)["law"] == "jiwoo", "who answered sits there"


def test_a_higher_beacon_keeps_who_is_here_in_their_seats() -> None:
    act = formed()
    act.say(convene.acknowledge(act.room, by="jiwoo", at=act.at), by="jiwoo")
    act.say(convene.raise_beacon(act.room, by="haneul", level=4, why="기사", people=PEOPLE, at=act.at), by="haneul")
    assert holders(act)["law"] == "jiwoo"
    assert act.room.formation == "team"


def test_the_leader_seats_somebody_by_hand_and_they_leave_a_seat_that_excludes_it() -> None:
    act = formed()

    def seat(by: str, chair: str, person: str) -> tuple[e.Event, ...]:
        return convene.seat(act.room, by=by, seat=chair, person=person, people=PEOPLE, at=act.at)

    with pytest.raises(errors.NotTheLeader):
        seat("haneul", "sales", "minseo")
    with pytest.raises(errors.NoSuchThing):
        seat("seojun", "lead", "minseo")
    with pytest.raises(errors.NoSuchThing):
        seat("seojun", "owners", "minseo")
    act.say(seat("seojun", "sales", "doyun"), by="seojun")
    assert (holders(act)["sales"], holders(act)["log"]) == ("doyun", None)
    assert need(act, "seat:sales").state == "calling"
    with pytest.raises(errors.AlreadyDone):
        seat("seojun", "sales", "doyun")
    act.say(seat("seojun", "law", "haneul"), by="seojun")
    assert (holders(act)["law"], holders(act)["gather"]) == ("haneul", None)


def test_the_leader_takes_another_formation() -> None:
    act = formed()
    around = Around(PEOPLE)
    with pytest.raises(errors.NotTheLeader):
        convene.form(act.room, by="haneul", formation="lean", around=around, at=act.at)
    with pytest.raises(errors.NoSuchThing):
        convene.form(act.room, by="seojun", formation="huge", around=around, at=act.at)
    act.say(convene.form(act.room, by="seojun", formation="lean", around=around, at=act.at), by="seojun")
    assert holders(act) == {"lead": "seojun", "gather": "haneul"}
    with pytest.raises(errors.AlreadyDone):
        convene.form(act.room, by="seojun", formation="lean", around=around, at=act.at)


def test_a_later_finding_at_the_same_level_calls_the_owner_where_it_is_told_once() -> None:
    mall = TouchPoint("mall", "스토어", "shop", owner="yerin", url="https://mall.example.com/hangang")
    cafe = TouchPoint("cafe", "맘카페", "community", owner="minseo")
    far = TouchPoint("far", "다른 게시판", "community", owner="doyun")
    points = (mall, cafe, far)
    act = formed(points=points)
    assert act.room.hits == ()

    def weigh(key: str, *, evidence: tuple[str, ...], urls: tuple[str, ...] = ()) -> list[type[e.Event]]:
        found = replace(finding(key, level=2), evidence=evidence)
        said = assess.weigh(act.room, finding=found, people=PEOPLE, points=points, urls=urls, at=act.at)
        act.say(said)
        return [type(x) for x in said]

    hit = [e.FindingNoted, e.TouchPointsHit, e.CallPlaced]
    assert weigh("a", evidence=("맘카페:1",)) == hit
    assert act.room.calls[-1].person == "minseo"
    first = weigh("b", evidence=("web:9",), urls=("https://mall.example.com/hangang/reviews/7",))
    assert first[:2] == hit[:2], "by its address"
    assert need(act, "touchpoint:mall").tried == ("yerin",)
    assert weigh("c", evidence=("맘카페:2", "web:9"), urls=(mall.url,)) == [e.FindingNoted], "and never again"
    assert {one.key for one in act.room.hits} == {"cafe", "mall"}


def test_one_finding_rings_twenty_touch_points_and_no_more() -> None:
    points = tuple(TouchPoint(f"c{n}", "같은 이름", "community", owner="minseo") for n in range(200))
    act = formed(points=points)
    found = replace(finding("flood", level=2), evidence=("같은 이름:1",))
    act.say(assess.weigh(act.room, finding=found, people=PEOPLE, points=points, at=act.at))
    assert len(act.room.hits) == 20
    assert len([call for call in act.room.calls if call.person == "minseo"]) == 1


def test_fifty_touch_points_are_called_for_and_counted() -> None:
    owners = tuple(Person(f"o{n}", f"담당{n}", ("shop",), deputy=f"o{(n + 1) % 40}") for n in range(40))
    points = tuple(TouchPoint(f"p{n}", f"접점 {n}", "sns", owner=f"o{n % 40}", brand=1) for n in range(50))
    people = (*PEOPLE, *owners)
    act = formed(people=people, points=points)
    assert len([call for call in act.room.calls if call.person.startswith("o")]) == 40, "each rung once"
    for number in range(0, 40, 2):
        act.say(convene.acknowledge(act.room, by=f"o{number}", roles=("shop",), at=act.at), by=f"o{number}")
    act.forward(seconds=GROUND.deputy_after_s)
    act.say(clock.overdue(act.room, people=people, at=act.at))
    act.say(clock.overdue(act.room, people=people, at=act.at))
    states = [one.state for one in convene.needs(act.room) if one.role.startswith(convene.POINT)]
    assert states == ["answered"] * 50, "the deputy of each silent one is here"
    act.forward(days=1)
    assert act.at - timedelta(days=2) < act.room.opened_at


def test_the_ladder_of_a_seat_passes_over_deputies_without_the_required_skill() -> None:
    law = replace(TEAM.seats[2], required_skills=("식품법",))
    team = replace(TEAM, seats=(TEAM.seats[0], law))
    jiwoo, narae, mina = (
        Person("jiwoo", "정지우", ("legal",), deputy="narae", skills=("식품법",)),
        Person("narae", "고나래", ("legal",), deputy="mina"),
        Person("mina", "신미나", ("legal",), on_duty=False, skills=("식품법",)),
    )
    people = (PEOPLE[0], Person("seojun", "이서준", ("leader",)), jiwoo, narae, mina)
    act = formed(people=people, ground=replace(ROOMY, formations=(team,)))
    assert holders(act)["law"] == "jiwoo"
    act.forward(seconds=GROUND.deputy_after_s)
    act.say(clock.overdue(act.room, people=people, at=act.at))
    assert [call.person for call in need(act, "seat:law").calls] == ["jiwoo", "mina"]
    assert holders(act)["law"] == "mina"
    act.forward(seconds=GROUND.deputy_after_s)
    act.say(clock.overdue(act.room, people=people, at=act.at))
    assert need(act, "seat:law").state == "exhausted", "narae is never asked"


def test_the_leader_seats_by_hand_whom_they_want() -> None:
    law = replace(TEAM.seats[2], required_skills=("식품법",))
    act = formed(ground=replace(ROOMY, formations=(replace(TEAM, seats=(TEAM.seats[0], law)),)))
    assert holders(act)["law"] is None
    leader = act.room.leader
    assert leader is not None
    act.say(convene.seat(act.room, by=leader, seat="law", person="jiwoo", people=PEOPLE, at=act.at), by=leader)
    assert holders(act)["law"] == "jiwoo"
