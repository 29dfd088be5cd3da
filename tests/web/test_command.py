"""Command on the page: a senior is asked, a standby takes over, and two at one instant are told apart."""

import pytest
from tests.kit.reader import signed_in
from tests.kit.together import at_once

from bongsu.core import errors, events as e
from bongsu.flows import command, convene, decide


@pytest.fixture
def room(world):
    """Level 4; seojun leads and has answered."""
    number = convene.open_room(
        world.ports, org=world.org, brand=world.brand, by="haneul", title="유리조각 제보", why="사진이 있어요.", level=4
    )
    convene.acknowledge(world.ports, org=world.org, room=number, by="seojun")
    return number


def do(world, room, who, act, **fields):
    return signed_in(world, who).post(f"/rooms/{room}/do/{act}", fields)


def test_a_senior_who_orders_is_asked_to_take_command_or_to_comment(world, room):
    page = signed_in(world, "minseo").get(f"/rooms/{room}/").content.decode()
    assert "지휘를 넘겨받으시겠어요?" in page
    refused = do(world, room, "minseo", "lower_beacon", level=2, why="별일 아니에요.")
    assert refused.status_code == 403
    assert "지휘를 넘겨받으시겠어요?" in refused.content.decode()
    assert do(world, room, "minseo", "comment_only", text="낮춰도 될 것 같아요.").status_code == 302
    page = signed_in(world, "minseo").get(f"/rooms/{room}/").content.decode()
    assert "지휘를 넘겨받으시겠어요?" not in page
    assert "낮춰도 될 것 같아요." in page
    assert do(world, room, "minseo", "close", summary="끝").status_code == 403
    assert do(world, room, "minseo", "take_lead", why="제가 지휘합니다.", seen="seojun").status_code == 302
    assert world.room(room).leader == "minseo"
    world.assert_journal_holds(room)


def test_a_junior_is_not_asked(world, room):
    assert (
        "지휘를 넘겨받으시겠어요?" not in do(world, room, "haneul", "lower_beacon", level=2, why="x").content.decode()
    )


def test_the_standby_takes_over_on_the_card_of_the_next_step(world, room):
    assert do(world, room, "seojun", "name_standby", to="haneul").status_code == 302
    assert do(world, room, "haneul", "stand_in").status_code == 409
    assert "부지휘 <b>박하늘</b>" in signed_in(world, "minseo").get(f"/rooms/{room}/").content.decode()
    world.clock.forward(minutes=10)
    decide.watch_clock(world.ports, org=world.org)
    page = signed_in(world, "haneul").get(f"/rooms/{room}/").content.decode()
    assert "지휘자에게서 소식이 없어요." in page
    assert f"/rooms/{room}/do/stand_in" in page
    assert do(world, room, "haneul", "stand_in").status_code == 302
    assert world.room(room).leader == "haneul"


def test_two_who_take_command_at_one_instant_one_wins_and_the_other_is_told(world, room):
    def takes(who):
        return lambda: convene.take_lead(
            world.ports, org=world.org, room=room, by=who, why="연락이 안 돼요", seen="seojun"
        )

    (told,) = at_once(takes("haneul"), takes("minseo"))
    assert isinstance(told, errors.LeaderChanged)
    leader = world.room(room).leader
    assert leader in ("haneul", "minseo")
    assert told.about["leader"] == {"haneul": "박하늘", "minseo": "한민서"}[leader]
    assert len([x for x in world.events(room) if isinstance(x, e.LeadTaken) and x.how == "taken"]) == 1
    world.assert_journal_holds(room)


def test_a_standby_and_a_senior_at_one_instant_one_wins(world, room):
    command.name_standby(world.ports, org=world.org, room=room, by="seojun", to="haneul")
    world.clock.forward(minutes=11)
    (told,) = at_once(
        lambda: command.stand_in(world.ports, org=world.org, room=room, by="haneul"),
        lambda: convene.take_lead(world.ports, org=world.org, room=room, by="minseo", why="제가", seen="seojun"),
    )
    assert isinstance(told, errors.LeaderChanged | errors.LeaderPresent)
    assert world.room(room).leader in ("haneul", "minseo")


def test_the_offer_shows_both_what_passes(world, room):
    assert do(world, room, "seojun", "give_task", text="작성자에게 연락", owner="seojun", minutes=30).status_code == 302
    page = signed_in(world, "seojun").get(f"/rooms/{room}/").content.decode()
    assert "지휘자가 쥐고 있음" in page
    assert do(world, room, "seojun", "offer_lead", to="haneul", note="").status_code == 302
    for who in ("seojun", "haneul"):
        assert (
            '할 일: <span dir="auto">작성자에게 연락' in signed_in(world, who).get(f"/rooms/{room}/").content.decode()
        )
    assert do(world, room, "haneul", "accept_lead").status_code == 302
    assert world.room(room).tasks[0].owner == "haneul"


def test_a_promise_is_written_down_and_kept(world, room):
    made = {"text": "제보자에게 5시까지 답변", "to": "맘카페 제보자", "owner": "haneul", "until": "17:00"}
    assert do(world, room, "haneul", "promise", **made).status_code == 302
    (one,) = world.room(room).promises
    assert f"{one.due_at:%H:%M}" == "08:00"  # 17:00 in Seoul
    for path in ("", "brief/"):
        page = signed_in(world, "minseo").get(f"/rooms/{room}/{path}").content.decode()
        assert "제보자에게 5시까지 답변" in page
        assert "맘카페 제보자" in page
    assert do(world, room, "jiwoo", "keep_promise", promise=one.id, note="").status_code == 403
    assert do(world, room, "haneul", "keep_promise", promise=one.id, note="통화했어요.").status_code == 302
    world.assert_journal_holds(room)
