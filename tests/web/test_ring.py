"""The ring list: who to ring next, what came of it, and who sees a number."""

from datetime import timedelta

import pytest
from tests.kit.reader import signed_in
from tests.kit.world import make_world

from bongsu.core.values import Person
from bongsu.crisis import convene as rules
from bongsu.flows import convene, decide
from bongsu.store import setup


@pytest.fixture
def room(world):
    """Opened by haneul at level 4; seojun, doyun and jiwoo have been called and have not answered."""
    return convene.open_room(
        world.ports, org=world.org, brand=world.brand, by="haneul", title="유리조각 제보", why="사진이 있어요.", level=4
    )


def ring(world, room, who="haneul"):
    return signed_in(world, who).get(f"/rooms/{room}/ring/").content.decode()


def rung(world, room, who, person, answer):
    call = world.room(room).call_of(person).id
    return signed_in(world, who).post(
        f"/rooms/{room}/do/rung", {"call": call, "answered": answer, "back": f"/rooms/{room}/ring/"}
    )


def test_whoever_leads_is_rung_first_and_each_person_stands_once(world, room):
    shown = ring(world, room)
    assert [shown.index(name) for name in ("이서준", "정지우")] == sorted(shown.index(n) for n in ("이서준", "정지우"))
    assert shown.count('name="answered"') == 2 * len(rules.needs(world.room(room))[0].calls) + 2
    assert "지금 걸 사람" in shown
    assert "최도윤" not in shown, "one practitioner is here already"


def test_who_answered_for_each_role_is_folded_under_the_people_to_ring(world, room):
    shown = ring(world, room)
    fold = shown.index('<details class="card" id="ring-roles">')
    assert shown.index('name="answered"') < fold < shown.index('id="roles"') < shown.index("</details>", fold)
    assert "더 부를 사람 없음" not in shown[fold : shown.index("</summary>", fold)]


def test_a_role_with_nobody_left_to_call_is_seen_without_unfolding(world, room):
    for person in ("jiwoo", "yerin"):
        rung(world, room, "haneul", person, "no")
    assert rules.need_of(world.room(room), "legal").state == "exhausted"
    shown = ring(world, room)
    fold = shown.index('id="ring-roles"')
    assert "더 부를 사람 없음 1" in shown[fold : shown.index("</summary>", fold)]


def test_no_answer_calls_the_next_one_and_an_answer_ends_the_call(world, room):
    assert rung(world, room, "haneul", "jiwoo", "no").status_code == 302
    assert world.room(room).call_of("yerin") is not None
    assert rung(world, room, "haneul", "yerin", "yes").status_code == 302
    need = rules.need_of(world.room(room), "legal")
    assert (need.state, need.answer.person) == ("answered", "yerin")
    assert "강예린" in ring(world, room)
    assert 'aria-label="강예린: 받음"' not in ring(world, room)
    world.assert_journal_holds(room)


def test_who_picks_up_and_cannot_come_is_noted_with_the_reason_and_the_next_one_is_called(world, room):
    call = world.room(room).call_of("jiwoo").id
    assert "못 온대요" in ring(world, room)
    answer = signed_in(world, "haneul").post(
        f"/rooms/{room}/do/told_no", {"call": call, "why": "비행기 안", "back": f"/rooms/{room}/ring/"}
    )
    assert answer.status_code == 302
    assert world.room(room).call_of("yerin") is not None
    assert world.lines(room)[-2].by == "haneul"
    shown = ring(world, room)
    assert "비행기 안" in shown
    assert shown.index("강예린") < shown.index("비행기 안"), "whoever may still come is rung first"


def test_a_tap_that_comes_second_is_told_so_on_the_list(world, room):
    rung(world, room, "haneul", "jiwoo", "yes")
    answer = signed_in(world, "doyun").post(
        f"/rooms/{room}/do/rung",
        {"call": world.room(room).call_of("jiwoo").id, "answered": "no", "back": f"/rooms/{room}/ring/"},
        follow=True,
    )
    assert answer.redirect_chain[0][0] == f"/rooms/{room}/ring/"
    assert "toast" in answer.content.decode()


def test_an_observer_sees_the_list_and_has_nothing_to_press(world, room):
    setup.add_person(world.org, Person("gawon", "송가원", ("observer",)), email="g@example.com")
    shown = ring(world, room, "gawon")
    assert "이서준" in shown
    assert "do/rung" not in shown
    assert rung(world, room, "gawon", "jiwoo", "no").status_code == 403
    assert world.room(room).call_of("yerin") is None


def test_a_closed_room_names_nobody_to_ring(world, room):
    convene.close_room(world.ports, org=world.org, room=room, by="seojun", summary="오해였어요", waiver="오해였어요")
    assert "do/rung" not in ring(world, room)


def test_another_organisations_ring_list_is_not_there(world, room):
    other = make_world(slug="other", clock=world.clock)
    assert signed_in(other, "haneul").get(f"/rooms/{room}/ring/").status_code == 404


def test_the_leader_settles_a_role_for_which_nobody_is_left(world, room):
    for who in ("seojun", "doyun"):
        convene.acknowledge(world.ports, org=world.org, room=room, by=who)
    for _ in range(4):
        world.clock.at += timedelta(minutes=6)
        decide.watch_clock(world.ports, org=world.org)
    assert rules.need_of(world.room(room), "legal").state == "exhausted"
    mine = signed_in(world, "seojun").get(f"/rooms/{room}/").content.decode()
    assert "더 부를 사람 없음" in mine
    assert "do/go_without" in mine
    assert "do/go_without" not in signed_in(world, "haneul").get(f"/rooms/{room}/").content.decode()
    sent = signed_in(world, "seojun").post(f"/rooms/{room}/do/go_without", {"role": "legal", "why": "아침에 묻습니다"})
    assert sent.status_code == 302
    assert rules.need_of(world.room(room), "legal").state == "waived"
    assert "없이 감" in signed_in(world, "haneul").get(f"/rooms/{room}/").content.decode()
    world.assert_journal_holds(room)


def test_the_buttons_are_called_as_the_page_calls_them(world, room):
    reader = signed_in(world, "haneul")
    reader.get("/words/en")
    shown = reader.get(f"/rooms/{room}/ring/").content.decode()
    assert "Press “Picked up”" in shown
    assert ">Picked up</button>" in shown
    assert ">No answer</button>" in shown
