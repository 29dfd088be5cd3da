"""Touch-points, risks, stakeholders on their pages: who may do what, and that five hundred are no burden."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.kit.reader import make_operator, signed_in
from tests.kit.world import make_world

from bongsu.core.values import Risk, Stakeholder, TouchPoint
from bongsu.store import registry as keep
from bongsu.store.operations import models as m
from bongsu.store.queries import registry as query

INSTA = TouchPoint(
    "insta", "공식 인스타그램", "sns", department="마케팅팀", owner="haneul", deputy="seojun", key_holder="jiwoo"
)
GLASS = Risk("glass", "이물 혼입", owner="jiwoo", words=("유리",), categories=("safety",), scenario="사진이 퍼진다.")
OFFICE = Stakeholder("office", "식품안전청", "regulator", owner="jiwoo", note="작년에 서류로 답했다.")
PAGES = (
    "",
    "map/",
    "holes/",
    "risks/",
    "stakeholders/",
    "tables/touchpoints/",
    "tables/risks/",
    "tables/stakeholders/",
)


def fill(world) -> None:
    keep.keep_touchpoints(world.org, [(INSTA, True)])
    keep.keep_risks(world.org, [GLASS])
    keep.keep_stakeholders(world.org, [OFFICE])


def text_of(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_register_teaches_and_a_full_one_shows(world, page):
    client = signed_in(world, "haneul")
    assert client.get(f"/touchpoints/{page}").status_code == 200
    fill(world)
    answer = client.get(f"/touchpoints/{page}")
    assert answer.status_code == 200
    assert " style=" not in text_of(answer)
    assert answer["Cache-Control"] == "no-store"


def test_the_map_says_who_answers_and_what_is_missing_in_place(world):
    fill(world)
    text = text_of(signed_in(world, "doyun").get("/touchpoints/"))
    for said in ("공식 인스타그램", "박하늘", "이서준", "정지우", "확인한 적 없음", "마케팅팀"):
        assert said in text


def test_the_map_draws_a_lane_for_each_outlet_and_a_hole_at_its_own_link(world):
    alone = m.Outlet.objects.filter(org_id=world.org).values_list("key", flat=True)
    served = alone[0]
    point = replace(INSTA, outlet=served, purpose="댓글 응대", capacity=20, key_holder="gone")
    keep.keep_touchpoints(world.org, [(point, True), (replace(INSTA, key="off", name="닫은 계정"), False)])
    text = " ".join(text_of(signed_in(world, "doyun").get("/touchpoints/map/")).split())
    assert f'id="lane-{served}"' in text
    chain = text[text.index('class="chains"') :]
    places = [chain.index(w) for w in ("공식 인스타그램", "댓글 응대", "마케팅팀", "박하늘", "이서준", "gone", "20건")]
    assert places == sorted(places)
    assert '<div class="key hole bad">' in chain
    assert '<div class="proof hole warn">' in chain
    assert '<div class="owner">' in chain
    assert "닫은 계정" not in text
    assert "style=" not in text
    for other in alone[1:]:
        assert f'href="/touchpoints/new/?outlet={other}"' in text


def test_on_a_phone_a_lane_folds_to_its_holes_and_opens_without_javascript(world):
    served = m.Outlet.objects.filter(org_id=world.org).values_list("key", flat=True)[0]
    hole = replace(INSTA, outlet=served, key_holder="gone")
    whole = replace(INSTA, key="whole", name="다 갖춘 곳", outlet=served)
    keep.keep_touchpoints(world.org, [(hole, True), (whole, True)])
    m.TouchPoint.objects.filter(org_id=world.org, key="whole").update(proven_at=world.now)
    text = " ".join(text_of(signed_in(world, "doyun").get("/touchpoints/map/")).split())
    lane = text[text.index(f'id="lane-{served}"') :]
    fold, line = lane.index(f'<input class="fold" type="checkbox" id="fold-{served}"'), lane.index("fold-line")
    assert lane.index("구멍") < fold < line < lane.index('<ul class="chains">'), "the count of holes is never folded"
    rows = lane[line:].partition("</ul>")[0].split("<li")[1:]
    assert [(row.startswith(' class="whole"'), "다 갖춘 곳" in row) for row in rows] in (
        [(True, True), (False, False)],
        [(False, False), (True, True)],
    )


def test_a_table_brought_in_as_it_left_changes_nothing(world):
    fill(world)
    keep.keep_touchpoints(world.org, [(replace(INSTA, owner="left", key_holder="left"), True)])
    keep.keep_risks(world.org, [replace(GLASS, owner="left")])
    keep.keep_stakeholders(world.org, [replace(OFFICE, owner="left")])
    client = make_operator(world)
    for register in ("touchpoints", "risks", "stakeholders"):
        table = client.get(f"/touchpoints/tables/{register}.csv").content.decode("utf-8-sig")
        answer = client.post(f"/touchpoints/tables/{register}/", {"text": table})
        assert answer.status_code == 200
        assert "새로 0 · 고침 0 · 그대로 1" in text_of(answer)
        assert "고칠 곳" not in text_of(answer)


def test_the_map_answers_the_five_questions_of_an_integration_audit(world):
    fill(world)
    text = " ".join(text_of(signed_in(world, "doyun").get("/touchpoints/")).split())
    for said in (
        "1곳을 1명이",
        "용도 0/1, 담당과 대리 1/1",
        "원칙 1줄, 지침 2줄",
        "관심 실무자 → 주의 위기 리더 → 심각 위원장",
    ):
        assert said in text


def test_the_map_is_searched_and_filtered(world):
    fill(world)
    keep.keep_touchpoints(world.org, [(TouchPoint("desk", "상담문", "contact_centre", department="고객센터"), True)])
    client = signed_in(world, "doyun")
    for ask in ({"q": "박하늘"}, {"department": "마케팅팀"}, {"kind": "sns"}):
        text = text_of(client.get("/touchpoints/", ask))
        assert ('id="at-insta"' in text, 'id="at-desk"' in text) == (True, False)
    assert "그런 접점이 없어요" in text_of(client.get("/touchpoints/", {"q": "없는 것"}))


def test_its_owner_edits_a_touch_point_and_others_do_not(world):
    fill(world)
    form = {"name": "공식 인스타그램", "kind": "sns", "purpose": "댓글 응대", "owner": "haneul", "deputy": "seojun"}
    assert signed_in(world, "doyun").post("/touchpoints/at/insta/", form).status_code == 403
    assert signed_in(world, "jiwoo").post("/touchpoints/at/insta/", form).status_code == 403  # holds the key only
    assert signed_in(world, "haneul").post("/touchpoints/at/insta/", form).status_code == 302
    point, enabled = query.touchpoint(world.org, "insta")
    assert (point.purpose, enabled) == ("댓글 응대", True)


def test_an_owner_cannot_make_a_hole_vanish_by_switching_it_off(world):
    fill(world)
    form = {"name": "x", "kind": "sns", "enabled": ""}
    assert signed_in(world, "haneul").post("/touchpoints/at/insta/", form).status_code == 302
    assert query.touchpoint(world.org, "insta")[1]


def test_one_tap_proves_access_and_says_who_and_when(world):
    fill(world)
    assert signed_in(world, "doyun").post("/touchpoints/at/insta/prove/").status_code == 403
    client = signed_in(world, "jiwoo")
    assert "지금 들어가 봤어요" in text_of(client.get("/touchpoints/at/insta/"))
    assert client.get("/touchpoints/at/insta/prove/").status_code == 405  # opening a link proves nothing
    assert client.post("/touchpoints/at/insta/prove/").status_code == 302
    assert [(p.by, p.at) for p in query.proofs(world.org, "insta")] == [("jiwoo", world.now)]
    assert "확인한 적 없음" not in text_of(client.get("/touchpoints/at/insta/"))
    world.clock.at += timedelta(days=91)
    assert "90일 넘게 확인 안 함" in text_of(client.get("/touchpoints/at/insta/"))


def test_an_operator_registers_switches_off_and_forgets(world):
    client = make_operator(world)
    assert signed_in(world, "haneul").get("/touchpoints/new/").status_code == 403
    assert client.post("/touchpoints/new/", {"name": "성수 매장", "kind": "shop", "enabled": "on"}).status_code == 302
    ((point, _),) = query.touchpoints(world.org)
    form = {"name": "성수 매장", "kind": "shop"}
    assert client.post(f"/touchpoints/at/{point.key}/", form).status_code == 302
    assert not query.touchpoint(world.org, point.key)[1]
    assert world.store.touchpoints(world.org) == ()
    assert client.post(f"/touchpoints/at/{point.key}/forget/").status_code == 302
    assert query.touchpoints(world.org) == ()


def test_an_address_that_would_run_is_refused_at_its_field(world):
    answer = make_operator(world).post("/touchpoints/new/", {"name": "x", "kind": "sns", "url": "javascript:alert(1)"})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in text_of(answer)


def test_another_organisations_entries_are_not_found(world):
    other = make_world(slug="other", clock=world.clock)
    fill(other)
    client = make_operator(world)
    for path in ("at/insta/", "risks/at/glass/", "stakeholders/at/office/"):
        assert client.get(f"/touchpoints/{path}").status_code == 404
        assert client.post(f"/touchpoints/{path}forget/").status_code == 404
    assert client.post("/touchpoints/at/insta/prove/").status_code == 404
    assert m.TouchPoint.objects.count() == 1


def test_the_palette_finds_touch_points_and_the_registers(world):
    fill(world)
    client = signed_in(world, "doyun")
    assert {f["href"] for f in client.get("/search", {"q": "인스타"}).json()["found"]} == {"/touchpoints/at/insta/"}
    assert [f["href"] for f in client.get("/search", {"q": "위험 대장"}).json()["found"]] == ["/touchpoints/risks/"]


# ── tables ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_table_is_previewed_first_and_kept_when_asked(world):
    client = make_operator(world)
    table = "이름,종류,키,담당자\n인스타,SNS 계정,insta,박하늘\n가게,가게,shop,없는이\n"
    text = text_of(client.post("/touchpoints/tables/touchpoints/", {"text": table}))
    assert "아직 아무것도 저장하지 않았어요" in text
    assert "3번째 줄, 담당자" in text
    assert query.touchpoints(world.org) == ()
    text = text_of(client.post("/touchpoints/tables/touchpoints/", {"text": table, "keep": "1"}))
    assert "1줄을 새로 등록하고 0줄을 고쳤어요" in text
    assert [point.owner for point, _ in query.touchpoints(world.org)] == ["haneul"]


@pytest.mark.parametrize("register", ["touchpoints", "risks", "stakeholders"])
def test_what_is_exported_comes_back_without_a_change(world, register):
    client = make_operator(world)
    fill(world)
    data = client.get(f"/touchpoints/tables/{register}.csv").content.decode("utf-8-sig")
    text = text_of(client.post(f"/touchpoints/tables/{register}/", {"text": data}))
    assert "새로 0 · 고침 0 · 그대로 1" in text


def test_only_an_operator_brings_in_and_only_an_operator_carries_people_out(world):
    fill(world)
    client = signed_in(world, "haneul")
    assert client.post("/touchpoints/tables/touchpoints/", {"text": "이름,종류\nx,sns\n"}).status_code == 403
    assert client.get("/touchpoints/tables/touchpoints.csv").status_code == 200
    assert client.get("/touchpoints/tables/stakeholders.csv").status_code == 403
    assert client.get("/touchpoints/tables/secrets.csv").status_code == 404


# ── risks and stakeholders ─────────────────────────────────────────────────────────────────────────────────────────
def test_a_risk_is_written_reviewed_and_its_owner_edits_it(world):
    client = make_operator(world)
    form = {
        "name": "이물 혼입",
        "owner": "jiwoo",
        "likelihood": "3",
        "impact": "5",
        "words": "유리, 이물; 파편",
        "categories": ["safety"],
        "scenario": "사진이 먼저 퍼진다.\n두 시간 안에 기자가 묻는다.",
        "slot-empathy": "죄송합니다.",
    }
    assert client.post("/touchpoints/risks/new/", form).status_code == 302
    (risk,) = query.risks(world.org)
    assert (risk.words, risk.impact, dict(risk.slots)) == (("유리", "이물", "파편"), 5, {"empathy": "죄송합니다."})
    assert risk.scenario.count("\n") == 1
    path = f"/touchpoints/risks/at/{risk.key}/"
    assert signed_in(world, "haneul").post(path, form).status_code == 403
    assert signed_in(world, "haneul").post(f"{path}reviewed/").status_code == 403
    owner = signed_in(world, "jiwoo")
    assert owner.post(path, {**form, "impact": "4"}).status_code == 302
    assert "점검한 적 없음" in text_of(owner.get(path))
    assert owner.post(f"{path}reviewed/").status_code == 302
    assert "점검한 적 없음" not in text_of(owner.get(path))
    world.clock.at += timedelta(days=200)
    assert "점검일 지남" in text_of(owner.get("/touchpoints/risks/"))
    assert "점검일 지남" in text_of(owner.get("/touchpoints/holes/"))


def test_a_stakeholder_is_written_by_operators_kept_by_who_speaks_and_can_be_forgotten(world):
    client = make_operator(world)
    form = {
        "name": "식품안전청",
        "kind": "regulator",
        "stance": "neutral",
        "owner": "jiwoo",
        "channel": "+82 2 000 0000",
    }
    assert client.post("/touchpoints/stakeholders/new/", form).status_code == 302
    (one,) = query.stakeholders(world.org)
    path = f"/touchpoints/stakeholders/at/{one.key}/"
    assert one.channel == "+82 2 000 0000"
    assert signed_in(world, "haneul").post(path, form).status_code == 403
    assert signed_in(world, "jiwoo").post(path, {**form, "note": "작년에 답했다."}).status_code == 302
    assert signed_in(world, "jiwoo").post(f"{path}forget/").status_code == 403
    assert client.post(f"{path}forget/").status_code == 302
    assert m.Stakeholder.objects.count() == 0


# ── many ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def many(world, count: int) -> None:
    keep.keep_touchpoints(
        world.org,
        [
            (TouchPoint(f"t{n:03}", f"매장 {n:03}", "shop", department=f"지점 {n % 9}", owner="haneul"), True)
            for n in range(count)
        ],
    )


@pytest.mark.parametrize("page", ["", "holes/", "tables/touchpoints.csv"])
def test_five_hundred_touch_points_ask_the_database_no_more_than_five(world, page):
    client = signed_in(world, "haneul")
    counts = []
    for count in (5, 500):
        many(world, count)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(f"/touchpoints/{page}").status_code == 200
        counts.append(len(asked))
    assert counts[1] <= counts[0] <= 20


def test_the_page_of_holes_shows_fifty_of_a_kind_and_says_where_the_others_are(world):
    many(world, 120)
    text = text_of(signed_in(world, "haneul").get("/touchpoints/holes/"))
    assert text.count("대리자 정하기") == 50
    assert "나머지 70개는 접점에서 보기" in text


def test_a_word_inside_another_organisations_register_is_not_found_by_the_palette(world):
    fill(make_world(slug="other", clock=world.clock))
    assert signed_in(world, "doyun").get("/search", {"q": "인스타"}).json()["found"] == []


def test_a_page_holds_a_hundred_and_names_the_next(world):
    many(world, 250)
    client = signed_in(world, "haneul")
    text = text_of(client.get("/touchpoints/"))
    assert text.count('id="at-') == 100
    assert len(text) < 150_000
    assert text_of(client.get("/touchpoints/?page=3")).count('id="at-') == 50
