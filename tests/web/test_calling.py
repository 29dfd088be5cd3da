"""How people are called, in the settings: two numbers, the rules as YAML, and who changed what."""

from django.test import Client
from tests.kit.reader import make_operator, signed_in
from tests.kit.world import World

TEXT = """
calling:
  channel_wait_s: 90
  override_level: 4
  pulls:
    - {name: 이물은 법무도, category: safety, roles: [legal]}
"""


def page(client: Client) -> str:
    return client.get("/settings/calling/").content.decode()


def test_two_numbers_are_kept_and_say_who_changed_them(world: World) -> None:
    client = make_operator(world)
    assert client.post("/settings/calling/save/", {"channel_wait_s": "90", "override_level": "4"}).status_code == 302
    ground = world.store.ground(world.org)
    assert (ground.channel_wait_s, ground.override_level) == (90, 4)
    assert len(ground.pulls) == 6
    shown = page(client)
    waits = "다음 수단까지 기다리는 시간(초): <del>60</del> → <ins>90</ins>"
    for said in ("최도윤", waits, "<del>3</del> → <ins>4</ins>"):
        assert said in shown


def test_a_number_out_of_reason_is_refused_at_its_field(world: World) -> None:
    answer = make_operator(world).post("/settings/calling/save/", {"channel_wait_s": "5", "override_level": "9"})
    assert answer.status_code == 422
    assert world.store.ground(world.org).channel_wait_s == 60


def test_the_rules_are_written_as_text_read_by_all_and_come_out_as_a_file(world: World) -> None:
    client = make_operator(world)
    assert client.post("/settings/calling/text/", {"text": TEXT}).status_code == 302
    assert [rule.name for rule in world.store.ground(world.org).pulls] == ["이물은 법무도"]
    reader = signed_in(world, "haneul")
    assert "이물은 법무도" in page(reader)
    assert "<textarea" not in page(reader)
    file = reader.get("/settings/calling.yaml").content.decode()
    assert client.post("/settings/calling/text/", {"text": file}).status_code == 302
    assert page(client).count("최도윤</b> — 고침") == 1  # bringing in what stands is no change


def test_text_with_a_fault_is_not_kept_and_comes_back_with_its_line(world: World) -> None:
    answer = make_operator(world).post("/settings/calling/text/", {"text": TEXT.replace("[legal]", "[]")})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "6번째 줄" in shown
    assert "부를 역할을 하나는" in shown
    assert "roles: []" in shown
    assert len(world.store.ground(world.org).pulls) == 6


def test_only_an_operator_changes_how_people_are_called(world: World) -> None:
    client = signed_in(world, "seojun")
    assert client.post("/settings/calling/text/", {"text": TEXT}).status_code == 403
    assert client.post("/settings/calling/save/", {"channel_wait_s": "90", "override_level": "4"}).status_code == 403


def test_an_open_room_keeps_the_rules_it_began_with(world: World) -> None:
    room = world.open_room()
    make_operator(world).post("/settings/calling/text/", {"text": TEXT})
    assert world.room(room).ground.channel_wait_s == 60
    assert world.room(world.open_room(kind="drill")).ground.channel_wait_s == 90


# ── one rule in a form ─────────────────────────────────────────────────────────────────────────────────────────────
RULE = "/settings/calling/rule/"


def names(world: World) -> list[str]:
    return [rule.name for rule in world.store.ground(world.org).pulls]


def test_a_rule_is_added_changed_and_taken_away_in_a_form(world: World) -> None:
    client, before = make_operator(world), names(world)
    said = {"name": "이물은 법무도", "category": "safety", "roles": ["legal", "quality"], "from_level": "3"}
    assert client.post(RULE, said).status_code == 302
    assert names(world) == [*before, "이물은 법무도"]
    there = f"{RULE}?rule=이물은 법무도"
    assert 'value="이물은 법무도"' in client.get(there).content.decode()
    assert client.post(there, said | {"name": "이물은 품질만", "roles": ["quality"]}).status_code == 302
    rule = world.store.ground(world.org).pulls[-1]
    assert (rule.name, rule.category, rule.roles, rule.from_level) == ("이물은 품질만", "safety", ("quality",), 3)
    assert "이물은 품질만" in page(client).split('id="edits"')[1]  # its history
    assert client.post(f"{RULE}remove/", {"rule": "이물은 품질만"}).status_code == 302
    assert names(world) == before


def test_a_rule_that_cannot_be_is_told_at_its_field(world: World) -> None:
    client, before = make_operator(world), names(world)
    said = {"name": before[0], "category": "safety", "roles": ["legal"], "from_level": "3"}
    twice = client.post(RULE, said)
    assert twice.status_code == 422
    assert "같은 이름을 두 번 썼어요" in twice.content.decode()
    assert client.post(RULE, said | {"name": "새것", "roles": []}).status_code == 422
    assert client.get(f"{RULE}?rule=없음").status_code == 404
    assert signed_in(world, "haneul").get(RULE).status_code == 403
    assert names(world) == before
