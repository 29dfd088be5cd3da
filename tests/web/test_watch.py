"""The Watch: calm in peace, and one button when something is off."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import translation
from tests.kit.reader import signed_in
from tests.kit.world import make_world

from bongsu.core.values import Mention
from bongsu.sense.pipeline import BrandWatch
from bongsu.sense.tone import Tones
from bongsu.store.mentions.models import MinuteCount
from bongsu.store.operations.models import Org
from bongsu.store.queries import watch as query
from bongsu.store.queries.rhythm import BIN, floor, rhythms
from bongsu.web.watch.chance import chance_of, chance_words
from bongsu.web.watch.chart import band, draw


def counts(world, *, per_bin, weeks=4):
    rows = []
    for week in range(1, weeks + 1):
        for i in range(-20, 20):
            at = floor(world.now) - timedelta(weeks=week) + i * BIN
            rows.append(MinuteCount(org=world.org, brand=world.brand, minute=at, count=per_bin))
    MinuteCount.objects.bulk_create(rows)


def test_everybody_of_the_organisation_sees_the_watch_and_strangers_are_sent_to_sign_in(world):
    assert Client().get("/")["Location"].startswith("/accounts/login/")
    page = signed_in(world, "haneul").get("/")
    assert page.status_code == 200
    assert "한강식품" in page.content.decode()
    assert " style=" not in page.content.decode()


def test_usual_is_the_same_hour_of_earlier_weeks(world):
    counts(world, per_bin=10)
    rhythm = rhythms(world.org, [world.brand], world.now)[world.brand]
    assert rhythm.bins[-1].usual == pytest.approx(10)
    assert rhythm.bins[-1].weeks == 4
    assert rhythm.spread == 1.0


def test_without_history_nothing_is_called_unusual(world):
    rhythm = rhythms(world.org, [world.brand], world.now)[world.brand]
    assert {one.usual for one in rhythm.bins} == {None}
    assert draw(rhythm).band == ""
    assert "평소를 아직 몰라요" in signed_in(world, "haneul").get("/").content.decode()


def test_the_watch_counts_how_the_last_hour_sounds_and_forgets_it_after_that_hour(world):
    (ref,) = world.mentions.brands(world.org)
    watch = BrandWatch(ref, world.store.ground(world.org).table, tones=Tones.load())
    said = [
        "한강식품 만두 정말 맛있어요. 추천합니다",
        "한강식품 최악이다. 환불해 주세요",
        "한강식품 진짜 실망이에요. 다시는 안 사요",
    ]
    posts = [
        Mention(f"t{n}", world.now - timedelta(minutes=50 - n), "동네게시판", text, f"u{n}", None)
        for n, text in enumerate(said)
    ]
    world.mentions.keep([watch.learn(posts, world.now)])
    tone = query.tones([world.brand], world.now)[world.brand]
    assert (tone.posts, tone.negatives) == (3, 2)
    assert "최근 1시간 3건 가운데 뚜렷이 부정인 글 <b>2건</b>" in signed_in(world, "haneul").get("/").content.decode()
    assert not query.tones([world.brand], world.now + timedelta(minutes=13))
    assert not query.tones([world.brand], world.now - timedelta(hours=2))


def test_the_numbers_of_a_day_come_as_json_and_only_to_their_organisation(world):
    counts(world, per_bin=10)
    answer = signed_in(world, "haneul").get(f"/watch/{world.brand}/series.json").json()
    assert len(answer["t"]) == len(answer["n"]) == len(answer["high"]) == 144
    other = make_world(slug="other", clock=world.clock)
    assert signed_in(other, "haneul").get(f"/watch/{world.brand}/series.json").status_code == 404


def test_something_is_off_opens_a_room_with_what_the_screen_showed(world):
    counts(world, per_bin=10)
    answer = signed_in(world, "haneul").post(
        "/watch/open/", {"brand": world.brand, "title": "유리조각 글", "why": "사진이 세 곳에 있어요.", "level": "2"}
    )
    assert answer.status_code == 302
    room = int(answer["Location"].strip("/").split("/")[-1])
    state = world.room(room)
    assert (state.title, state.level, state.opened_by) == ("유리조각 글", 2, "haneul")
    world.assert_journal_holds(room)
    assert "평소 10.0건" in signed_in(world, "haneul").get(f"/rooms/{room}/review/").content.decode()


def test_what_was_typed_stays_when_something_is_missing(world):
    answer = signed_in(world, "haneul").post(
        "/watch/open/", {"brand": world.brand, "title": "<b>유리</b>", "why": "", "level": "3"}
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "&lt;b&gt;유리&lt;/b&gt;" in text
    assert "무엇이 이상한지 적어 주세요" in text


def test_a_room_cannot_be_opened_for_another_organisations_brand(world):
    other = make_world(slug="other", clock=world.clock)
    form = {"brand": other.brand, "title": "t", "why": "w", "level": "2"}
    assert signed_in(world, "haneul").post("/watch/open/", form).status_code == 422
    assert world.store.open_rooms(other.org) == ()


def test_the_demo_clock_turns_and_a_real_one_does_not(world):
    client = signed_in(world, "haneul")
    assert client.post("/watch/clock/", {"speed": "30"}).status_code == 302
    assert Org.objects.get(pk=world.org).clock_speed == 30
    assert client.post("/watch/clock/", {"speed": "9000"}).status_code == 422
    Org.objects.filter(pk=world.org).update(synthetic=False)
    assert client.post("/watch/clock/", {"speed": "10"}).status_code == 404


def test_the_chance_of_this_many_falls_with_the_count_and_rises_with_unrest():
    assert chance_of(5, 10, 1) > chance_of(20, 10, 1) > chance_of(40, 10, 1)
    assert chance_of(40, 10, 4) > chance_of(40, 10, 1)
    assert chance_of(0, 10, 1) == 1
    assert chance_of(1, 0, 1) > 0.1


@pytest.mark.parametrize(
    ("chance", "ko", "en"),
    [
        (1.0, "10번 중 1번 이상", "more than 1 in 10"),
        (0.1, "10번 중 1번꼴", "about 1 in 10"),
        (1 / 1637, "1,600번 중 1번꼴", "about 1 in 1,600"),
        (1e-6, "100만 번 중 1번 이하", "less than 1 in a million"),
        (0.0, "100만 번 중 1번 이하", "less than 1 in a million"),
    ],
)
def test_the_chance_of_this_many_is_told_as_once_in_so_many(chance, ko, en):
    with translation.override("ko"):
        assert chance_words(chance) == ko
    with translation.override("en"):
        assert chance_words(chance) == en


@pytest.mark.parametrize(
    ("language", "chance", "surprise"),
    [("ko", "평소 이만큼 들어올 확률", "이례 점수"), ("en", "Chance of this many, normally", "Surprise")],
)
def test_the_watch_calls_its_number_something_else_than_a_finding_does(world, language, chance, surprise):
    counts(world, per_bin=4)
    client = signed_in(world, "haneul")
    client.get(f"/words/{language}")
    number = client.get("/").content.decode().partition('id="brands"')[2].partition('<details class="basis"')[0]
    assert chance in number
    assert surprise not in number


def test_the_band_is_wider_for_an_unruly_brand():
    assert band(16, 1).high < band(16, 4).high
    assert band(None, 1) is None
