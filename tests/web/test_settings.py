"""Settings: forms that keep what was typed, secrets shown once, tests that say what is wrong."""

import pytest
from tests.kit.reader import make_operator, signed_in
from tests.kit.world import make_world

from bongsu.store import setup
from bongsu.store.operations.models import Channel, Org, Outlet, Person as PersonRow, Source

PAGES = ("", "brands/", "sources/", "outlets/", "people/", "levels/", "holding/", "notifications/")
SECRET = "whsec_c2VjcmV0LW9mLXRoZS10ZXN0cw=="


@pytest.mark.parametrize("page", PAGES)
def test_members_read_the_settings_but_find_no_form_that_changes_them(world, page):
    text = signed_in(world, "haneul").get(f"/settings/{page}").content.decode()
    assert ("읽기만 할 수 있어요" in text) is (page != "notifications/")  # one's own channels are one's own to set
    assert "/settings/do/" not in text.replace('action="/settings/do/levels/"', "").replace(
        'action="/settings/do/holding/"', ""
    )


@pytest.mark.parametrize("page", PAGES)
def test_the_operator_sees_every_page_and_no_secret_on_any(world, page):
    setup.upsert_people(
        world.org, world.store.people(world.org), addresses={"haneul": ["mailto://user:hunter2@example.com"]}
    )
    answer = make_operator(world).get(f"/settings/{page}")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert SECRET not in text
    assert "hunter2" not in text
    assert " style=" not in text
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("act", ["org", "brand", "feed", "intake", "outlet", "person", "levels", "holding", "invite"])
def test_only_an_operator_may_act(world, act):
    assert signed_in(world, "seojun").post(f"/settings/do/{act}/", {}).status_code == 403


def test_an_act_nobody_knows_is_not_found(world):
    assert make_operator(world).post("/settings/do/format-disk/", {}).status_code == 404


def test_a_brands_words_are_kept_and_tried_on_a_sentence(world):
    client = make_operator(world)
    form = {"name": "한담", "include": "한담, 한담식품", "exclude": "한담소", "risk": "safety: 유리, 이물"}
    assert client.post("/settings/do/brand/", form).status_code == 302
    text = client.get("/settings/brands/", {"try": "한담에서 유리가 나왔어요"}).content.decode()
    assert "우리 이야기로 세요" in text
    assert "safety" in text


def test_a_wrong_risk_line_is_named_and_what_was_typed_stays(world):
    answer = make_operator(world).post("/settings/do/brand/", {"name": "한담", "include": "한담", "risk": "유리 이물"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "1번째 줄" in text
    assert "유리 이물" in text


def test_an_intakes_secret_is_shown_once_and_changes_when_rotated(world):
    client = make_operator(world)
    first = client.post("/settings/do/intake/", {"name": "모니터링"}).content.decode()
    assert "whsec_" in first
    assert "/api/v1/mentions" in first
    assert "whsec_" not in client.get("/settings/sources/").content.decode()
    source = Source.objects.get(org_id=world.org, kind="intake")
    before = source.secret
    assert "whsec_" in client.post("/settings/do/intake-secret/", {"source": source.pk}).content.decode()
    source.refresh_from_db()
    assert source.secret != before
    assert "whsec_" not in source.secret


def test_another_organisations_source_is_not_found(world):
    other = make_world(slug="other", clock=world.clock)
    source = setup.upsert_source(other.org, "intake", "남의 것", secret="whsec_eA==")
    client = make_operator(world)
    for act in ("intake-secret", "source-switch", "source-test"):
        assert client.post(f"/settings/do/{act}/", {"source": source}).status_code == 404


def test_a_test_against_a_closed_port_says_what_is_wrong(world):
    setup.upsert_outlets(
        world.org,
        [
            setup.OutletSetup(
                key="partners",
                kind="webhook",
                name="협력사 게시판",
                settings={"url": "http://127.0.0.1:9/hook", "secret": SECRET, "allow_private": "true"},
            )
        ],
    )
    client = make_operator(world)
    text = client.post("/settings/do/outlet-test/", {"outlet": "partners"}).content.decode()
    assert "시험 실패" in text
    assert "연결되지 않아요" in text
    assert Org.objects.get(pk=world.org).setup["proven_problems"]["partners"]


def test_a_private_address_is_refused_until_it_is_meant(world):
    text = make_operator(world).post("/settings/do/outlet-test/", {"outlet": "partners"}).content.decode()
    assert "사내망 주소예요" in text


def test_a_new_webhook_shows_its_secret_once_and_keeps_it_sealed(world):
    client = make_operator(world)
    form = {"kind": "webhook", "name": "새 게시판", "url": "https://hooks.example.com/x"}
    assert "whsec_" in client.post("/settings/do/outlet/", form).content.decode()
    row = Outlet.objects.get(org_id=world.org, name="새 게시판")
    assert "whsec_" not in row.settings
    assert "whsec_" not in client.get("/settings/outlets/").content.decode()


def test_an_address_that_is_none_is_refused_at_its_field(world):
    answer = make_operator(world).post("/settings/do/outlet/", {"kind": "webhook", "name": "x", "url": "javascript:1"})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()


def test_a_persons_address_is_kept_sealed_and_stays_when_left_empty(world):
    client = make_operator(world)
    form = {"key": "bora", "name": "윤보라", "email": "b@example.com", "roles": ["cs"], "locale": "ko", "new": "1"}
    assert client.post("/settings/do/person/", form | {"addresses": "tgram://tok/123"}).status_code == 302
    sealed = Channel.objects.get(person__key="bora").address
    assert "tok" not in sealed
    assert client.post("/settings/do/person/", {**form, "new": "", "title": "상담팀장"}).status_code == 302
    row = PersonRow.objects.get(org_id=world.org, key="bora")
    assert (Channel.objects.get(person=row).address, row.title) == (sealed, "상담팀장")
    assert [p.key for p in world.store.people(world.org)][:2] == ["haneul", "seojun"]


def test_an_invitation_is_a_link_that_sets_a_password(world):
    text = make_operator(world).post("/settings/do/invite/", {"person": "jiwoo"}).content.decode()
    assert "/accounts/password/reset/key/" in text


def table_form(**changes):
    form = {}
    for level in range(1, 6):
        form |= {
            f"l{level}-lead_role": "" if level == 1 else "leader",
            f"l{level}-call_roles": ["practitioner", "leader"],
            f"l{level}-first_word_min": {3: "60", 4: "30", 5: "15"}.get(level, ""),
            f"l{level}-volume_x": {2: "2", 3: "3", 4: "10", 5: "30"}.get(level, ""),
        }
    return form | changes


def test_the_level_table_is_kept_and_asks_for_a_new_signature(world):
    signer, client = signed_in(world, "minseo"), make_operator(world)
    page = signer.get("/charter/").content.decode()
    version = page.split('name="version" value="')[1].split('"')[0]
    assert signer.post("/settings/sign/", {"version": version}).status_code == 302
    assert "지금 내용에 서명" in signer.get("/charter/").content.decode()
    assert client.post("/settings/do/levels/", table_form()).status_code == 302
    assert world.store.ground(world.org).row(4).first_word_min == 30
    assert "옛 내용" in signer.get("/charter/").content.decode()


def test_a_table_that_contradicts_itself_is_refused_with_the_reason(world):
    answer = make_operator(world).post("/settings/do/levels/", table_form(**{"l5-first_word_min": "90"}))
    assert answer.status_code == 422
    assert "심각할수록 빨라야" in answer.content.decode()
    assert world.store.ground(world.org).row(5).first_word_min == 30


def test_only_executives_sign_and_only_what_they_read(world):
    assert signed_in(world, "haneul").post("/settings/sign/", {"version": "x"}).status_code == 403
    signed_in(world, "minseo").post("/settings/sign/", {"version": "another text"})
    assert Org.objects.get(pk=world.org).signed == []


def test_the_charter_has_one_place_and_its_old_address_leads_there(world):
    client = signed_in(world, "haneul")
    ask = {"act": "publish_holding", "level": "3"}
    moved = client.get("/settings/charter/", ask | {"role": "leader"})
    assert (moved.status_code, moved["Location"]) == (301, "/charter/?act=publish_holding&level=3&role=leader")
    assert client.get("/settings/charter/")["Location"] == "/charter/"
    assert "네, 지금 하셔도 돼요" in client.get(moved["Location"]).content.decode()
    assert "다른 역할의 위임이에요" in client.get("/charter/", ask | {"role": "cs"}).content.decode()
    assert '<a href="/charter/">위임장</a>' in client.get("/settings/").content.decode()


def test_calling_oneself_without_an_address_says_so(world):
    text = signed_in(world, "haneul").post("/settings/call-me/").content.decode()
    assert "울릴 수단이 없어요" in text
