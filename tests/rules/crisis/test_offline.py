"""오프라인에서 있었던 일: a call, a visit, a raid is part of the same timeline, at its own time."""

from datetime import timedelta

import pytest
from tests.kit.clock import NINE
from tests.rules.crisis.room import PEOPLE, ROLES, Act, finding

from bongsu.core import errors
from bongsu.crisis import convene, fold
from bongsu.crisis.assess import offline
from bongsu.crisis.next_step import _lead_duties
from bongsu.crisis.next_step.reader import Reader


@pytest.fixture
def act() -> Act:
    act = Act()
    act.everyone_comes()
    return act


def happened(act: Act, kind: str = "call", *, ago: int = 0, by: str = "haneul", **more: object) -> None:
    given = {"what": "같은 제품으로 다쳤다는 전화", "where": "", "taken_by": "", "count": 0} | more
    said = offline.note(act.room, by=by, kind=kind, min_ago=ago, people=PEOPLE, at=act.at, **given)  # type: ignore[arg-type]
    act.say(said, by=by)


def test_it_stands_at_its_own_time_with_who_took_it_and_how_many(act: Act) -> None:
    happened(act, "visit", ago=45, taken_by="doyun", count=3, where="부산점")
    (one,) = act.room.offline
    assert (one.happened_at, one.noted_at) == (act.at - timedelta(minutes=45), act.at)
    assert (one.taken_by, one.noted_by, one.people) == ("doyun", "haneul", 3)


def test_an_earlier_one_is_where_the_first_clock_starts_and_no_deadline_was_past_before_we_knew() -> None:
    act = Act(found=finding())
    assert act.room.clock_start == NINE - timedelta(minutes=12)
    knew = act.room.aware_at
    happened(act, ago=5)
    assert act.room.clock_start == NINE - timedelta(minutes=12)
    happened(act, ago=600)
    assert act.room.clock_start == NINE - timedelta(minutes=600)
    assert act.room.aware_at == knew
    assert act.room.first_word_due is not None
    assert act.room.first_word_due >= knew


@pytest.mark.parametrize("kind", ["raid", "broadcast"])
def test_a_raid_or_a_broadcast_asks_for_the_highest_beacon_until_somebody_has_weighed_it(act: Act, kind: str) -> None:
    happened(act, "call")
    assert offline.suggested(act.room, act.at) is None
    happened(act, kind, by="seojun")
    found = offline.suggested(act.room, act.at)
    assert found is not None
    assert found[0] == 5
    asked = [
        step
        for step in _lead_duties(Reader(act.room, "seojun", act.at, ROLES["seojun"], None))
        if step.why.ref == "offline"
    ]
    assert [(step.act, step.anchor) for step in asked] == [("raise_beacon", "beacon")]
    assert offline.suggested(act.room, act.at + timedelta(hours=2)) is None
    act.forward(minutes=1)
    risen = convene.raise_beacon(act.room, by="seojun", level=4, why="확인 중", people=PEOPLE, at=act.at)
    act.say(risen, by="seojun")
    assert offline.suggested(act.room, act.at) is None


def test_what_makes_no_sense_is_refused(act: Act) -> None:
    nonsense = ({"kind": "rumour"}, {"ago": -1}, {"ago": 43_201}, {"count": -1}, {"what": " "}, {"taken_by": "nobody"})
    for wrong in nonsense:
        with pytest.raises(errors.RuleError):
            happened(act, **wrong)  # type: ignore[arg-type]


def test_the_state_keeps_the_latest_of_them(act: Act) -> None:
    for _ in range(50):
        happened(act)
    assert len(act.room.offline) == 40
    assert fold.fold(act.lines, room=1, org=1) == act.room
