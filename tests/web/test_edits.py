"""Who changed what of the registers, on the page of what was changed."""

from tests.kit.reader import make_operator, signed_in
from tests.kit.world import World, make_world

from bongsu.core.values import Risk, Stakeholder, TouchPoint
from bongsu.store import edits, registry as keep
from bongsu.store.edits import By
from bongsu.store.operations import models as m

INSTA = TouchPoint("insta", "공식 인스타그램", "sns", owner="haneul", outlet="newsroom")
OFFICE = Stakeholder("office", "식품안전청", "regulator", owner="jiwoo", note="작년에 서류로 답했다.")
AT = "/touchpoints/at/insta/"


def form_of(page: str) -> dict[str, str]:
    """What the page's form would send back unchanged, as far as this touch-point goes."""
    base = page.split('name="base" value="')[1].split('"')[0]
    stands = {"name": "공식 인스타그램", "kind": "sns", "owner": "haneul", "outlet": "newsroom", "enabled": "on"}
    return {**stands, "base": base}


def test_an_edit_stands_on_the_page_of_what_it_changed(world: World) -> None:
    keep.keep_touchpoints(world.org, [(INSTA, True)])
    client = make_operator(world)
    before = client.get(AT).content.decode()
    assert "아직 고친 적이 없어요" in before
    changed = {**form_of(before), "owner": "seojun", "purpose": "새 소식"}
    assert client.post(AT, changed).status_code == 302
    shown = signed_in(world, "jiwoo").get(AT).content.decode()
    for said in ("최도윤</b> — 고침", "담당자: <del>박하늘</del> → <ins>이서준</ins>", "용도: <ins>새 소식</ins>"):
        assert said in shown
    again = client.get(AT).content.decode()
    client.post(AT, {**form_of(again), "owner": "seojun", "purpose": "새 소식"})
    assert m.Edit.objects.count() == 1  # saved again as it was


def test_a_table_brought_in_is_one_entry_with_its_counts(world: World) -> None:
    keep.keep_risks(world.org, [Risk("glass", "이물 혼입"), Risk("leak", "개인정보 유출")])
    client = make_operator(world)
    table = "key,name,hurt\nglass,이물 혼입,아이\nleak,개인정보 유출,\nnew,공장 화재,이웃\n"
    assert client.post("/touchpoints/tables/risks/", {"text": table, "keep": "1"}).status_code == 200
    assert [(one.what, one.counts) for one in edits.of_register(world.org, "risks")] == [
        ("brought_in", {"added": 1, "changed": 1, "same": 1})
    ]
    said = "표로 올림: 3줄 (새로 1, 고침 1, 그대로 1)"
    assert said in client.get("/touchpoints/tables/risks/").content.decode()
    of_glass = client.get("/touchpoints/risks/at/glass/").content.decode()
    assert said in of_glass
    assert "다치는 사람: <ins>아이</ins>" in of_glass
    assert "아직 고친 적이 없어요" in client.get("/touchpoints/risks/at/leak/").content.decode()


def test_who_was_deleted_leaves_no_trace_but_that_somebody_was(world: World) -> None:
    client = make_operator(world)
    keep.add_stakeholder(world.org, OFFICE, edit=By("doyun", world.now))
    typed = {"name": "식품안전청", "kind": "regulator", "stance": "threatening", "note": "전화했다"}
    assert client.post("/touchpoints/stakeholders/at/office/", typed).status_code == 302
    told = edits.of_entry(world.org, "stakeholders", "office")
    assert [one.what for one in told] == ["changed", "added"]
    assert client.post("/touchpoints/stakeholders/at/office/forget/").status_code == 302
    assert edits.of_entry(world.org, "stakeholders", "office") == ()
    assert [one.what for one in edits.of_register(world.org, "stakeholders")] == ["removed", "changed", "added"]
    left = [str(row) for row in m.Edit.objects.values()] + [str(row) for row in m.EditOf.objects.values()]
    assert not any("office" in row or "식품" in row or "전화" in row for row in left)


def test_a_draft_of_the_charter_tells_who_edited_what_in_it_and_forgets_it_with_the_next(world: World) -> None:
    client = make_operator(world)
    assert client.post("/charter/do/begin/").status_code == 302
    assert "아직 고친 적이 없어요" in client.get("/charter/draft/").content.decode()
    for word in ("먼저", "나중"):
        row = {"section": "principles", "row": "p1", "id": "p1", "text": word}
        assert client.post("/charter/do/row/", row).status_code == 302
    told = (
        signed_in(world, "jiwoo").get("/charter/draft/").content.decode().split('<details class="card" id="edits"')[1]
    )
    assert told.count("최도윤</b> — 고침") == 2
    assert told.index("<ins>나중</ins>") < told.index("<ins>먼저</ins>")  # the newest first
    assert "<del>먼저</del>" in told
    client.post("/charter/do/drop/")
    client.post("/charter/do/begin/")
    assert "아직 고친 적이 없어요" in client.get("/charter/draft/").content.decode()


def test_a_history_is_the_organisations_own(world: World) -> None:
    other = make_world(slug="other", clock=world.clock)
    keep.keep_touchpoints(other.org, [(TouchPoint("insta", "남의 것", "sns"), True)], edit=By("haneul", world.now))
    assert edits.of_entry(world.org, "touchpoints", "insta") == ()
    assert edits.of_register(world.org, "touchpoints") == ()


def test_a_review_is_an_edit_like_any_other(world: World) -> None:
    keep.keep_stakeholders(world.org, [OFFICE])
    assert signed_in(world, "jiwoo").post("/touchpoints/stakeholders/at/office/reviewed/").status_code == 302
    (one,) = edits.of_entry(world.org, "stakeholders", "office")
    assert (one.by, [change.field for change in one.changes]) == ("jiwoo", ["reviewed_on"])
