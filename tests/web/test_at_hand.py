"""What was prepared is opened beside the room that it fits, and one press puts its words into the editor."""

from tests.kit.clock import NINE
from tests.kit.reader import signed_in
from tests.rules.crisis.room import finding

from bongsu.core.ports import Kept
from bongsu.core.values import Mention, Risk, Stakeholder, TouchPoint
from bongsu.crisis import assess
from bongsu.store import registry as keep

GLASS = Risk(
    "glass",
    "이물 혼입",
    owner="jiwoo",
    categories=("safety",),
    scenario="사진이 먼저 퍼져요.",
    slots={"empathy": "많이 놀라셨을 줄 압니다.", "facts": "글과 사진을 확인했습니다."},
)
OFFICE = Stakeholder("office", "식품안전청", "regulator", "threatening", categories=("safety",), owner="minseo")
BOARD = TouchPoint("board", "이야기 게시판", "community", owner="haneul", url="https://board.example/talk")


def fill(world) -> int:
    keep.keep_touchpoints(world.org, [(BOARD, True), (TouchPoint("shop", "성수 매장", "shop"), True)])
    keep.keep_risks(world.org, [GLASS, Risk("leak", "개인정보 유출", categories=("privacy",))])
    keep.keep_stakeholders(world.org, [OFFICE])
    post = Mention(id="1", ts=NINE, source="board", text="유리 조각", url="https://board.example/talk/91")
    kept = Kept(world.org, world.brand, (post,), (), {}, (), (), b"")
    world.mentions.keep([kept])
    return world.open_room(level=3)


def page(world, room: int, path: str = "") -> str:
    return signed_in(world, "haneul").get(f"/rooms/{room}/{path}").content.decode()


def test_a_room_that_nothing_fits_says_so_and_shows_nothing_of_the_registers(world):
    room = fill(world)
    text = page(world, room)
    assert "위험 대장에 들어맞는 것이 없어요" in text
    assert "이물 혼입" not in text
    assert "식품안전청" not in text


def test_a_finding_opens_what_was_prepared_for_its_kind(world):
    room = fill(world)
    world.append(room, assess.noted(finding()))
    text = page(world, room)
    for said in ("이물 혼입", "사진이 먼저 퍼져요.", "정지우", "식품안전청", "한민서 님이 이야기해요"):
        assert said in text
    assert "개인정보 유출" not in text


def test_the_touch_point_under_whose_address_people_write_is_named_with_why_and_its_holes(world):
    room = fill(world)
    world.append(room, assess.noted(finding()))
    text = page(world, room)
    assert "이야기 게시판" in text
    assert "글이 바로 여기 올라왔어요" in text
    assert "대리자 없음" in text
    assert "성수 매장" not in text  # shops are asked from the fourth beacon on


def test_the_prepared_statement_is_put_into_the_editor_and_nothing_is_saved(world):
    room = fill(world)
    world.append(room, assess.noted(finding()))
    assert f"/rooms/{room}/voice/?risk=glass" in page(world, room)
    before = len(world.lines(room))
    text = page(world, room, "voice/?risk=glass")
    assert "많이 놀라셨을 줄 압니다." in text
    assert "해당 제품의 출고를 멈추고 조사하고 있습니다." in text  # what the risk leaves open, the holding text fills
    assert "아직 저장하지 않았어요" in text
    assert len(world.lines(room)) == before
    assert world.room(room).draft is None


def test_a_risk_that_is_not_ours_fills_nothing(world):
    room = fill(world)
    assert "아직 저장하지 않았어요" not in page(world, room, "voice/?risk=nothing")
