"""Forecasts are nobody else's to read; facts have a page; a report reads the same in two languages."""

from datetime import timedelta

import pytest
from django.conf import settings
from tests.kit import sample
from tests.kit.reader import make_operator, signed_in
from tests.kit.world import make_world

from bongsu.core.values import Person
from bongsu.crisis import assess as rules
from bongsu.flows import assess, convene, facts, reports
from bongsu.flows.scoring import score_estimates
from bongsu.store import setup
from bongsu.web.access import TABLE

#: As the record and the leader's line begin, in Korean and English.
TELLS = ("지난 예측", "Earlier forecasts", "브라이어", "Brier")
OTHERS = ("seojun", "jiwoo", "minseo", "doyun", "yerin")


@pytest.fixture
def room(world):
    return convene.open_room(
        world.ports, org=world.org, brand=world.brand, by="haneul", title="유리조각 제보", why="사진이 있어요.", level=4
    )


def judges(world, room, by, level=4, press=60, why="영상이 곧 나와요.", **more):
    assess.send_estimate(world.ports, org=world.org, room=room, by=by, level=level, press_pct=press, why=why, **more)


def page(world, who, path):
    return signed_in(world, who).get(path).content.decode()


def act(world, who, room, name, **fields):
    return signed_in(world, who).post(f"/rooms/{room}/do/{name}", fields)


@pytest.fixture
def scored(world, room):
    """하늘 has six scored forecasts; everybody has judged, so nothing is hidden for being blind."""
    for person in ("haneul", "seojun", "jiwoo", "doyun", "yerin"):
        judges(world, room, person)
    for n in range(5):
        world.clock.forward(minutes=1)
        judges(world, room, "haneul", press=70 + n)
    world.clock.forward(hours=4)
    assess.settle_press(world.ports, org=world.org, room=room, by="haneul", reported=False)
    assert score_estimates(world.ports, org=world.org)
    return room


# ── whose a record is ──────────────────────────────────────────────────────────────────────────────────────────────
def test_a_record_is_told_to_its_owner(world, scored):
    told = page(world, "haneul", "/me/record/")
    assert "브라이어" in told
    assert "유리조각 제보" in told
    assert signed_in(world, "haneul").get("/me/record/").headers["Cache-Control"] == "no-store"


def test_no_address_leads_to_anothers_record(world, scored):
    mine = page(world, "minseo", "/me/record/?person=haneul&id=1")
    assert "아직 채점된 예측이 없어요" in mine
    assert [name for name in TABLE if "record" in name] == ["my-record"]
    for path in ("/me/record/haneul/", "/me/record/1/", "/people/haneul/record/"):
        assert signed_in(world, "minseo").get(path).status_code == 404


def test_only_the_leader_sees_others_in_short_and_only_in_the_room(world, scored):
    assert "지난 예측" in page(world, "seojun", f"/rooms/{scored}/")
    for path in ("brief/", "voice/", "reports/", "../../watch/", "../../settings/people/"):
        answer = signed_in(world, "seojun").get(f"/rooms/{scored}/{path}")
        assert not any(words in answer.content.decode() for words in TELLS), path
    review = page(world, "seojun", f"/rooms/{scored}/review/")
    assert not any(words in review for words in TELLS)


@pytest.mark.parametrize(
    "role",
    sorted({role for p in sample.PEOPLE for role in p.roles} | {"operator", "observer", "cs", "pr", "quality", "hr"}),
)
def test_no_role_sees_a_record_by_being_that_role(world, scored, role):
    setup.upsert_people(world.org, [*sample.PEOPLE, Person(key="nosy", name="곽노시", roles=(role,))])
    client = signed_in(world, "nosy")
    judges(world, scored, "nosy")
    for path in (f"/rooms/{scored}/", f"/rooms/{scored}/brief/", f"/rooms/{scored}/review/", "/me/record/", "/"):
        told = client.get(path, follow=True).content.decode()
        assert not any(words in told for words in TELLS), path


@pytest.mark.parametrize("role", ["executive", "committee_head", "operator"])
def test_who_manages_sees_none_even_when_they_lead(world, scored, role):
    boss = Person(key="boss", name="나보스", roles=("leader", role))
    setup.upsert_people(world.org, [*sample.PEOPLE, boss])
    convene.take_lead(world.ports, org=world.org, room=scored, by="boss", why="직접 봅니다.")
    assert world.room(scored).leader == "boss"
    assert not rules.may_see_tracks(world.room(scored), boss)
    judges(world, scored, "boss")
    assert "지난 예측" not in page(world, "boss", f"/rooms/{scored}/")


def test_who_led_before_sees_none_any_more(world, scored):
    convene.take_lead(world.ports, org=world.org, room=scored, by="haneul", why="교대")
    assert "지난 예측" not in page(world, "seojun", f"/rooms/{scored}/")


def test_a_closed_room_tells_no_record(world, scored):
    seojun = next(p for p in sample.PEOPLE if p.key == "seojun")
    assert rules.may_see_tracks(world.room(scored), seojun)
    convene.close_room(world.ports, org=world.org, room=scored, by="seojun", summary="끝", waiver="여기까지예요")
    assert not rules.may_see_tracks(world.room(scored), seojun)
    assert "지난 예측" not in page(world, "seojun", f"/rooms/{scored}/")


def test_scores_are_in_no_export_and_no_admin(world, scored):
    journal = signed_in(world, "seojun").get(f"/rooms/{scored}/journal.json").content.decode()
    assert "loss" not in journal
    assert "django.contrib.admin" not in settings.INSTALLED_APPS
    operator = make_operator(world)
    assert not any(words in operator.get("/settings/people/").content.decode() for words in TELLS)


def test_a_few_forecasts_are_said_to_be_few(world, room):
    judges(world, room, "haneul")
    judges(world, room, "seojun")
    world.clock.forward(hours=4)
    score_estimates(world.ports, org=world.org)
    assert "뿐이라 아직" in page(world, "haneul", "/me/record/")
    told = page(world, "seojun", f"/rooms/{room}/")
    assert "아직 적어서" in told


# ── the card ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_whole_card_arrives_without_javascript_and_shows_beside_the_others(world, room):
    answer = act(
        world,
        "haneul",
        room,
        "estimate",
        level=4,
        press_pct=70,
        why="영상이 곧 나와요.",
        confidence="high",
        v1_low="100",
        v1_high="300",
        v6_low="1,200",
        would_do="법무를 불러요.",
    )
    assert answer.status_code == 302
    (sent,) = world.room(room).estimates
    assert sent.volumes == ((1, 100, 300), (6, 1200, 1200))
    told = page(world, "haneul", f"/rooms/{room}/")
    assert "100–300" in told
    assert "1,200" in told
    assert "나라면" in told


def test_a_card_that_is_refused_keeps_every_field(world, room):
    typed = {"level": 4, "press_pct": 70, "why": "영상이", "confidence": "low", "v1_low": "많이", "would_do": "부른다"}
    answer = act(world, "haneul", room, "estimate", **typed)
    assert answer.status_code == 422
    told = answer.content.decode()
    assert 'value="많이"' in told
    assert 'value="부른다"' in told
    assert 'value="70"' in told
    assert told.count(" checked") >= 2


def test_a_range_written_backwards_is_refused_and_not_turned_round(world, room):
    typed = {"level": 4, "press_pct": 70, "why": "영상이", "confidence": "low", "v1_low": "500", "v1_high": "100"}
    answer = act(world, "haneul", room, "estimate", **typed)
    assert answer.status_code == 422
    assert "앞 칸에 적은 수보다 크거나 같게" in answer.content.decode()
    assert world.room(room).estimates == ()


def test_an_executives_card_stands_apart(world, room):
    judges(world, room, "haneul")
    act(world, "minseo", room, "estimate", level=1, press_pct=0, why="곧 잠잠해져요.")
    told = page(world, "minseo", f"/rooms/{room}/")
    assert "경영진의 생각" in told


def test_press_is_settled_with_one_tap(world, room):
    judges(world, room, "haneul")
    assert "지금까지 보도 안 됨" in page(world, "haneul", f"/rooms/{room}/")
    when = (world.now - timedelta(minutes=10)).isoformat()
    answer = act(world, "haneul", room, "settle_press", reported="yes", when=when, link="https://news.example/1")
    assert answer.status_code == 302
    assert world.room(room).press.reported_at == world.now - timedelta(minutes=10)
    assert "https://news.example/1" in page(world, "haneul", f"/rooms/{room}/")


# ── facts ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_rumour_is_worked_on_its_own_page(world, room):
    facts.note_fact(
        world.ports,
        org=world.org,
        room=room,
        by="haneul",
        text="공장이 멈췄다",
        status="unconfirmed",
        source="",
        rumour=True,
    )
    fact = world.room(room).facts[0].id
    here = f"/rooms/{room}/facts/{fact}/"
    answer = act(world, "haneul", room, "settle_fact", fact=fact, status="false", source="", back=here)
    assert answer.status_code == 422
    assert "공장이 멈췄다" in answer.content.decode()
    assert act(world, "haneul", room, "settle_fact", fact=fact, status="false", source="공장", back=here).url == here
    assert act(world, "haneul", room, "coordinate_rumour", fact=fact, answer="아닙니다", back=here).status_code == 403
    act(world, "seojun", room, "coordinate_rumour", fact=fact, answer="공장은 돌고 있습니다.", back=here)
    act(world, "haneul", room, "correct_rumour", fact=fact, where="맘카페", link="https://cafe.example/3", back=here)
    told = page(world, "doyun", here)
    assert "공장은 돌고 있습니다." in told
    assert "https://cafe.example/3" in told
    assert told.count("✓") >= 4
    assert signed_in(world, "haneul").get(f"/rooms/{room}/facts/f999/").status_code == 404


def test_another_organisations_fact_is_not_there(world, room):
    facts.note_fact(world.ports, org=world.org, room=room, by="haneul", text="로트", status="unconfirmed", source="")
    fact = world.room(room).facts[0].id
    other = make_world(slug="other", clock=world.clock)
    for path in (f"facts/{fact}/", "reports/", "reports/1/"):
        assert signed_in(other, "haneul").get(f"/rooms/{room}/{path}").status_code == 404


# ── reports ────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def reported(world, room):
    judges(world, room, "haneul", level=5, press=90)
    judges(world, room, "seojun", level=3, press=10)
    world.clock.forward(minutes=30)
    assert reports.report_situations(world.ports, org=world.org) == 1
    return room


def test_a_report_reads_in_both_languages_and_as_text(world, reported):
    korean = page(world, "haneul", f"/rooms/{reported}/reports/1/")
    english = page(world, "haneul", f"/rooms/{reported}/reports/1/?lang=en")
    assert "상황보고 1호" in korean
    assert "Situation report 1" in english
    assert "10–90" in korean
    assert "10–90" in english
    assert "아직 모름" in korean
    assert 'id="report-text"' in korean


def test_whoever_must_still_judge_sees_no_judgement_in_a_report(world, reported):
    for path in (f"/rooms/{reported}/reports/1/", f"/rooms/{reported}/"):
        told = page(world, "doyun", path)
        assert "10–90" not in told
        assert "2명이 판단을 보냈습니다" in told
    assert "10–90" in page(world, "minseo", f"/rooms/{reported}/reports/1/")


def test_a_sentence_is_added_and_the_next_says_no_change(world, reported):
    assert act(world, "seojun", reported, "remark", report=1, text="그래서 법무를 불러요.").status_code == 302
    assert "그래서 법무를 불러요." in page(world, "haneul", f"/rooms/{reported}/reports/1/")
    assert "그래서 법무를 불러요." in page(world, "haneul", f"/rooms/{reported}/")
    world.clock.forward(minutes=30)
    reports.report_situations(world.ports, org=world.org)
    assert "변동 없음" in page(world, "haneul", f"/rooms/{reported}/reports/")
    assert "변동 없음" in page(world, "haneul", f"/rooms/{reported}/reports/2/")
    assert signed_in(world, "haneul").get(f"/rooms/{reported}/reports/3/").status_code == 404
