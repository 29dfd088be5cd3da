"""제가 볼게요, on screens: on a room's items and on the Watch's findings; of two at one instant one has it."""

from datetime import timedelta

import pytest
from tests.kit.reader import signed_in
from tests.kit.together import at_once
from tests.kit.world import make_world

from bongsu.core import errors
from bongsu.core.values import Finding, FindingKind
from bongsu.crisis import taking as rules
from bongsu.flows import convene, decide, facts, promises, taking
from bongsu.store import codec, on_watch
from bongsu.store.mentions.models import FindingOut
from bongsu.store.operations import models as m


@pytest.fixture
def room(world):
    about = {"org": world.org, "brand": world.brand}
    room = convene.open_room(
        world.ports, **about, by="haneul", title="유리조각", why="사진", level=3, finding=finding(world)
    )
    here = {"org": world.org, "room": room}
    convene.acknowledge(world.ports, **here, by="seojun")
    facts.note_fact(world.ports, **here, by="haneul", text="한 병", status="unconfirmed", source="")
    promises.promise(world.ports, **here, by="haneul", text="다시 답하기", to="", owner="jiwoo", until="17:00")
    decide.ask(
        world.ports,
        **here,
        by="seojun",
        question="출고를 멈출까요?",
        options=("멈춘다", "지켜본다"),
        default=0,
        owner="minseo",
        deputy="seojun",
        minutes=20,
    )
    return room


def finding(world, key="risk:1", level=2):
    return Finding(
        key=key,
        brand=world.brand,
        kind=FindingKind.RISK,
        level=level,
        surprise_centi=0,
        window_s=600,
        count=4,
        expected_milli=0,
        authors=3,
        evidence=("f:1",),
        claim=None,
        category="safety",
        at=world.now - timedelta(minutes=2),
        excerpt="유리가 나왔어요 <b>",
    )


def items(world, room):
    state = world.room(room)
    return {
        "finding": rules.key_of(state.findings[-1]),
        "fact": state.facts[0].id,
        "promise": state.promises[0].id,
        "decision": state.decisions[0].id,
    }


KINDS = ("finding", "fact", "promise", "decision")


@pytest.mark.parametrize("what", KINDS)
def test_of_two_at_one_instant_one_has_it_and_the_other_is_told_who(world, room, what):
    key = items(world, room)[what]

    def takes(who):
        return lambda: taking.take(world.ports, org=world.org, room=room, by=who, item=key)

    (told,) = at_once(takes("haneul"), takes("jiwoo"))
    assert isinstance(told, errors.AlreadyTaken)
    holder = rules.item_of(world.room(room), key).by
    assert told.about["owner"] == {"haneul": "박하늘", "jiwoo": "정지우"}[holder]
    world.assert_journal_holds(room)


def test_who_has_it_stands_on_the_item_and_in_the_journal_until_it_is_let_go(world, room):
    client, other = signed_in(world, "haneul"), signed_in(world, "jiwoo")
    for key in items(world, room).values():
        assert client.post(f"/rooms/{room}/do/take", {"item": key}).status_code == 302
    mine, seen = client.get(f"/rooms/{room}/").content.decode(), other.get(f"/rooms/{room}/").content.decode()
    assert mine.count("내가 보고 있어요") == 3
    assert mine.count("내려놓기") == 4
    assert seen.count("박하늘 님이 보고 있어요") == 3
    assert "박하늘 님이 확인" in seen
    assert "제가 볼게요" not in seen
    assert "보기로 했습니다: 약속 ‘다시 답하기’" in seen
    assert "보기로 했습니다: 잡힌 징후 ‘유리가 나왔어요 &lt;b&gt;’" in seen
    assert signed_in(world, "seojun").get(f"/rooms/{room}/").content.decode().count("이어받기") == 4
    refused = other.post(f"/rooms/{room}/do/take", {"item": items(world, room)["promise"]}, follow=True)
    assert "방금 박하늘 님이 맡았습니다" in refused.content.decode()
    for key in items(world, room).values():
        assert client.post(f"/rooms/{room}/do/release", {"item": key}).status_code == 302
    assert other.get(f"/rooms/{room}/").content.decode().count("제가 볼게요") == 4
    world.assert_journal_holds(room)


def test_a_finding_of_a_room_says_who_saw_it(world, room):
    key = items(world, room)["finding"]
    client = signed_in(world, "jiwoo")
    client.get(f"/rooms/{room}/")
    assert f"/rooms/{room}/seen/{key}/" in client.get(f"/rooms/{room}/").content.decode()
    assert "정지우" in client.get(f"/rooms/{room}/seen/{key}/").content.decode()


def test_whoever_only_looks_on_takes_nothing(world, room):
    m.Person.objects.filter(org_id=world.org, key="yerin").update(roles=["observer"])
    client = signed_in(world, "yerin")
    assert client.post(f"/rooms/{room}/do/take", {"item": items(world, room)["fact"]}).status_code == 403
    assert "제가 볼게요" not in client.get(f"/rooms/{room}/").content.decode()


# ── on the Watch ───────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def row(world):
    found = finding(world)
    made = FindingOut.objects.create(
        org=world.org,
        brand=world.brand,
        key=found.key,
        kind=str(found.kind),
        level=found.level,
        at=found.at,
        body=codec.finding_to(found),
        done=True,
    )
    return made.pk


def watch(world, who):
    return signed_in(world, who).get("/").content.decode()


def test_a_finding_on_the_watch_is_taken_by_one_and_the_other_is_told_who(world, row):
    (told,) = at_once(
        lambda: on_watch.take(world.org, row, person="haneul", at=world.now),
        lambda: on_watch.take(world.org, row, person="jiwoo", at=world.now),
    )
    assert isinstance(told, errors.AlreadyTaken)
    holder = on_watch.holder(world.org, row)
    assert told.about["owner"] == {"haneul": "박하늘", "jiwoo": "정지우"}[holder]
    assert m.WatchMark.objects.filter(finding=row, kind="hand").count() == 1


def test_the_watch_shows_who_has_a_finding_and_who_saw_it(world, row):
    assert "제가 볼게요" in watch(world, "haneul")
    before = on_watch.version(world.org)
    assert signed_in(world, "haneul").post("/watch/take/", {"finding": row}).status_code == 302
    assert on_watch.version(world.org) > before
    assert "내가 보고 있어요" in watch(world, "haneul")
    other = signed_in(world, "jiwoo")
    shown = other.get("/").content.decode()
    assert "박하늘 님이 보고 있어요" in shown
    assert "제가 볼게요" not in shown
    told = other.post("/watch/take/", {"finding": row}, follow=True).content.decode()
    assert "방금 박하늘 님이 맡았습니다" in told
    assert "다른 사람이 맡은 일입니다" in other.post("/watch/release/", {"finding": row}, follow=True).content.decode()
    saw = other.get(f"/watch/seen/{row}/").content.decode()
    assert "박하늘" in saw
    assert "정지우" in saw
    signed_in(world, "haneul").post("/watch/release/", {"finding": row})
    assert "제가 볼게요" in watch(world, "jiwoo")
    assert signed_in(world, "jiwoo").post("/watch/take/", {"finding": row}).status_code == 302
    assert on_watch.holder(world.org, row) == "jiwoo"


def test_whoever_has_a_finding_too_long_is_stepped_in_for_on_the_record_and_is_told(world, row):
    on_watch.take(world.org, row, person="haneul", at=world.now)
    world.clock.forward(minutes=14)
    with pytest.raises(errors.AlreadyTaken):
        on_watch.take(world.org, row, person="jiwoo", at=world.now)
    assert "이어받기" not in watch(world, "jiwoo")
    world.clock.forward(minutes=1)
    assert "이어받기" in watch(world, "jiwoo")
    assert "이어받기" not in watch(world, "haneul")
    (told,) = at_once(
        lambda: on_watch.take(world.org, row, person="seojun", at=world.now),
        lambda: on_watch.take(world.org, row, person="jiwoo", at=world.now),
    )
    assert isinstance(told, errors.AlreadyTaken)
    holder = on_watch.holder(world.org, row)
    name = {"seojun": "이서준", "jiwoo": "정지우"}[holder]
    assert f"{name} 님이 이어받았어요" in watch(world, "haneul")
    assert f"박하늘 님 대신 {name} 님이 보고 있어요" in watch(world, "minseo")
    marks = m.WatchMark.objects.filter(finding=row, kind="hand").order_by("id")
    assert [(mark.person, mark.instead_of, bool(mark.released_at)) for mark in marks] == [
        ("haneul", "", True),
        (holder, "haneul", False),
    ]


def test_once_a_room_is_open_its_findings_are_taken_there(world, row):
    room = convene.open_room(
        world.ports, org=world.org, brand=world.brand, by="haneul", title="유리", why="사진", level=2
    )
    answer = signed_in(world, "haneul").post("/watch/take/", {"finding": row})
    assert answer["Location"] == f"/rooms/{room}/#findings"
    assert on_watch.holder(world.org, row) is None


@pytest.mark.parametrize("wrong", ["", "x", "٣", "99999999999999", "0"])
def test_a_finding_that_is_not_there_is_taken_by_nobody(world, row, wrong):
    assert signed_in(world, "haneul").post("/watch/take/", {"finding": wrong}).status_code == 404


def test_a_finding_of_another_organisation_is_not_there(world, row):
    other = make_world(slug="other", clock=world.clock)
    client = signed_in(other, "haneul")
    assert client.post("/watch/take/", {"finding": row}).status_code == 404
    assert client.get(f"/watch/seen/{row}/").status_code == 404


def test_whoever_opens_a_room_from_what_they_had_in_hand_has_it_there_too(world, row):
    client = signed_in(world, "haneul")
    client.post("/watch/take/", {"finding": row})
    said = {"brand": world.brand, "title": "유리", "why": "사진", "level": "3", "finding": row}
    room = int(client.post("/watch/open/", said)["Location"].strip("/").split("/")[-1])
    state = world.room(room)
    assert [(held.item, held.by) for held in state.held] == [(rules.key_of(state.findings[0]), "haneul")]
    world.assert_journal_holds(room)
