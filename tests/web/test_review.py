"""Review: what happened when, and the proof of it."""

from tests.kit.reader import signed_in
from tests.kit.world import make_world

from bongsu.core.events import EstimateSent, NoteWritten
from bongsu.store.operations.models import JournalLine
from bongsu.web.review.draw import timeline


def test_the_review_tells_the_journal_in_order_and_that_it_holds(world):
    room = world.open_room(level=3)
    world.append(room, NoteWritten(text="사진을 <script>확인</script>했어요."))
    text = signed_in(world, "haneul").get(f"/rooms/{room}/review/").content.decode()
    assert "기록이 온전해요" in text
    assert "&lt;script&gt;" in text
    assert "<script>확인" not in text
    assert " style=" not in text


def test_an_altered_line_is_named(world):
    room = world.open_room(level=3)
    world.append(room, NoteWritten(text="처음 글"))
    line = JournalLine.objects.get(room_id=room, seq=2)
    JournalLine.objects.filter(pk=line.pk).update(body=line.body.replace('"haneul"', '"seojun"'))
    assert "기록이 어긋났어요" in signed_in(world, "minseo").get(f"/rooms/{room}/review/").content.decode()


def test_the_journal_is_exported_as_it_was_hashed_and_only_to_its_organisation(world):
    room = world.open_room()
    client = signed_in(world, "minseo")
    answer = client.get(f"/rooms/{room}/journal.json").json()
    assert [line["body"] for line in answer["lines"]] == list(
        JournalLine.objects.filter(room_id=room).values_list("body", flat=True)
    )
    other = make_world(slug="other", clock=world.clock)
    stranger = signed_in(other, "minseo")
    assert stranger.get(f"/rooms/{room}/journal.json").status_code == 404
    assert stranger.get(f"/rooms/{room}/review/").status_code == 404


def test_the_timeline_places_the_first_post_before_the_room(world):
    room = world.open_room()
    drawn = timeline(world.lines(room), first_post=None, due=None)
    assert [dot.seq for dot in drawn.dots] == [1]


def test_a_blind_reader_sees_nobodys_estimate_in_the_review_of_an_open_room(world):
    room = world.open_room()
    world.append(room, EstimateSent(level=5, press_pct=83, why="영상이 있어요."), by="seojun")
    client = signed_in(world, "haneul")
    text = client.get(f"/rooms/{room}/review/").content.decode()
    blind = "내 판단을 먼저 보내면" in text
    assert ("영상이 있어요." in text) is not blind
    assert (client.get(f"/rooms/{room}/journal.json").status_code == 403) is blind
