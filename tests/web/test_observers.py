"""Observers on the page: they see everything, and every act but a few is refused until they are dismissed or called."""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.kit.reader import signed_in
from tests.rules.crisis.room import finding

from bongsu.core.ports import Kept
from bongsu.flows import assess, convene


@pytest.fixture
def room(world):
    """Level 2; seojun leads."""
    number = convene.open_room(
        world.ports, org=world.org, brand=world.brand, by="haneul", title="유리조각 제보", why="사진이 있어요.", level=2
    )
    if world.room(number).leader != "seojun":
        convene.take_lead(world.ports, org=world.org, room=number, by="seojun", why="제가 지휘합니다", seen=None)
    return number


def do(world, room, who, act, **fields):
    return signed_in(world, who).post(f"/rooms/{room}/do/{act}", fields)


def page(world, room, who):
    return signed_in(world, who).get(f"/rooms/{room}/").content.decode()


def test_an_invited_person_looks_on_and_is_refused_until_dismissed(world, room):
    assert 'id="invite_observer"' in page(world, room, "seojun")
    assert 'id="invite_observer"' not in page(world, room, "minseo")
    assert do(world, room, "seojun", "invite_observer", person="minseo").status_code == 302
    seen = page(world, room, "minseo")
    assert "참관 중이에요." in seen
    assert "참관 <b>한민서</b>" in seen
    assert f"/rooms/{room}/do/note" not in seen
    refused = do(world, room, "minseo", "note", text="제 생각은요")
    assert refused.status_code == 403
    assert "참관 중에는 보기만 합니다." in refused.content.decode()
    assert f"/rooms/{room}/do/dismiss_observer" in page(world, room, "seojun")
    assert do(world, room, "seojun", "dismiss_observer", person="minseo").status_code == 302
    assert do(world, room, "minseo", "note", text="제 생각은요").status_code == 302
    world.assert_journal_holds(room)


def test_an_observer_is_not_locked_out_of_command(world, room):
    do(world, room, "seojun", "invite_observer", person="minseo")
    assert f"/rooms/{room}/do/take_lead" in page(world, room, "minseo")
    assert do(world, room, "minseo", "take_lead", why="제가 지휘합니다.", seen="seojun").status_code == 302
    assert world.room(room).leader == "minseo"
    assert world.room(room).observers == ()


def test_whom_a_risk_calls_no_longer_only_looks_on_and_the_journal_says_why(world, room):
    do(world, room, "seojun", "invite_observer", person="jiwoo")
    risk = replace(finding("risk:privacy", level=2), category="privacy", brand=world.brand)
    world.mentions.keep([Kept(world.org, world.brand, (), (), {}, (), (risk,), b"")])
    assess.hand_findings(world.ports, org=world.org)
    assert "위험 ‘개인정보’ 때문에 법무를 더 불렀습니다." in page(world, room, "seojun")
    assert world.room(room).observers == ()
    assert do(world, room, "jiwoo", "acknowledge").status_code == 302
    assert do(world, room, "jiwoo", "note", text="확인할게요").status_code == 302
    world.assert_journal_holds(room)


def test_an_observer_adds_no_file(world, room):
    do(world, room, "seojun", "invite_observer", person="minseo")
    reader = signed_in(world, "minseo")
    reader.post(reverse("file-add", kwargs={"room": room}), {"file": SimpleUploadedFile("a.txt", b"hello")})
    assert world.room(room).files == ()
    assert "참관 중에는 보기만 합니다." in reader.get(f"/rooms/{room}/").content.decode()
