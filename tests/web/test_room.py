"""The room in the browser: what people do there, and what it must never show or do twice."""

import pytest
from tests.kit.reader import signed_in
from tests.kit.world import make_world

from bongsu.flows import convene


@pytest.fixture
def room(world):
    return convene.open_room(
        world.ports, org=world.org, brand=world.brand, by="haneul", title="유리조각 제보", why="사진이 있어요.", level=3
    )


def act(client, room, name, **fields):
    return client.post(f"/rooms/{room}/do/{name}", fields)


@pytest.mark.parametrize("who", ["haneul", "seojun", "jiwoo", "minseo"])
@pytest.mark.parametrize("page", ["", "voice/", "brief/"])
def test_everybody_of_the_organisation_opens_every_page(world, room, who, page):
    answer = signed_in(world, who).get(f"/rooms/{room}/{page}")
    assert answer.status_code == 200
    assert " style=" not in answer.content.decode()


def test_the_list_names_open_rooms(world, room):
    assert "유리조각 제보" in signed_in(world, "haneul").get("/rooms/").content.decode()


def test_another_organisations_room_is_not_there(world, room):
    other = signed_in(make_world(slug="other", clock=world.clock), "haneul")
    for page in ("", "voice/", "brief/", "findings/1/"):
        assert other.get(f"/rooms/{room}/{page}").status_code == 404
    assert act(other, room, "note", text="남의 방").status_code == 404


def test_a_note_sent_twice_under_one_key_stands_once(world, room):
    haneul = signed_in(world, "haneul")
    before = world.room(room).seq
    for _ in range(2):
        assert act(haneul, room, "note", text="맘카페에 사진이 올라왔어요.", once="k1").status_code == 302
    assert world.room(room).seq == before + 1


def test_html_in_a_note_is_text(world, room):
    haneul = signed_in(world, "haneul")
    act(haneul, room, "note", text="<script>alert(1)</script>\u202e거꾸로")
    page = haneul.get(f"/rooms/{room}/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert "\u202e" not in page


def test_estimates_are_not_in_the_page_before_ones_own_is_sent(world, room):
    act(signed_in(world, "haneul"), room, "estimate", level=4, press_pct=70, why="영상이 곧 나와요.")
    seojun = signed_in(world, "seojun")
    assert "영상이 곧 나와요." not in seojun.get(f"/rooms/{room}/").content.decode()
    assert "영상이 곧 나와요." not in seojun.get(f"/rooms/{room}/brief/").content.decode()
    act(seojun, room, "estimate", level=3, press_pct=20, why="아직 작아요.")
    assert "영상이 곧 나와요." in seojun.get(f"/rooms/{room}/").content.decode()


def test_a_refused_act_keeps_what_was_typed(world, room):
    jiwoo = signed_in(world, "jiwoo")
    answer = act(jiwoo, room, "lower_beacon", level=2, why="")
    assert answer.status_code in (403, 422)
    answer = act(jiwoo, room, "note_fact", text="로트는 L2411-07입니다.", status="", source="품질")
    assert answer.status_code == 422
    assert "로트는 L2411-07입니다." in answer.content.decode()


def test_a_draft_changed_meanwhile_shows_both_texts(world, room):
    slots = {"slot-empathy": "죄송합니다.", "base_version": 0, "next_update_at": ""}
    assert act(signed_in(world, "haneul"), room, "edit", **slots).status_code == 302
    answer = act(signed_in(world, "seojun"), room, "edit", **slots | {"slot-empathy": "걱정을 끼쳤습니다."})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "걱정을 끼쳤습니다." in page
    assert "죄송합니다." in page


def test_approving_another_text_than_the_one_shown_is_refused(world, room):
    act(signed_in(world, "haneul"), room, "edit", **{"slot-empathy": "죄송합니다.", "base_version": 0})
    assert act(signed_in(world, "seojun"), room, "approve", digest="0" * 64).status_code == 409
    assert world.room(room).statements == ()


def test_an_unknown_act_is_not_there(world, room):
    assert act(signed_in(world, "haneul"), room, "explode").status_code == 404
