"""읽음: one of the committee opened a flash with one tap, and whoever sent it sees that, answered or not."""

from tests.kit.reader import signed_in

from bongsu.core import events as e
from bongsu.flows import flash


def test_one_tap_is_a_receipt_that_the_sender_sees_and_the_banner_is_gone(world):
    room = world.open_room(level=3)
    flash.send(world.ports, org=world.org, room=room, by="haneul", text="다친 아이가 있다는 글")
    key = world.room(room).flashes[0].id
    minseo, haneul = signed_in(world, "minseo"), signed_in(world, "haneul")
    before = haneul.get(f"/rooms/{room}/").content.decode()
    assert "기다리는 중" in before
    assert f"/rooms/{room}/do/read_flash" in minseo.get("/").content.decode()
    assert minseo.post(f"/rooms/{room}/do/read_flash", {"flash": key}).status_code == 302
    assert minseo.post(f"/rooms/{room}/do/read_flash", {"flash": key}).status_code == 302
    shown = haneul.get(f"/rooms/{room}/").content.decode()
    assert f"1/{len(world.room(room).flashes[0].to)} 읽음" in shown
    assert "한민서 님이 직보를 읽었습니다." in shown
    assert f"/rooms/{room}/do/read_flash" not in minseo.get("/").content.decode()
    mine = minseo.get(f"/rooms/{room}/").content.decode()
    assert f"/rooms/{room}/do/read_flash" not in mine
    assert f"/rooms/{room}/do/answer_flash" in mine, "and it may still be answered"
    assert len([x for x in world.events(room) if isinstance(x, e.FlashRead)]) == 1
    refused = signed_in(world, "jiwoo").post(f"/rooms/{room}/do/read_flash", {"flash": key}, follow=True)
    assert refused.status_code in (200, 403)
    assert len([x for x in world.events(room) if isinstance(x, e.FlashRead)]) == 1
    world.assert_journal_holds(room)


def test_opening_the_page_alone_reads_nothing(world):
    room = world.open_room(level=3)
    flash.send(world.ports, org=world.org, room=room, by="haneul", text="방송국 전화")
    for path in ("/", f"/rooms/{room}/"):
        signed_in(world, "minseo").get(path)
        assert signed_in(world, "minseo").get(f"/rooms/{room}/do/read_flash").status_code == 405
    assert not any(isinstance(x, e.FlashRead) for x in world.events(room))


def test_on_a_phone_a_flash_is_one_line_that_opens_without_javascript(world):
    room = world.open_room(level=3)
    flash.send(world.ports, org=world.org, room=room, by="haneul", text="방송국 전화")
    shown = signed_in(world, "minseo").get("/").content.decode()
    fold = f"fold-{room}-{world.room(room).flashes[0].id}"
    line, body = shown.index(f'<label class="fold-line" for="{fold}">'), shown.index("fold-body")
    assert shown.index(f'<input class="fold" type="checkbox" id="{fold}"') < line < body
    assert "방송국 전화" in shown[line:body]
    assert "/do/answer_flash" in shown[body:]
