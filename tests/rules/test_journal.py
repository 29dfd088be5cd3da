"""The journal: its bytes, its seals, and what `verify` says of every kind of damage."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from django.conf import settings
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings as how, strategies as st
from tests.kit import sample
from tests.kit.clock import NINE
from tests.kit.world import World, make_world

from bongsu.core import events as e
from bongsu.core.errors import SetupError
from bongsu.core.values import ApprovalStep
from bongsu.crisis import fold
from bongsu.store import checkpoint, codec, journal, projections, setup, verify
from bongsu.store.operations import models as m

EXAMPLES = how(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def faults() -> list[tuple[int, str]]:
    return [(f.line, f.what) for f in verify.verify()]


def line(room: int, seq: int) -> Any:
    return m.JournalLine.objects.filter(room_id=room, seq=seq)


@contextmanager
def meddling() -> Iterator[None]:
    """What is done to the tables inside is undone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def room(world: World) -> int:
    """Eight lines, personal values among them."""
    room = world.open_room()
    world.append(
        room,
        e.NoteWritten("고객이 사진을 보냈어요"),
        e.EstimateSent(3, 40, "기자가 묻고 있어요"),
        e.FactNoted("f1", "유리 조각", "unconfirmed", "고객센터 통화"),
        e.BeaconRaised(2, 3, "퍼지는 속도가 빨라요"),
        e.TaskGiven("t1", "사진 확인", "haneul", NINE + timedelta(minutes=10)),
        e.TaskDone("t1", "확인했어요"),
    )
    world.append(room, e.LeadTaken("seojun", None, "taken", "먼저 왔어요"), by="seojun")
    return room


# ── bytes ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_lines_bytes_and_hash_are_these_for_ever() -> None:
    seoul = timezone(timedelta(hours=9))
    at = datetime(2026, 3, 2, 9, 0, 0, 120, tzinfo=seoul)
    event = e.DecisionEscalated('사진 "확인" \u2028\\', "haneul", NINE + timedelta(minutes=10))
    written = journal.write(event, org=1, room=2, seq=3, at=at, by="haneul", prev="ab")
    assert written.body == (
        '{"at":"2026-03-02T00:00:00.000120Z","by":"haneul",'
        '"data":{"decision":"사진 \\"확인\\" \u2028\\\\","due_at":"2026-03-02T00:10:00.000000Z","owner":"haneul"},'
        '"org":1,"prev":"ab","room":2,"seq":3,"type":"decision_escalated","v":1}'
    )
    assert written.hash == "4bdf7c88d3ced88869a6d0ef264cd132b5a65857c108437b3fe898d470224950"
    assert written.secrets == ()


def test_a_seal_is_this_for_ever() -> None:
    assert journal.seal_of("하늘", "00" * 32) == (
        "sealed:b2952b35aa4e6f53a720e98d742789ac5f45538f0f760d8a248d287d747ceb66"
    )


def test_the_same_words_are_sealed_differently_each_time() -> None:
    first, second = (
        journal.write(e.NoteWritten("하늘"), org=1, room=1, seq=1, at=NINE, by="haneul", prev="") for _ in range(2)
    )
    assert first.secrets[0].value == second.secrets[0].value == "하늘"
    assert first.hash != second.hash
    assert "하늘" not in first.body


def test_a_journal_refuses_floats_and_times_without_a_zone() -> None:
    with pytest.raises(TypeError):
        codec.builtins({"share": 0.1})
    with pytest.raises(ValueError, match="zone"):
        codec.utc(datetime(2026, 3, 2))  # noqa: DTZ001


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.dictionaries(st.text(), x)))
def test_canonical_bytes_come_back_and_are_spelled_one_way(value: object) -> None:
    plain = codec.builtins(value)
    spelled = codec.canonical(plain)
    assert codec.canonical(json.loads(spelled)) == spelled


@given(st.datetimes(timezones=st.timezones()))
def test_a_time_is_spelled_in_utc_with_six_digits_and_comes_back(at: datetime) -> None:
    try:
        at.astimezone(UTC)
    except OverflowError:
        return  # year 0 or 10000 in UTC
    spelled = codec.utc(at)
    assert len(spelled) == 27
    assert codec.parse_utc(spelled) == at.astimezone(UTC)


# ── whatever happens, the room is what its journal says ────────────────────────────────────────────────────────────
_KEYS = [p.key for p in sample.PEOPLE]
_BY_NAME: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(("person", "to", "leader", "owner", "previous"), st.sampled_from(_KEYS)),
    **dict.fromkeys(("level", "level_from", "level_to"), st.integers(1, 5)),
    "outlet": st.sampled_from([o.key for o in sample.OUTLETS]),
    "status": st.sampled_from(("confirmed", "unconfirmed", "false")),
    "options": st.just(("기다린다", "말한다")),
    "default": st.integers(0, 1),
    "day": st.dates().map(str),
    "option": st.integers(0, 1),
    "how": st.sampled_from(("owner", "default", "taken", "accepted")),
    **{name: st.sampled_from((f"{name}1", f"{name}2")) for name in ("call", "decision", "task", "delivery", "fact")},
    "statement": st.sampled_from(("s1", "s2")),
    "chain": st.just((ApprovalStep("legal", 10),)),
    "slots": st.just((("empathy", "걱정을 끼쳐 드려 죄송합니다."),)),
}
_TIME = st.integers(0, 600).map(lambda minutes: NINE + timedelta(minutes=minutes))
_TEXT = st.text(max_size=12)


def _field(name: str, hint: Any) -> st.SearchStrategy[Any]:
    several = get_origin(hint) is tuple and name not in ("chain", "slots", "options")
    if name in _BY_NAME and not several:
        return _BY_NAME[name]
    if is_dataclass(hint):  # a value within an event
        return st.builds(hint, **{part: _field("", kind) for part, kind in get_type_hints(hint).items()})
    kinds = get_args(hint)
    if type(None) in kinds:
        return st.none() | _field("", next(k for k in kinds if k is not type(None)))
    if kinds:
        some, *more = kinds
        if more == [...]:
            return st.lists(_field("", some), max_size=2).map(tuple)
        return st.tuples(*(_field("", kind) for kind in kinds))
    return {int: st.integers(0, 100), bool: st.booleans(), datetime: _TIME}.get(hint, _TEXT)


def _event(cls: type[e.Event]) -> st.SearchStrategy[e.Event]:
    hints = get_type_hints(cls)
    return st.builds(cls, **{f.name: _field(f.name, hints[f.name]) for f in fields(cls)})


#: Any event but the first, with ids that sometimes meet.
EVENTS = st.one_of(*[_event(cls) for cls in e.EVENTS.values() if cls is not e.RoomOpened])


def _own_ids(events: list[e.Event]) -> list[e.Event]:
    """A delivery or call is planned once under its id; rules see to that."""
    seen: set[str] = set()
    kept = []
    for event in events:
        if isinstance(event, e.DeliveryPlanned | e.CallPlaced):
            key = event.delivery if isinstance(event, e.DeliveryPlanned) else event.call
            if key in seen:
                continue
            seen.add(key)
        kept.append(event)
    return kept


@EXAMPLES
@given(st.lists(st.lists(EVENTS, max_size=6), max_size=5))
def test_the_journal_folds_to_the_stored_room(world: World, batches: list[list[e.Event]]) -> None:
    room = world.open_room(kind="drill")
    flat = _own_ids([event for batch in batches for event in batch])
    while flat:
        world.append(room, *flat[:5], by="jiwoo")
        flat = flat[5:]
    world.assert_journal_holds(room)
    assert verify.verify_room(world.org, room) == ()


# ── shredding ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_shredded_words_leave_the_chain_and_the_room_as_they_were(world: World, room: int) -> None:
    before = world.room(room)
    bodies = list(m.JournalLine.objects.order_by("seq").values_list("body", flat=True))
    assert journal.shred_person(world.org, "haneul") == 6
    assert m.PersonalValue.objects.values_list("by", flat=True).get() == "seojun"
    assert faults() == []
    assert world.room(room) == before
    assert list(m.JournalLine.objects.order_by("seq").values_list("body", flat=True)) == bodies
    world.assert_journal_holds(room)
    note = world.events(room)[1]
    assert isinstance(note, e.NoteWritten)
    assert journal.unseal(room, [note.text]) == {}


def test_one_seal_of_one_room_is_shredded_alone(world: World, room: int) -> None:
    other = make_world(slug="other", clock=world.clock)
    (note,) = world.append(room, e.NoteWritten("지워 주세요"))
    assert isinstance(note.event, e.NoteWritten)
    assert journal.shred(other.org, room, [note.event.text]) == 0
    assert journal.shred(world.org, room + 1, [note.event.text]) == 0
    assert journal.shred(world.org, room, [note.event.text]) == 1
    assert m.PersonalValue.objects.filter(room_id=room).count() == 7
    assert faults() == []


@pytest.mark.skipif(bool(settings.DATABASE), reason="looks into SQLite's files")
def test_shredded_words_are_gone_from_the_file(world: World) -> None:
    room = world.open_room()
    for n in range(300):
        world.append(room, e.NoteWritten(f"전화번호 비밀{n:03} " + "가" * (n * 7 % 900)), by=("haneul", "jiwoo")[n % 2])
    assert "비밀122".encode() in _bytes_on_disk()
    journal.shred_person(world.org, "haneul")
    left = _bytes_on_disk()
    assert [n for n in range(0, 300, 2) if f"비밀{n:03}".encode() in left] == []
    assert all(f"비밀{n:03}".encode() in left for n in range(1, 300, 2))


def _bytes_on_disk() -> bytes:
    file = Path(str(settings.DATABASES["default"]["NAME"]))
    parts = [file, file.with_name(file.name + "-wal")]
    return b"".join(part.read_bytes() for part in parts if part.exists())


# ── damage ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@EXAMPLES
@given(st.integers(1, 8), st.integers(0), st.sampled_from('x9"}{,:가'))
def test_any_altered_byte_is_named_with_its_line(room: int, seq: int, place: int, other: str) -> None:
    body = line(room, seq).get().body
    place %= len(body)
    forged = body[:place] + (other if body[place] != other else "z") + body[place + 1 :]
    with meddling():
        line(room, seq).update(body=forged)
        assert faults() == [(seq, "altered")]
    with meddling():  # and by somebody who knows how to hash
        line(room, seq).update(body=forged, hash=journal.hash_of(forged))
        found = faults()
        assert (seq, "altered") in found
        assert set(found) <= {(seq - 1, "altered"), (seq, "altered")}  # whose "prev" is wrong, nobody can tell
    assert faults() == []


@pytest.mark.parametrize("seq", range(1, 9))
@pytest.mark.parametrize(
    "changes",
    [{"by": "jiwoo"}, {"at": NINE + timedelta(seconds=1)}, {"type": "room_closed"}, {"hash": "0" * 64}],
    ids=lambda changes: next(iter(changes)),
)
def test_a_column_that_says_otherwise_than_its_line_is_named(room: int, seq: int, changes: dict[str, Any]) -> None:
    line(room, seq).update(**changes)
    assert faults() == [(seq, "altered")]


@pytest.mark.parametrize(
    "said",
    ['"level_to":9', '"level_to":"x"', '"level_to":null', '"level_to":' + "[" * 100_000, '"level_to":' + "9" * 5000],
    ids=("no level", "text", "nothing", "too deep", "too long"),
)
def test_a_line_that_makes_no_room_is_named_even_when_all_after_it_is_forged_too(room: int, said: str) -> None:
    _forge_from(room, 5, '"level_to":3', said)
    assert (5, "altered") in faults() or (8, "altered") in faults()


def _forge_from(room: int, seq: int, old: str, new: str) -> None:
    """Rewrite one line and hash all after it anew: what somebody does who knows our format."""
    prev = line(room, seq - 1).get().hash
    for row in m.JournalLine.objects.filter(room_id=room, seq__gte=seq).order_by("seq"):
        body = row.body.replace(old, new) if row.seq == seq else row.body
        head, _, tail = body.partition('"prev":"')
        body = f'{head}"prev":"{prev}{tail[64:]}'
        prev = journal.hash_of(body)
        line(room, row.seq).update(body=body, hash=prev)
    m.Room.objects.filter(pk=room).update(head=prev)


@EXAMPLES
@given(st.sets(st.integers(1, 8), min_size=1))
def test_dropped_lines_are_missing(room: int, gone: set[int]) -> None:
    with meddling():
        m.JournalLine.objects.filter(room_id=room, seq__in=gone).delete()
        assert faults() == [(seq, "missing") for seq in sorted(gone)]


@EXAMPLES
@given(st.sets(st.integers(1, 8), min_size=2, max_size=2).map(sorted), st.booleans())
def test_two_swapped_lines_are_reordered(room: int, pair: list[int], whole: bool) -> None:
    first, second = (line(room, seq).get() for seq in pair)
    names = ("body", "hash", "at", "by", "type") if whole else ("body", "hash")
    with meddling():
        for to, row in ((pair[0], second), (pair[1], first)):
            line(room, to).update(**{name: getattr(row, name) for name in names})
        assert faults() == [(seq, "reordered") for seq in pair]


def test_a_line_somebody_added_is_named(world: World, room: int) -> None:
    last = line(room, 8).get()
    forged = journal.write(e.RoomClosed(""), org=world.org, room=room, seq=9, at=NINE, by="minseo", prev=last.hash)
    m.JournalLine.objects.create(
        org_id=world.org, room_id=room, seq=9, at=NINE, by="minseo", type="room_closed",
        body=forged.body, hash=forged.hash,
    )  # fmt: skip
    assert faults() == [(9, "altered")]


@pytest.mark.parametrize("field", ["value", "salt", "seal"])
def test_a_personal_value_put_into_somebodys_mouth_is_named(room: int, field: str) -> None:
    other = {"value": "다른 말", "salt": "zz", "seal": "sealed:0"}[field]
    m.PersonalValue.objects.filter(room_id=room, seq=3).update(**{field: other})
    assert faults() == [(3, "altered")]


@pytest.mark.parametrize(
    "changes",
    [{"level": 5}, {"is_open": False}, {"title": "괜찮아요"}, {"paused": True}, {"head": "0" * 64}, {"state": "{}"}],
    ids=lambda changes: next(iter(changes)),
)
def test_a_room_that_is_not_what_its_journal_makes_is_named_at_its_last_line(
    room: int, changes: dict[str, Any]
) -> None:
    m.Room.objects.filter(pk=room).update(**changes)
    assert faults() == [(8, "altered")]


def test_a_room_of_which_only_lines_are_left_is_missing(room: int) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's constraint holds for everybody")
    with connection.constraint_checks_disabled():
        m.Room.objects.filter(pk=room)._raw_delete("default")
        assert [(f.room, f.line, f.what) for f in verify.verify()] == [(room, 0, "missing")]
        m.JournalLine.objects.all().delete()
        m.PersonalValue.objects.all().delete()


def test_damage_in_one_room_is_not_laid_at_anothers_door(world: World, room: int) -> None:
    other = world.open_room(kind="drill")
    line(room, 4).delete()
    assert verify.verify_room(world.org, other) == ()
    assert [(f.room, f.line) for f in verify.verify(world.org)] == [(room, 4)]
    assert list(verify.verify(world.org + 1)) == []


# ── checkpoints ────────────────────────────────────────────────────────────────────────────────────────────────────
def cut_tail(world: World, room: int, *, to: int) -> None:
    """Cut the journal and make the room agree: nothing in the database tells."""
    m.JournalLine.objects.filter(room_id=room, seq__gt=to).delete()
    m.PersonalValue.objects.filter(room_id=room, seq__gt=to).delete()
    state = fold.fold(world.lines(room), room=room, org=world.org)
    m.Room.objects.filter(pk=room).update(**projections.columns(state, line(room, to).get().hash))


def test_a_cut_tail_is_seen_by_the_room_itself(room: int) -> None:
    m.JournalLine.objects.filter(room_id=room, seq__gt=6).delete()
    assert faults() == [(7, "missing"), (8, "missing")]


@pytest.mark.parametrize("to", [1, 5, 7])
def test_a_cut_tail_that_fits_the_room_is_seen_by_a_checkpoint(
    world: World, room: int, tmp_path: Path, to: int
) -> None:
    file = tmp_path / "heads.json"
    assert checkpoint.checkpoint(file) == ()
    cut_tail(world, room, to=to)
    assert faults() == []
    assert [(f.line, f.what) for f in checkpoint.against(file)] == [(seq, "missing") for seq in range(to + 1, 9)]


def test_a_rewritten_tail_is_seen_by_a_checkpoint(world: World, room: int, tmp_path: Path) -> None:
    file = tmp_path / "heads.json"
    checkpoint.checkpoint(file)
    cut_tail(world, room, to=7)
    world.append(room, e.NoteWritten("그런 일은 없었어요"))
    assert faults() == []
    assert [(f.line, f.what) for f in checkpoint.against(file)] == [(8, "altered")]


def test_a_checkpoint_moves_on_only_over_an_intact_journal(world: World, room: int, tmp_path: Path) -> None:
    file = tmp_path / "heads.json"
    checkpoint.checkpoint(file)
    first = file.read_bytes()
    world.append(room, e.NoteWritten("더"))
    with meddling():
        line(room, 3).delete()
        assert [(f.line, f.what) for f in checkpoint.checkpoint(file)] == [(3, "missing")]
        assert file.read_bytes() == first
    assert checkpoint.checkpoint(file) == ()
    assert json.loads(file.read_bytes())["rooms"][0]["seq"] == 9


@pytest.mark.parametrize(
    ("old", "new"), [('"seq":8', '"seq":7'), ('"rooms":[{', '"rooms":[],"x":[{'), ('{"key"', '{"KEY"'), ("}", "")]
)
def test_a_forged_checkpoint_is_refused_and_left_alone(room: int, tmp_path: Path, old: str, new: str) -> None:
    file = tmp_path / "heads.json"
    checkpoint.checkpoint(file)
    forged = file.read_text().replace(old, new)
    file.write_text(forged)
    with pytest.raises(SetupError):
        checkpoint.checkpoint(file)
    assert file.read_text() == forged


def test_a_checkpoint_signed_by_somebody_else_is_refused(room: int, tmp_path: Path) -> None:
    file = tmp_path / "heads.json"
    checkpoint.checkpoint(file)
    (Path(settings.HOME) / checkpoint.KEY_FILE).unlink()
    with pytest.raises(SetupError, match="another installation"):
        checkpoint.against(file)


def test_a_checkpoint_that_cannot_be_written_says_so(room: int, tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="cannot be written"):
        checkpoint.write(tmp_path / "nowhere" / "heads.json")


def test_people_may_be_renamed_without_touching_any_journal(world: World, room: int) -> None:
    setup.upsert_people(world.org, [replace(p, name="이름 없음") for p in sample.PEOPLE])
    assert faults() == []
