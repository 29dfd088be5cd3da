"""파일: what a file is, its bytes say; what stands is bounded; who withdraws one."""

import io
import zipfile

import pytest
from hypothesis import given, strategies as st
from tests.rules.crisis.room import Act

from bongsu.core import errors
from bongsu.crisis import files, fold

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20


@pytest.fixture
def act() -> Act:
    act = Act()
    act.everyone_comes()
    return act


def archive(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as into:
        for name in names:
            into.writestr(zipfile.ZipInfo(name), "x")
    return made.getvalue()


def added(act: Act, name: str = "사진.png", content: bytes = PNG, *, by: str = "haneul", held: int = 0) -> str:
    said = files.add(act.room, by=by, name=name, content=content, held=held)
    act.say(said, by=by)
    return said.file


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a..", "image/gif"),
        (b"RIFF\x01\x02\x03\x04WEBPVP8 ", "image/webp"),
        (b"RIFF\x01\x02\x03\x04WAVE", "audio/wav"),
        (b"%PDF-1.7", "application/pdf"),
        (b"ID3\x04\x00\x00", "audio/mpeg"),
        (b"\x00\x00\x00\x18ftypmp42", "video/mp4"),
        (archive("[Content_Types].xml", "word/document.xml"), f"{files._OFFICE}.wordprocessingml.document"),
        (archive("[Content_Types].xml", "xl/workbook.xml"), f"{files._OFFICE}.spreadsheetml.sheet"),
        (archive("mimetype", "Contents/content.hpf"), "application/hwp+zip"),
        (archive("a.txt"), "application/zip"),
        (archive(*(f"{'x' * 2_000}{n}" for n in range(600))), files.UNKNOWN),  # a list of names that has no end
        (b"PK\x03\x04 and no archive", files.UNKNOWN),
        (files._OLE + b"\x00\x00HWP Document File", "application/x-hwp"),
        (files._OLE + b"\x00\x00", "application/x-ole-storage"),
        ("날짜,건수\n11-26,3\n".encode(), files.PLAIN),
        ("한글".encode("cp949"), files.UNKNOWN),
        (b"\x00", files.UNKNOWN),
        (b"<!doctype html><script>alert(1)</script>", files.UNKNOWN),
        (b"hello < ScRipt>alert(1)", files.UNKNOWN),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', files.UNKNOWN),
    ],
    # Not the bytes: two workers must call a case by the same name.
    ids=lambda one: f"{len(one)} bytes" if isinstance(one, bytes) else one,
)
def test_a_file_is_what_its_bytes_say(content: bytes, kind: str) -> None:
    assert files.kind_of(content) == kind


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../x\u202e.exe", "x.exe"),
        ("C:\\temp\\보고\r\n서.hwp", "보고 서.hwp"),
        ('"; filename=x.html', '"; filename=x.html'),
        ("..", ""),
        ("\u200b", ""),
        ("a\x00b\ud800.png", "ab.png"),
    ],
)
def test_a_hostile_name_is_kept_plain(name: str, kept: str) -> None:
    assert files.bare_name(name) == kept


def test_a_file_without_a_name_goes_by_its_key(act: Act) -> None:
    key = added(act, name="../")
    file = act.room.file(key)
    assert file is not None
    assert (file.name, file.kind, file.size) == (key, "image/png", len(PNG))


def test_what_is_empty_too_large_too_many_or_too_long_named_is_refused(act: Act) -> None:
    with pytest.raises(errors.FileEmpty):
        added(act, content=b"")
    with pytest.raises(errors.FileTooLarge):
        added(act, content=b"x" * (files.FILE_MOST + 1))
    with pytest.raises(errors.FilesFull):
        added(act, held=files.ROOM_MOST - len(PNG) + 1)
    with pytest.raises(errors.TextTooLong):
        added(act, name="가" * 151)
    added(act, held=files.ROOM_MOST - len(PNG))
    for _ in range(files.FILES_MOST - 1):
        added(act)
    with pytest.raises(errors.TooMany):
        added(act)


def test_whoever_added_it_or_the_leader_withdraws_it_once_and_with_a_reason(act: Act) -> None:
    leader = act.room.leader
    assert leader is not None
    mine, other = (person for person in ("haneul", "doyun", "seojun") if person != leader)
    first, second = added(act, by=mine), added(act, by=mine)
    with pytest.raises(errors.NotYours):
        files.withdraw(act.room, by=other, file=first, why="아니에요")
    with pytest.raises(errors.ReasonMissing):
        files.withdraw(act.room, by=mine, file=first, why=" ")
    act.say(files.withdraw(act.room, by=mine, file=first, why="잘못 올렸어요"), by=mine)
    act.say(files.withdraw(act.room, by=leader, file=second, why="고객 얼굴"), by=leader)
    with pytest.raises(errors.AlreadyDone):
        files.withdraw(act.room, by=mine, file=first, why="다시")
    with pytest.raises(errors.NoSuchThing):
        files.withdraw(act.room, by=mine, file="a0", why="없어요")


def test_the_state_stays_bounded_however_many_come_and_go(act: Act) -> None:
    keys = []
    for _ in range(60):
        keys.append(added(act))
        act.say(files.withdraw(act.room, by="haneul", file=keys[-1], why="바꿨어요"), by="haneul")
    assert len(act.room.files) == 40
    assert len(set(keys)) == 60
    assert fold.fold(act.lines, room=1, org=1) == act.room


@given(
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=8),
    st.floats(0, 1),
)
def test_a_broken_archive_is_some_file_and_never_an_error(mutations, kept):
    """Somebody altered its list of members, or it arrived in part."""
    broken = bytearray(archive("[Content_Types].xml", "word/document.xml", "한글.txt"))
    listed = broken.index(b"PK\x01\x02")
    for where, byte in mutations:
        broken[listed + int(where * (len(broken) - listed))] = byte
    files.kind_of(bytes(broken))
    files.kind_of(bytes(broken[: int(kept * len(broken))]))
