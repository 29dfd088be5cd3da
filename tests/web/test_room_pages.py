"""What the pages of a room say: told together, counted honestly, and readable at two in the morning."""

from datetime import timedelta

import pytest
from django.template import Context, Template
from tests.kit.reader import signed_in

from bongsu.core import events as e
from bongsu.core.formation import Hit
from bongsu.core.values import Finding, FindingKind
from bongsu.crisis import assess as rules, convene as convening, speak
from bongsu.crisis.convene import POINT
from bongsu.flows import assess, convene, decide


@pytest.fixture
def room(world):
    return convene.open_room(
        world.ports, org=world.org, brand=world.brand, by="haneul", title="유리조각 제보", why="사진이 있어요.", level=5
    )


def finding(world, **changes):
    about = {
        "key": "risk:1:a",
        "kind": FindingKind.RISK,
        "brand": world.brand,
        "at": world.now,
        "level": 3,
        "surprise_centi": 0,
        "window_s": 1800,
        "count": 3,
        "expected_milli": 0,
        "authors": 3,
        "evidence": ("board:1",),
        "excerpt": "유리 같은 조각 사진 보니 남 일 같지 않네요. 한강식품은 설명을 하세요..",
    }
    return Finding(**(about | changes))


def page(world, who, path):
    return signed_in(world, who).get(path).content.decode()


def told(world, at, form=""):
    words = Template("{% load bongsu %}{% countdown at " + (f'"{form}"' if form else "") + " %}")
    return words.render(Context({"at": at, "now": world.now}))


# ── countdowns ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_time_left_reads_as_a_sentence(world):
    left = told(world, world.now + timedelta(minutes=24, seconds=4))
    assert ">24:04 남음</span> <small>· <time" in left
    assert "</time>까지</small>" in left
    assert ">1:00:00 남음<" in told(world, world.now + timedelta(hours=1))
    assert ">24:04<" in told(world, world.now + timedelta(minutes=24, seconds=4), "bare")


@pytest.mark.parametrize(
    ("late", "words"),
    [
        (timedelta(seconds=5), "1분 지남"),
        (timedelta(minutes=3), "3분 지남"),
        (timedelta(hours=1, minutes=5), "1시간 5분 지남"),
    ],
)
def test_what_is_overdue_says_since_when(world, late, words):
    assert f">{words}<" in told(world, world.now - late)
    assert f">{words}<" in told(world, world.now - late, "bare")


# ── the journal ────────────────────────────────────────────────────────────────────────────────────────────────────
def test_calls_placed_together_are_told_in_one_row_and_stay_single_lines(world, room):
    calls = [line for line in world.lines(room) if line.event.type_ == "call_placed"]
    assert len(calls) >= 3
    shown = page(world, "haneul", f"/rooms/{room}/")
    assert f"{len(calls)}명을 호출했습니다 (" in shown
    for line in calls:
        assert f'id="line-{line.seq}"' in shown


def try_calls(world, room, people):
    for call in people:
        tried = convening.call_tried(world.room(room), call=call.id, channel="in_app", attempt=1)
        world.append(room, *tried, by="system")


def unanswered(world, room):
    found = [call for call in world.room(room).calls if call.acknowledged_at is None]
    assert len(found) >= 3
    return found[:3]


def test_two_lines_or_lines_far_apart_are_not_told_together(world, room):
    first, second, third = unanswered(world, room)
    try_calls(world, room, [first, second])
    world.clock.at += timedelta(minutes=15)
    try_calls(world, room, [third])
    shown = page(world, "haneul", f"/rooms/{room}/")
    assert "명에게 호출이 갔습니다" not in shown
    assert shown.count("님에게 호출이 갔습니다") == 3


def test_waves_of_the_same_call_are_told_in_one_row(world, room):
    people = unanswered(world, room)
    for _ in range(2):
        try_calls(world, room, people)
        world.clock.at += timedelta(minutes=2)
    shown = page(world, "haneul", f"/rooms/{room}/")
    assert "3명에게 호출이 갔습니다 (" in shown
    assert "모두 6번." in shown


POINTS = ("cs", "mall", "cafe", "blog", "night")


def widen(world, room, *roles, person="haneul"):
    call = world.room(room).call_of(person)
    return world.append(room, *(e.CallWidened(call.id, person, role, 5) for role in roles), by="system")


def points_hit(world, room):
    world.append(room, e.TouchPointsHit(tuple(Hit(key, f"접점 {key}") for key in POINTS)), by="system")
    return [POINT + key for key in POINTS]


def test_many_touch_points_of_one_person_are_told_in_one_row_that_names_them(world, room):
    lines = widen(world, room, *points_hit(world, room))
    shown = page(world, "haneul", f"/rooms/{room}/")
    assert "박하늘 님 호출이 접점 5곳도 맡습니다 (접점 cs, 접점 mall, 접점 cafe 외 2)." in shown
    assert f'data-seqs="{lines[0].seq}-{lines[-1].seq}"' in shown
    row = shown.partition(f'<details id="group-{lines[0].seq}">')[2].partition("</details>")[0]
    for line, key in zip(lines, POINTS, strict=True):
        assert f'id="line-{line.seq}"' in row
        assert f"박하늘 님 호출이 접점 ‘접점 {key}’ 역할도 맡습니다." in row


def test_touch_points_that_several_take_at_once_are_told_in_one_row(world, room):
    roles = points_hit(world, room)
    widen(world, room, *roles[:3])
    widen(world, room, *roles[3:], person="seojun")
    assert "박하늘, 이서준 님 호출이 접점 5곳도 나누어 맡습니다" in page(world, "haneul", f"/rooms/{room}/")


def test_two_touch_points_are_still_told_by_themselves(world, room):
    widen(world, room, *points_hit(world, room)[:2])
    shown = page(world, "haneul", f"/rooms/{room}/")
    assert "곳도 맡습니다" not in shown
    assert shown.count("박하늘 님 호출이 접점 ‘") == 2


def test_a_wave_of_calls_is_told_in_one_row_with_whom_it_did_not_reach(world, room):
    first, second, third = unanswered(world, room)
    try_calls(world, room, [first, second])
    for call in (third, second):
        failed = convening.call_tried(world.room(room), call=call.id, channel="mail", attempt=2, failure="busy", step=1)
        world.append(room, *failed, by="system")
    shown = page(world, "haneul", f"/rooms/{room}/")
    name = {p.key: p.name for p in world.store.people(world.org)}[third.person]
    assert f"2명에게 호출이 갔고 1명에게는 가지 않았습니다 ({name}). 모두 4번." in shown


def test_what_a_careful_reader_would_stop_at_stands_where_it_is_approved(world, room):
    draft = speak.edit(
        world.room(room),
        by="haneul",
        slots={"facts": "모두 7,321개를 거두었습니다."},
        next_update_at=None,
        base_version=0,
        zone="Asia/Seoul",
        at=world.now,
    )
    world.append(room, draft)
    shown = page(world, "seojun", f"/rooms/{room}/voice/")
    assert "확인된 사실에 없습니다." in shown.partition('id="approve"')[2]


def test_a_page_of_older_lines_stands_still_while_it_is_read(world, room):
    for number in range(70):
        world.append(room, rules.note(world.room(room), by="haneul", words=f"메모 {number}", at=world.now))
    shown = page(world, "haneul", f"/rooms/{room}/")
    assert 'id="panel-journal"' in shown
    older = shown.partition('href="?before=')[2].partition("#")[0]
    shown = page(world, "haneul", f"/rooms/{room}/?before={older}")
    assert 'id="panel-journal"' not in shown
    assert "메모 0<" in shown
    assert "메모 69<" not in shown
    assert "최신 기록으로" in shown


# ── findings ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_usual_that_was_not_measured_is_not_printed(world, room):
    world.append(room, *rules.weigh(world.room(room), finding=finding(world), at=world.now), by="system")
    seq = world.room(room).findings[0].seq
    for path in (f"/rooms/{room}/", f"/rooms/{room}/findings/{seq}/"):
        shown = page(world, "haneul", path)
        assert "평소 0" not in shown
        assert "작성자 3명이 위험 말을 썼어요" in shown


def test_a_surge_shows_what_is_usual(world, room):
    surge = finding(world, kind=FindingKind.SURGE, expected_milli=2100, surprise_centi=950, count=40)
    world.append(room, *rules.weigh(world.room(room), finding=surge, at=world.now), by="system")
    shown = page(world, "haneul", f"/rooms/{room}/")
    assert "30분 동안 <b>40건</b> (평소 2.1)" in shown
    assert "30분 동안 40건, 평소 2.1건." in shown


# ── titles ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("excerpt", "title"),
    [
        (
            "유리 같은 조각 사진 보니 남 일 같지 않네요. 한강식품은 설명을 하세요..",
            "“유리 같은 조각 사진 보니 남 일 같지…” — 한강식품",
        ),
        ("이물 나왔어요", "“이물 나왔어요” — 한강식품"),
        ("가" * 60, f"“{'가' * 23}…” — 한강식품"),
        ("  \n ", "한강식품 위험 언급"),
    ],
)
def test_a_room_that_a_finding_opens_is_named_after_the_first_words_and_the_brand(world, excerpt, title):
    assert assess.title_for(world.ports, org=world.org, finding=finding(world, excerpt=excerpt)) == title


# ── the brief ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_brief_says_who_leads_and_when_the_next_report_is_due(world, room):
    shown = page(world, "minseo", f"/rooms/{room}/brief/")
    lead = world.room(room).leader
    name = next(p.name for p in world.store.people(world.org) if p.key == lead)
    assert f"<b>{name}</b>" in shown
    assert "다음 보고 <b><time" in shown
    assert "15분마다" in shown
    assert "아직 아무도 판단을 보내지 않았어요." in shown


# ── the voice ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_each_slot_has_its_name_and_says_what_belongs_in_it(world, room):
    shown = page(world, "haneul", f"/rooms/{room}/voice/")
    names = ("공감", "확인된 사실", "아직 모르는 것", "조치와 다음 안내", "책임과 약속", "안내 창구")
    for number, name in enumerate(names, 1):
        assert f">{number}. {name}</label>" in shown
    assert "원인·책임·확인 안 된 숫자는 쓰지 않아요." in shown
    assert shown.count('class="hint"') == len(names)


def test_an_old_promise_is_not_offered_again(world, room):
    slots = {"empathy": "죄송합니다."}
    at = world.now
    world.append(
        room,
        speak.edit(
            world.room(room),
            by="haneul",
            slots=slots,
            next_update_at=at + timedelta(minutes=30),
            base_version=0,
            zone="Asia/Seoul",
            at=at,
        ),
    )
    world.clock.at += timedelta(minutes=45)
    assert "selected>+60" in page(world, "haneul", f"/rooms/{room}/voice/")


def test_the_form_that_settles_facts_comes_with_the_first_fact_or_when_asked_for(world, room):
    assert 'id="settle_fact"' not in page(world, "haneul", f"/rooms/{room}/")
    assert 'id="settle_fact"' in page(world, "haneul", f"/rooms/{room}/?sheet=settle_fact")


def test_a_line_about_something_long_settled_still_names_it(world):
    room = world.open_room(level=3)
    for number in range(60):
        task = f"매장 {number} 확인"
        decide.give_task(world.ports, org=world.org, room=room, by="haneul", text=task, owner="haneul", minutes=30)
    for task in world.room(room).tasks:
        decide.finish_task(world.ports, org=world.org, room=room, by="haneul", task=task.id, note="")
    kept = {task.text for task in world.room(room).tasks}
    assert "매장 0 확인" not in kept
    journal = signed_in(world, "haneul").get(f"/rooms/{room}/?before=70").content.decode()
    assert "할 일을 마쳤습니다: 매장 0 확인" in journal
