"""The press log on the page: noted, taken by one, answered with what stands, and the reader who may only read."""

import pytest
from tests.kit.reader import signed_in
from tests.kit.together import at_once

from bongsu.core import errors, events as e
from bongsu.flows import convene, decide, facts, taking


@pytest.fixture
def room(world):
    number = convene.open_room(
        world.ports, org=world.org, brand=world.brand, by="haneul", title="유리조각 제보", why="사진이 있어요.", level=4
    )
    convene.acknowledge(world.ports, org=world.org, room=number, by="seojun")
    return number


ASKED = {
    "medium": "한빛일보",
    "reporter": "김기자",
    "contact": "02-0000-0000",
    "question": "<script>몇 병인가요?</script>",
    "until": "17:00",
}


def do(world, room, who, act, **fields):
    return signed_in(world, who).post(f"/rooms/{room}/do/{act}", fields)


def page(world, room, who="minseo", path="press/"):
    answer = signed_in(world, who).get(f"/rooms/{room}/{path}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_inquiry_goes_from_noted_to_closed(world, room):
    assert do(world, room, "haneul", "note_inquiry", **ASKED).headers["location"] == f"/rooms/{room}/press/#inquiries"
    (one,) = world.room(room).inquiries
    assert f"{one.due_at:%H:%M}" == "08:00"  # 17:00 in Seoul
    shown = page(world, room)
    assert "김기자" in shown
    assert "&lt;script&gt;몇 병인가요?" in shown
    assert "한빛일보" in page(world, room, path="")
    assert do(world, room, "haneul", "take", item=one.id).status_code == 302
    refused = do(world, room, "haneul", "answer_inquiry", inquiry=one.id, words="저희 탓은 아닙니다.")
    assert refused.status_code == 403
    assert "위임받은 범위를 벗어납니다" in refused.content.decode()
    empty = do(world, room, "haneul", "answer_inquiry", inquiry=one.id)
    assert empty.status_code == 422
    assert "무엇이라고 답했는지 먼저 적어 주세요." in empty.content.decode()
    facts.note_fact(
        world.ports, org=world.org, room=room, by="haneul", text="한 병입니다", status="confirmed", source="품질팀"
    )
    (fact,) = (f.id for f in world.room(room).facts)
    assert "한 병입니다" in page(world, room, "haneul")
    assert do(world, room, "haneul", "answer_inquiry", inquiry=one.id, facts=[fact]).status_code == 302
    facts.settle_fact(world.ports, org=world.org, room=room, by="haneul", fact=fact, status="false", source="다시 셈")
    assert "답한 내용이 이제 사실이 아니에요" in page(world, room)
    assert "기자에게 다시 알려 주세요" in page(world, room, path="")
    assert do(world, room, "haneul", "close_inquiry", inquiry=one.id, note="다시 알렸어요").status_code == 302
    world.assert_journal_holds(room)


def test_two_who_take_one_at_one_instant_one_has_it_and_the_other_is_told_who(world, room):
    do(world, room, "haneul", "note_inquiry", **ASKED)
    key = world.room(room).inquiries[0].id

    def takes(who):
        return lambda: taking.take(world.ports, org=world.org, room=room, by=who, item=key)

    (told,) = at_once(takes("haneul"), takes("doyun"))
    assert isinstance(told, errors.AlreadyTaken)
    owner = world.room(room).inquiries[0].owner
    assert told.about["owner"] == {"haneul": "박하늘", "doyun": "최도윤"}[owner]
    assert len([x for x in world.events(room) if isinstance(x, e.InquiryTaken)]) == 1
    other = "doyun" if owner == "haneul" else "haneul"
    client = signed_in(world, other)
    said = client.post(f"/rooms/{room}/do/take", {"item": key}, headers={"accept": "application/problem+json"})
    assert said.status_code == 409
    refused = client.post(f"/rooms/{room}/do/take", {"item": key}, follow=True)
    assert f"방금 {told.about['owner']} 님이 맡았습니다" in refused.content.decode()
    world.assert_journal_holds(room)


def test_what_was_typed_comes_back_when_it_is_refused(world, room):
    answer = do(world, room, "haneul", "note_inquiry", **(ASKED | {"medium": " "}))
    assert answer.status_code == 422
    assert "김기자" in answer.content.decode()
    assert world.room(room).inquiries == ()


def test_a_late_deadline_is_said_once_by_the_clock(world, room):
    do(world, room, "haneul", "note_inquiry", **ASKED)
    world.clock.forward(hours=24)
    decide.watch_clock(world.ports, org=world.org)
    decide.watch_clock(world.ports, org=world.org)
    assert len([x for x in world.events(room) if isinstance(x, e.InquiryLate)]) == 1
    assert "마감 지남" in page(world, room)


CLAIMED = {"kind": "correct", "medium": "한빛일보", "link": "javascript:alert(1)", "wrong": "한 병이에요."}


def test_without_a_statutory_clock_the_page_says_so(world, room):
    assert world.room(room).ground.laws == ()
    assert do(world, room, "haneul", "claim_correction", **CLAIMED).status_code == 404
    assert "법정 시한이 정해져 있지 않아요" in page(world, room)


def test_another_organisations_press_log_is_not_there(world, room):
    assert signed_in(world, "haneul").get("/rooms/99999/press/").status_code == 404
