"""The ladder of a role: on and on until somebody answers, or until it is said that nobody is left."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings, strategies as st
from tests.kit.clock import NINE
from tests.rules.crisis.room import GROUND, Act

from bongsu.core import errors, events as e
from bongsu.core.values import Person
from bongsu.crisis import clock, convene
from bongsu.crisis.convene import waiting
from bongsu.crisis.room import Call

FIVE = timedelta(seconds=GROUND.deputy_after_s)
HANEUL = Person("haneul", "박하늘", ("practitioner",))
LEGAL = (
    Person("jiwoo", "정지우", ("legal",), deputy="yerin"),
    Person("yerin", "강예린", ("legal",), on_duty=False, deputy="taeyang"),
    Person("taeyang", "오태양", (), on_duty=False, deputy="jiwoo"),
    Person("narae", "고나래", ("legal",), on_duty=False),
)
SEOJUN = Person("seojun", "이서준", ("leader",))


def night(*people: Person, level: int = 4) -> Act:
    return Act(level=level, people=(HANEUL, SEOJUN, *(people or LEGAL)))


def called(act: Act, role: str = "legal") -> list[tuple[str, str | None]]:
    need = need_of(act, role)
    return [(call.person, _instead(call, role)) for call in need.calls]


def _instead(call: Call, role: str) -> str | None:
    if call.role == role:
        return call.instead_of
    return next(one.instead_of for one in call.also if one.role == role)


def need_of(act: Act, role: str = "legal") -> convene.Need:
    found = convene.need_of(act.room, role)
    assert found is not None
    return found


def tick(act: Act, **later: float) -> Sequence[e.Event]:
    if later:
        act.forward(**later)
    said = clock.overdue(act.room, people=act.people, at=act.at)
    act.say(said)
    assert clock.overdue(act.room, people=act.people, at=act.at) == ()
    return said


def comes(act: Act, *keys: str) -> None:
    roles = {person.key: person.roles for person in act.people}
    for key in keys:
        act.say(convene.acknowledge(act.room, by=key, roles=roles[key], at=act.at), by=key)


# ── on and on ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_nobody_answers_and_the_ladder_goes_on_to_the_deputys_deputy_and_the_last_holder() -> None:
    act = night()
    comes(act, "seojun")
    for _ in range(3):
        tick(act, seconds=FIVE.total_seconds())
    assert called(act) == [("jiwoo", None), ("yerin", "jiwoo"), ("taeyang", "yerin"), ("narae", "jiwoo")]
    assert need_of(act).step == 4


def test_when_nobody_is_left_it_is_said_once_and_is_the_leaders_to_settle() -> None:
    act = night()
    comes(act, "seojun")
    for _ in range(4):
        said = tick(act, seconds=FIVE.total_seconds())
    assert said == (e.RoleExhausted("legal", 4, ("jiwoo", "yerin", "taeyang", "narae")),)
    assert need_of(act).state == "exhausted"
    assert not any(isinstance(event, e.RoleExhausted) for event in tick(act, days=2))


def test_one_answer_counts_for_every_role_of_that_person() -> None:
    both = Person("bora", "문보라", ("leader", "legal"), on_duty=False)
    act = Act(level=4, people=(HANEUL, SEOJUN, LEGAL[0], both))
    comes(act, "seojun")
    act.forward(seconds=FIVE.total_seconds())
    act.say(clock.overdue(act.room, people=act.people, at=act.at))
    assert called(act)[-1] == ("bora", "jiwoo")
    comes(act, "bora")
    assert need_of(act).state == "answered"
    assert len([call for call in act.room.calls if call.person == "bora"]) == 1


def test_somebody_who_is_here_already_answers_for_the_role_they_are_deputy_of() -> None:
    act = night(replace(LEGAL[0], deputy="haneul"))
    comes(act, "seojun")
    said = tick(act, seconds=FIVE.total_seconds())
    assert [type(x) for x in said] == [e.CallWidened]
    answer = need_of(act).answer
    assert answer is not None
    assert (answer.person, len(act.room.calls)) == ("haneul", 3)


def test_a_phone_that_is_dead_is_not_waited_for() -> None:
    act = night()
    call = act.room.call_of("jiwoo")
    assert call is not None
    act.forward(seconds=4)
    act.say(convene.call_tried(act.room, call=call.id, channel="apprise", attempt=1, failure="not_reached: x"))
    assert clock.next_due(act.room) == act.at
    tick(act)
    assert called(act)[-1] == ("yerin", "jiwoo")


def on_a_screen(act: Act, person: str) -> None:
    call = act.room.call_of(person)
    assert call is not None
    act.say(convene.call_tried(act.room, call=call.id, channel="in_app", attempt=1))


def test_who_can_only_see_a_screen_and_is_not_there_is_waited_for_a_minute_and_not_the_full_step() -> None:
    act = night()
    comes(act, "seojun")
    on_a_screen(act, "jiwoo")
    tick(act, seconds=59)
    assert called(act) == [("jiwoo", None)]
    tick(act, seconds=1)
    assert called(act)[-1] == ("yerin", "jiwoo")
    on_a_screen(act, "yerin")
    tick(act, seconds=60)
    assert called(act)[-1] == ("taeyang", "yerin")
    tick(act, seconds=60)
    assert called(act)[-1] == ("taeyang", "yerin"), "whose telephone rings is waited for"
    tick(act, seconds=FIVE.total_seconds() - 60)
    assert called(act)[-1] == ("narae", "jiwoo")


def test_who_sits_before_the_screen_answers_in_that_minute_and_nobody_else_is_called() -> None:
    act = night()
    comes(act, "seojun")
    on_a_screen(act, "jiwoo")
    act.forward(seconds=30)
    comes(act, "jiwoo")
    assert not any(isinstance(said, e.CallPlaced) for said in tick(act, hours=1))
    assert need_of(act).state == "answered"


def test_somebody_whose_telephone_took_the_call_is_not_screen_only() -> None:
    act = night()
    call = act.room.call_of("jiwoo")
    assert call is not None
    on_a_screen(act, "jiwoo")
    act.say(convene.call_tried(act.room, call=call.id, channel="apprise", attempt=2, step=1))
    tick(act, seconds=120)
    assert called(act) == [("jiwoo", None)]


def test_who_cannot_come_hands_on_in_the_same_breath_with_their_reason() -> None:
    act = night()
    call = act.room.call_of("jiwoo")
    assert call is not None
    said = convene.answer(act.room, call=call.id, coming=False, why="  수술 중 ", people=act.people, at=act.at)
    assert [type(x) for x in said] == [e.CallDeclined, e.CallPlaced]
    act.say(said, by="jiwoo")
    assert called(act)[-1] == ("yerin", "jiwoo")
    after = act.room.call_of("jiwoo")
    assert after is not None
    assert (after.declined_at, after.declined_why) == (act.at, "수술 중")
    assert tick(act, seconds=0) == (), "the next tick finds it done"
    with pytest.raises(errors.AlreadyDone):
        convene.told_no(act.room, by="haneul", call=call.id, why="", people=act.people, at=act.at)
    yerin = act.room.call_of("yerin")
    assert yerin is not None
    said = convene.told_no(act.room, by="haneul", call=yerin.id, why="해외", people=act.people, at=act.at)
    assert isinstance(said[0], e.CallDeclined)
    assert said[0].person == "yerin"


def test_who_does_not_pick_up_when_a_colleague_rings_is_passed_at_once() -> None:
    act = night()
    call = act.room.call_of("jiwoo")
    assert call is not None
    said = convene.rung(act.room, by="haneul", call=call.id, answered=False, people=act.people, at=act.at)
    assert [type(x) for x in said] == [e.CallRung, e.CallPlaced]
    act.say(said, by="haneul")
    assert called(act)[-1] == ("yerin", "jiwoo")
    yerin = act.room.call_of("yerin")
    assert yerin is not None
    act.say(
        convene.rung(act.room, by="haneul", call=yerin.id, answered=True, people=act.people, at=act.at), by="haneul"
    )
    assert need_of(act).state == "answered"
    with pytest.raises(errors.AlreadyDone):
        convene.rung(act.room, by="haneul", call=yerin.id, answered=True, people=act.people, at=act.at)


def test_a_role_nobody_holds_is_said_to_be_without_anybody_at_once() -> None:
    act = Act(level=4, people=(HANEUL, SEOJUN))
    assert [gap.role for gap in act.room.gaps] == ["legal"]
    assert need_of(act).tried == ()


# ── nobody is left ─────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_leader_names_somebody_or_goes_on_without() -> None:
    act = Act(level=4, people=(HANEUL, SEOJUN, Person("minseo", "한민서", ("executive",))))
    with pytest.raises(errors.NotTheLeader):
        convene.go_without(act.room, by="haneul", role="legal", why="급해요", at=act.at)
    act.say(
        convene.send_for(act.room, by="seojun", role="legal", person="minseo", people=act.people, at=act.at),
        by="seojun",
    )
    assert need_of(act).state == "calling"
    tick(act, seconds=FIVE.total_seconds())
    assert need_of(act).state == "exhausted"
    with pytest.raises(errors.AlreadyDone):
        convene.send_for(act.room, by="seojun", role="legal", person="minseo", people=act.people, at=act.at)
    with pytest.raises(errors.ReasonMissing):
        convene.go_without(act.room, by="seojun", role="legal", why=" ", at=act.at)
    act.say(convene.go_without(act.room, by="seojun", role="legal", why="아침에 물어요", at=act.at), by="seojun")
    assert need_of(act).state == "waived"


def test_somebody_named_who_is_here_answers_at_once() -> None:
    act = Act(level=4, people=(HANEUL, SEOJUN))
    act.say(
        convene.send_for(act.room, by="seojun", role="legal", person="haneul", people=act.people, at=act.at),
        by="seojun",
    )
    assert need_of(act).state == "answered"
    with pytest.raises(errors.AlreadyDone):
        convene.go_without(act.room, by="seojun", role="legal", why="없어요", at=act.at)


def test_whoever_comes_late_still_answers() -> None:
    act = night()
    for _ in range(5):
        tick(act, seconds=FIVE.total_seconds())
    assert need_of(act).state == "exhausted"
    comes(act, "jiwoo")
    assert need_of(act).state == "answered"


# ── whatever people there are ──────────────────────────────────────────────────────────────────────────────────────
KEYS = ("a", "b", "c", "d", "e", "f")
ROLES = ("practitioner", "leader", "legal", "committee_head")
CROWD = st.lists(
    st.builds(
        Person,
        key=st.sampled_from(KEYS),
        name=st.just("이름"),
        roles=st.lists(st.sampled_from(ROLES), unique=True, max_size=3).map(tuple),
        on_duty=st.booleans(),
        deputy=st.none() | st.sampled_from(KEYS),
    ),
    min_size=1,
    max_size=len(KEYS),
    unique_by=lambda person: person.key,
).map(tuple)


@settings(deadline=None)
@given(
    people=CROWD, level=st.integers(2, 5), answers=st.sets(st.sampled_from(KEYS)), dead=st.sets(st.sampled_from(KEYS))
)
def test_the_ladder_ends_and_every_role_is_answered_or_said(
    people: tuple[Person, ...], level: int, answers: set[str], dead: set[str]
) -> None:
    act = Act(level=level, by=people[0].key, people=people)
    for _ in range(len(people) + 2):
        for call in act.room.calls:
            if call.acknowledged_at is None and call.person in answers:
                comes(act, call.person)
            elif call.acknowledged_at is None and call.person in dead:
                act.say(convene.call_tried(act.room, call=call.id, channel="mail", attempt=1, failure="not_reached"))
        tick(act, seconds=FIVE.total_seconds())
    assert waiting.due(act.room) == ()
    wanted = set(convene.wanted(act.room.ground, level=level))
    found = {need.role: need for need in convene.needs(act.room)}
    assert wanted <= set(found)
    for need in found.values():
        assert need.state in ("answered", "exhausted")
        assert len(need.calls) == len(need.tried), "nobody twice for one role"
        if need.state == "exhausted":
            holders = {person.key for person in people if need.role in person.roles}
            assert holders <= set(need.tried)
    persons = [call.person for call in act.room.calls]
    assert len(persons) == len(set(persons)), "and nobody rung by two calls"
    assert act.at - NINE < timedelta(days=1)
