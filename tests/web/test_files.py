"""Files of a room: in through a plain form, out as an attachment, and only to the organisation's own people."""

import hashlib
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.kit.reader import signed_in
from tests.kit.together import at_once
from tests.kit.world import make_world

from bongsu.core.errors import FilesFull, NoSuchRoom
from bongsu.crisis import files as rules
from bongsu.flows import convene, files
from bongsu.store import files as store
from bongsu.store.operations import models as m

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 2_500  # three pieces


@pytest.fixture
def room(world):
    number = convene.open_room(
        world.ports, org=world.org, brand=world.brand, by="haneul", title="유리조각 제보", why="사진이 있어요.", level=3
    )
    convene.acknowledge(world.ports, org=world.org, room=number, by="seojun")
    return number


def sent(name="증거 사진.png", content=PNG):
    return {"file": SimpleUploadedFile(name, content)}


def body(answer):
    return b"".join(answer.streaming_content)


def test_a_file_comes_in_by_a_plain_form_is_listed_and_comes_out_as_it_was(world, room):
    reader = signed_in(world, "haneul")
    assert reader.post(f"/rooms/{room}/files/add", sent()).status_code == 302
    (file,) = world.room(room).files
    page = reader.get(f"/rooms/{room}/").content.decode()
    assert "증거 사진.png" in page
    assert f'href="/rooms/{room}/files/{file.id}"' in page
    assert file.sha256 == hashlib.sha256(PNG).hexdigest()
    answer = signed_in(world, "seojun").get(f"/rooms/{room}/files/{file.id}")
    assert body(answer) == PNG
    assert answer["Content-Type"] == "image/png"
    assert answer["Content-Length"] == str(len(PNG))
    assert answer["Content-Disposition"] == f"attachment; filename*=UTF-8''{quote('증거 사진.png')}"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert m.RoomFileChunk.objects.count() == 3
    world.assert_journal_holds(room)


def test_html_under_the_name_of_a_photograph_is_bytes_and_never_shown(world, room):
    reader = signed_in(world, "haneul")
    reader.post(f"/rooms/{room}/files/add", sent("x\u202egnp.html.png", b"<script>alert(1)</script>"))
    (file,) = world.room(room).files
    answer = reader.get(f"/rooms/{room}/files/{file.id}")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == "attachment; filename*=UTF-8''xgnp.html.png"


def test_another_organisation_finds_nothing_and_changes_nothing(world, room):
    files.add(world.ports, org=world.org, room=room, by="haneul", name="a.png", content=PNG)
    (file,) = world.room(room).files
    stranger = signed_in(make_world(slug="daehan", clock=world.clock), "haneul")
    assert stranger.get(f"/rooms/{room}/files/{file.id}").status_code == 404
    assert stranger.post(f"/rooms/{room}/files/add", sent()).status_code == 404
    assert Client().get(f"/rooms/{room}/files/{file.id}").status_code == 302
    assert len(world.room(room).files) == 1


def test_a_form_without_its_token_is_refused(world, room):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = signed_in(world, "haneul").cookies
    assert strict.post(f"/rooms/{room}/files/add", sent()).status_code == 403
    assert world.room(room).files == ()


def test_what_declares_too_much_is_refused_unread(world, room):
    reader = signed_in(world, "haneul")
    # The test client fails when more is read than was sent.
    answer = reader.generic(
        "POST",
        f"/rooms/{room}/files/add",
        b"--x\r\n",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(rules.FILE_MOST * 2),
    )
    assert answer.status_code == 413
    assert "20 MB" in answer.content.decode()


@pytest.mark.parametrize("wrong", [{}, sent(content=b""), sent("가" * 151 + ".png")])
def test_what_cannot_be_taken_is_said_in_the_room(world, room, wrong):
    reader = signed_in(world, "haneul")
    answer = reader.post(f"/rooms/{room}/files/add", wrong, follow=True)
    said = answer.content.decode()
    assert "파일이 없거나 비어 있습니다" in said or "너무 깁니다" in said
    assert world.room(room).files == ()


def test_a_withdrawn_file_is_gone_and_its_line_stays(world, room):
    reader = signed_in(world, "haneul")
    reader.post(f"/rooms/{room}/files/add", sent())
    (file,) = world.room(room).files
    withdrawn = {"file": file.id, "why": "고객 얼굴이 보여요"}
    assert reader.post(f"/rooms/{room}/do/withdraw_file", withdrawn).status_code == 302
    assert reader.get(f"/rooms/{room}/files/{file.id}").status_code == 404
    assert m.RoomFileChunk.objects.count() == 0
    assert store.bytes_held(world.org, room) == 0
    page = reader.get(f"/rooms/{room}/").content.decode()
    assert "고객 얼굴이 보여요" in page
    assert "파일을 거두고 내용을 지웠습니다: 증거 사진.png" in page
    world.assert_journal_holds(room)


def test_a_form_sent_twice_adds_one_file(world, room):
    for _ in range(2):
        signed_in(world, "haneul").post(f"/rooms/{room}/files/add", sent() | {"once": "k1"})
    assert len(world.room(room).files) == 1


def test_two_at_once_where_one_has_room_leave_one(world, room, monkeypatch):
    monkeypatch.setattr(rules, "ROOM_MOST", len(PNG) + 1)

    def one():
        files.add(world.ports, org=world.org, room=room, by="haneul", name="a.png", content=PNG)

    (refused,) = at_once(one, one)
    assert isinstance(refused, FilesFull)
    assert m.RoomFile.objects.count() == len(world.room(room).files) == 1
    world.assert_journal_holds(room)


def test_what_breaks_while_bytes_are_written_leaves_neither_line_nor_file(world, room, monkeypatch):
    monkeypatch.setattr(m.RoomFileChunk, "save", lambda *_a, **_k: 1 / 0)
    before = len(world.lines(room))
    with pytest.raises(ZeroDivisionError):
        files.add(world.ports, org=world.org, room=room, by="haneul", name="a.png", content=PNG)
    assert len(world.lines(room)) == before
    assert m.RoomFile.objects.count() == 0


def test_a_room_of_another_organisation_takes_none(world, room):
    other = make_world(slug="daehan", clock=world.clock)
    with pytest.raises(NoSuchRoom):
        files.add(other.ports, org=other.org, room=room, by="haneul", name="a.png", content=PNG)
