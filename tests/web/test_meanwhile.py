"""Two at one form of what is kept in peacetime: the second is told, sees what changed, and keeps what they typed."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC
from typing import Any

import pytest
import yaml
from tests.kit import sample
from tests.kit.reader import signed_in
from tests.kit.world import World

from bongsu.core.values import LEVELS, SLOTS, Person, Risk, Stakeholder, TouchPoint
from bongsu.flows import calling_file, formations_file, laws_file
from bongsu.store import charters, registry, setup
from bongsu.store.edits import By
from bongsu.store.queries import registry as registers
from bongsu.web import house
from bongsu.web.setup.forms import Form

RULE = {"name": "유출은 법무", "category": "privacy", "roles": ["legal"], "from_level": 2}
LAW = {
    "id": "privacy_72h",
    "name": "유출",
    "asks": "유출됐나요?",
    "duty": "신고",
    "source": "법",
    "from": "2024-01-01T00:00:00Z",
    "hours": 72,
}
TEAM = {
    "id": "team",
    "name": "팀",
    "text": "",
    "levels": [2, 4],
    "seats": [{"id": "lead", "name": "지휘", "text": "정하기", "roles": ["leader"], "leads": True}],
}
Sent = Callable[[World, str], dict[str, Any]]


@pytest.fixture
def world(world: World) -> World:
    house.install(world.ports)
    for key, name in (("woojin", "남우진"), ("sora", "윤소라")):
        setup.add_person(world.org, Person(key, name, ("operator",), on_duty=False), email=f"{key}@example.com")
    documents: Mapping[str, Any] = {
        "calling": calling_file.kept({"pulls": [RULE]}),
        "statutory": [LAW],
        "formations": [TEAM],
        "holding": dict.fromkeys(SLOTS, "말"),
    }
    setup.set_documents(world.org, **documents)
    registry.keep_touchpoints(world.org, [(TouchPoint("insta", "인스타", "sns"), True)])
    registry.keep_risks(world.org, [Risk("glass", "이물 혼입")])
    registry.keep_stakeholders(world.org, [Stakeholder("office", "식품안전청", "regulator")])
    charters.begin(world.org, by="woojin", at=world.now)
    return world


def kept_of(world: World, about: str) -> Any:
    """What stands of a register, of the draft of the charter, or of a document."""
    if about == "charter":
        draft = charters.versions(world.org)[0]
        return charters.sections(draft.charter, draft.playbook)
    register = {"touchpoints": registers.touchpoints, "risks": registers.risks, "stakeholders": registers.stakeholders}
    return register[about](world.org) if about in register else setup.document(world.org, about)


def table(_world: World, first: str) -> dict[str, Any]:
    sent: dict[str, Any] = {}
    for level in LEVELS:
        sent |= {
            f"l{level}-lead_role": "" if level == 1 else "leader",
            f"l{level}-call_roles": ["practitioner", "leader"],
            f"l{level}-volume_x": {2: "2", 3: "3", 4: "10", 5: "30"}.get(level, ""),
        }
    return sent | {"l2-first_word_min": first}


def rules(world: World, name: str) -> str:
    return calling_file.write({"pulls": [{**RULE, "name": name}]})


def laws(world: World, name: str) -> str:
    return laws_file.write([{**LAW, "name": name}])


def team(world: World, name: str) -> str:
    return formations_file.write([{**TEAM, "name": name}])


def charter(_world: World, version: str) -> str:
    return yaml.safe_dump({**sample.CHARTER, "version": version}, allow_unicode=True)


#: (page, where it posts, document, what a form with this word in it sends, two words for it)
FORMS: Mapping[str, tuple[str, str, str, Sent, tuple[str, str]]] = {
    "a pull-in rule": (
        "/settings/calling/rule/?rule=유출은 법무",
        "",
        "calling",
        lambda _world, word: {**RULE, "name": word},
        ("하나", "둘"),
    ),
    "the two numbers of calling": (
        "/settings/calling/",
        "/settings/calling/save/",
        "calling",
        lambda _world, word: {"channel_wait_s": word, "override_level": "4"},
        ("111", "222"),
    ),
    "calling as text": (
        "/settings/calling/",
        "/settings/calling/text/",
        "calling",
        lambda world, word: {"text": rules(world, word)},
        ("하나", "둘"),
    ),
    "the law's clocks": (
        "/settings/laws/",
        "/settings/laws/save/",
        "statutory",
        lambda world, word: {"text": laws(world, word)},
        ("하나", "둘"),
    ),
    "formations as text": (
        "/formations/edit/",
        "",
        "formations",
        lambda world, word: {"text": team(world, word)},
        ("하나", "둘"),
    ),
    "a formation": (
        "/formations/form/?formation=team",
        "",
        "formations",
        lambda _world, word: {"name": word, "level_from": "2", "level_to": "4"},
        ("하나", "둘"),
    ),
    "a seat": (
        "/formations/seat/?formation=team&seat=lead",
        "",
        "formations",
        lambda _world, word: {"name": word, "text": "정하기", "role_1": "leader", "leads": "on", "count": "1"},
        ("하나", "둘"),
    ),
    "the level table": ("/settings/levels/", "/settings/do/levels/", "levels", table, ("333", "444")),
    "a touch-point": (
        "/touchpoints/at/insta/",
        "",
        "touchpoints",
        lambda _world, word: {"name": word, "kind": "sns", "enabled": "on"},
        ("하나", "둘"),
    ),
    "a risk": (
        "/touchpoints/risks/at/glass/",
        "",
        "risks",
        lambda _world, word: {"name": word, "likelihood": "3", "impact": "3"},
        ("하나", "둘"),
    ),
    "a stakeholder": (
        "/touchpoints/stakeholders/at/office/",
        "",
        "stakeholders",
        lambda _world, word: {"name": word, "kind": "regulator", "stance": "neutral"},
        ("하나", "둘"),
    ),
    "a row of the charter": (
        "/charter/draft/",
        "/charter/do/row/",
        "charter",
        lambda _world, word: {"section": "principles", "row": "p1", "id": "p1", "text": word},
        ("하나", "둘"),
    ),
    "the charter's name": (
        "/charter/draft/",
        "/charter/do/rename/",
        "charter",
        lambda _world, word: {"version": word},
        ("하나", "둘"),
    ),
    "the charter as text": (
        "/charter/draft/",
        "/charter/do/import/",
        "charter",
        lambda world, word: {"text": charter(world, word)},
        ("하나", "둘"),
    ),
    "the holding statement": (
        "/settings/holding/",
        "/settings/do/holding/",
        "holding",
        lambda _world, word: {**dict.fromkeys(SLOTS, "말"), SLOTS[0]: word},
        ("하나", "둘"),
    ),
}


def base_of(page: str, posts_to: str) -> str:
    """The base that the form which posts there carries."""
    form = re.split(rf'action="{posts_to}(?:#\w+)?"', page)[1] if posts_to else page
    return form.split('name="base" value="')[1].split('"')[0]


@pytest.mark.parametrize("what", FORMS)
def test_of_two_at_one_form_the_second_is_told_what_changed_and_keeps_what_they_typed(world: World, what: str) -> None:
    page, posts_to, document, sent, (one, two) = FORMS[what]
    if page == "/formations/edit/":
        posts_to = page
    first, second = signed_in(world, "woojin"), signed_in(world, "sora")
    bases = [base_of(client.get(page).content.decode(), posts_to) for client in (first, second)]
    to = posts_to or page
    assert first.post(to, sent(world, one) | {"base": bases[0]}).status_code == 302
    kept = kept_of(world, document)
    assert one in str(kept)
    answer = second.post(to, sent(world, two) | {"base": bases[1]})
    told = answer.content.decode()
    assert answer.status_code == 409
    assert kept_of(world, document) == kept
    assert "그사이 다른 사람이 여기를 고쳤어요" in told
    since = told.split('id="meanwhile"')[1].split("</section>")[0]
    assert "남우진" in since
    assert one in since
    assert two in told.replace(since, "")  # what was typed stands in the form
    assert "덮어써요" in told
    again = sent(world, two) | {"base": base_of(told, posts_to)}
    assert second.post(to, again).status_code == 302
    assert two in str(kept_of(world, document))


def test_two_at_two_places_of_one_document_both_keep_what_they_wrote(world: World) -> None:
    first, second = signed_in(world, "woojin"), signed_in(world, "sora")
    rule, numbers = FORMS["a pull-in rule"], FORMS["the two numbers of calling"]
    bases = [
        base_of(client.get(form[0]).content.decode(), form[1]) for client, form in ((first, rule), (second, numbers))
    ]
    assert first.post(rule[0], rule[3](world, "하나") | {"base": bases[0]}).status_code == 302
    assert second.post(numbers[1], numbers[3](world, "222") | {"base": bases[1]}).status_code == 302
    kept = setup.document(world.org, "calling")
    assert (kept["pulls"][0]["name"], kept["channel_wait_s"]) == ("하나", 222)


def test_a_rule_that_was_taken_away_meanwhile_is_not_lost_to_whoever_wrote_it(world: World) -> None:
    first, second = signed_in(world, "woojin"), signed_in(world, "sora")
    page, posts_to, _, sent, _ = FORMS["a pull-in rule"]
    base = base_of(second.get(page).content.decode(), posts_to)
    assert first.post("/settings/calling/rule/remove/", {"rule": RULE["name"]}).status_code == 302
    answer = second.post(page, sent(world, "둘") | {"base": base})
    assert answer.status_code == 409
    again = sent(world, "둘") | {"base": base_of(answer.content.decode(), posts_to)}
    assert second.post(page, again).status_code == 302
    assert [one["name"] for one in setup.document(world.org, "calling")["pulls"]] == ["둘"]


ENTRIES = ("a touch-point", "a risk", "a stakeholder")
FIRST = {"touchpoints": "insta", "risks": "glass", "stakeholders": "office"}


def hidden(page: str) -> dict[str, str]:
    """What the form of an entry carries that nobody sees."""
    row = re.search(r'name="row" value="(\d+)"', page)
    assert row is not None
    return {"base": base_of(page, ""), "row": row[1]}


@pytest.mark.parametrize("what", ENTRIES)
def test_an_entry_that_was_deleted_meanwhile_comes_back_as_a_new_one_with_what_was_typed(
    world: World, what: str
) -> None:
    first, second = signed_in(world, "woojin"), signed_in(world, "sora")
    page, _, register, sent, (one, two) = FORMS[what]
    assert second.post(f"{page.partition('at/')[0]}new/", sent(world, one)).status_code == 302
    other = next(key for key in keys_of(world, register) if key != FIRST[register])
    carried = hidden(second.get(page).content.decode())
    assert first.post(f"{page}forget/").status_code == 302
    registry.forget(world.org, register, other, edit=By("haneul", world.now))
    answer = second.post(page, sent(world, two) | carried)
    told = answer.content.decode()
    assert answer.status_code == 409
    assert keys_of(world, register) == []
    assert "그사이 다른 사람이 이것을 지웠어요" in told
    since = told.split('id="meanwhile"')[1].split("</section>")[0]
    assert "남우진" in since
    assert f'<time datetime="{world.now.astimezone(UTC).isoformat()}"' in since
    assert "박하늘" not in since  # deleted something else
    assert "한 번 더 누르면 새로 등록돼요" in since
    assert f'value="{two}"' in told
    to = re.findall(r'action="(/touchpoints/[^"]*new/)"', told)
    assert second.post(to[0], sent(world, two)).status_code == 302
    assert two in str(kept_of(world, register))
    assert len(keys_of(world, register)) == 1


@pytest.mark.parametrize("what", ENTRIES)
def test_deleted_while_it_is_saved_is_deleted_all_the_same(
    world: World, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, _, register, sent, (one, _) = FORMS[what]
    client = signed_in(world, "sora")
    carried = hidden(client.get(page).content.decode())
    checked = Form.is_valid

    def deleted_first(form: Form) -> bool:
        registry.forget(world.org, register, FIRST[register], edit=By("woojin", world.now))
        return checked(form)

    monkeypatch.setattr(Form, "is_valid", deleted_first)
    answer = client.post(page, sent(world, one) | carried)
    assert answer.status_code == 409
    assert "남우진" in answer.content.decode().split('id="meanwhile"')[1].split("</section>")[0]


def test_whoever_may_not_add_keeps_what_they_typed_of_a_deleted_entry_to_hand_it_on(world: World) -> None:
    owned = Risk("glass", "이물 혼입", owner="haneul")
    registry.keep_risks(world.org, [owned])
    client = signed_in(world, "haneul")
    page, _, register, sent, (one, _) = FORMS["a risk"]
    carried = hidden(client.get(page).content.decode())
    assert registry.forget(world.org, register, "glass", edit=By("woojin", world.now))
    told = client.post(page, sent(world, one) | carried)
    assert told.status_code == 409
    assert "운영자에게 보내 주세요" in told.content.decode()
    assert f'value="{one}"' in told.content.decode()
    assert client.post("/touchpoints/risks/new/", sent(world, one)).status_code == 403
    assert client.get(page).status_code == 404
    assert client.post(page, sent(world, one)).status_code == 404  # no form that was ever shown


def keys_of(world: World, register: str) -> list[str]:
    return [(one[0] if register == "touchpoints" else one).key for one in kept_of(world, register)]


def test_a_base_that_nothing_ever_had_is_told_like_an_old_one(world: World) -> None:
    _, posts_to, _, sent, (one, _) = FORMS["the holding statement"]
    answer = signed_in(world, "sora").post(posts_to, sent(world, one) | {"base": "x.999999999999999999999"})
    assert answer.status_code == 409


# ── the charter's draft ────────────────────────────────────────────────────────────────────────────────────────────
CHAIN = {"section": "approvals", "act": "refund", "low": "2", "high": "4", "role0": "leader", "minutes0": "10"}
MANDATE = {
    "section": "mandates",
    "row": "m1",
    "id": "m1",
    "role": "leader",
    "act": "publish_holding",
    "low": "2",
    "high": "4",
    "from": "2026-01-01T09:00",
    "until": "2027-01-01T09:00",
    "principle": "p1",
    "granted_by": "minseo",
}


def base_of_row(page: str, section: str, row: str) -> str:
    return (
        page.split(f'name="section" value="{section}">\n            <input type="hidden" name="row" value="{row}"')[0]
        .rsplit('name="base" value="', 1)[1]
        .split('"')[0]
    )


def draft(world: World, client: Any) -> str:
    page: str = client.get("/charter/draft/").content.decode()
    return page


def test_two_at_two_rows_of_a_charter_both_keep_what_they_wrote(world: World) -> None:
    first, second = signed_in(world, "woojin"), signed_in(world, "sora")
    page = draft(world, first)
    post = "/charter/do/row/"
    for client, row in ((first, ""), (second, "")):
        new = {"section": "principles", "row": row, "id": f"of_{'ab'[client is second]}", "text": "말"}
        assert client.post(post, new | {"base": base_of_row(page, "principles", "")}).status_code == 302
    assert (
        second.post(post, MANDATE | {"base": base_of_row(page, "mandates", "m1"), "cap_krw": "1만"}).status_code == 302
    )
    said = kept_of(world, "charter")
    assert [one["id"] for one in said["principles"]] == ["p1", "of_a", "of_b"]
    assert said["mandates"][0]["cap_krw"] == 10_000


def test_what_changed_in_a_charter_is_told_in_words(world: World) -> None:
    first, second = signed_in(world, "woojin"), signed_in(world, "sora")
    page = draft(world, first)
    mandate = MANDATE | {"base": base_of_row(page, "mandates", "m1")}
    chain = CHAIN | {"row": "0", "base": base_of_row(page, "approvals", "0"), "deputy0": "committee_head"}
    wider = {"role": "legal", "granted_by": "seojun", "act": "refund", "cap_day": "50000", "needs_confirmed_fact": "1"}
    assert first.post("/charter/do/row/", mandate | wider).status_code == 302
    assert first.post("/charter/do/row/", chain).status_code == 302
    told = " ".join(second.post("/charter/do/row/", mandate).content.decode().split())
    for said in (
        "위임 · m1 · 누가: <del>위기 리더</del> → <ins>법무</ins>",
        "위임 · m1 · 누가 맡겼나: <del>한민서</del> → <ins>이서준</ins>",
        "위임 · m1 · 한도 · 하루: <ins>50000</ins>",
        "위임 · m1 · 확인된 사실이 있을 때만: <ins>예</ins>",
        "결재선 · 1 · 결재 차례 · 1 · 답이 없으면: <ins>위원장</ins>",
    ):
        assert said in told
    assert "언제부터" not in told.split('id="meanwhile"')[1].split("</section>")[0]  # written otherwise, the same time
    later = mandate | {"base": base_of_row(draft(world, first), "mandates", "m1"), "until": "2027-02-01T09:00"}
    assert first.post("/charter/do/row/", later).status_code == 302
    told = second.post("/charter/do/row/", mandate).content.decode()
    assert "위임 · m1 · 언제까지: <del>2027-01-01 09:00</del> → <ins>2027-02-01 09:00</ins>" in told


def test_a_row_that_was_taken_out_meanwhile_comes_back_as_a_new_one_with_what_was_typed(world: World) -> None:
    first, second = signed_in(world, "woojin"), signed_in(world, "sora")
    base = base_of_row(draft(world, second), "mandates", "m1")
    assert first.post("/charter/do/remove/", {"section": "mandates", "row": "m1", "base": base}).status_code == 302
    answer = second.post("/charter/do/row/", MANDATE | {"base": base, "cap_krw": "7777"})
    assert answer.status_code == 409
    told = answer.content.decode()
    assert 'value="7777"' in told.split('id="approvals"')[0]
    assert kept_of(world, "charter")["mandates"] == []
    again = MANDATE | {"row": "", "base": base_of_row(told, "mandates", ""), "cap_krw": "7777"}
    assert second.post("/charter/do/row/", again).status_code == 302
    assert [one["cap_krw"] for one in kept_of(world, "charter")["mandates"]] == [7777]


def test_nobody_takes_out_a_row_that_they_have_not_read(world: World) -> None:
    first, second = signed_in(world, "woojin"), signed_in(world, "sora")
    assert first.post("/charter/do/row/", CHAIN | {"row": ""}).status_code == 302
    page = draft(world, second)
    shown = {"section": "approvals", "row": "0", "base": base_of_row(page, "approvals", "0")}
    assert first.post("/charter/do/remove/", shown).status_code == 302
    answer = second.post("/charter/do/remove/", shown)  # at this place stands another chain now
    assert answer.status_code == 409
    told = answer.content.decode()
    assert "빼지 않았어요" in told
    assert "남우진" in told.split('id="meanwhile"')[1].split("</section>")[0]
    assert [one["act"] for one in kept_of(world, "charter")["approvals"]] == ["refund"]


def test_a_proof_of_access_is_no_edit_that_an_editor_is_told_of(world: World) -> None:
    first, second = signed_in(world, "woojin"), signed_in(world, "sora")
    page, posts_to, _, sent, (one, _) = FORMS["a touch-point"]
    base = base_of(second.get(page).content.decode(), posts_to)
    assert first.post(f"{page}prove/").status_code == 302
    assert second.post(page, sent(world, one) | {"base": base}).status_code == 302
