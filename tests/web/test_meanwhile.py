"""Two operators at one form of the settings: the second is told, sees who changed what, and keeps what they typed."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
import yaml
from tests.kit.reader import signed_in
from tests.kit.world import World

from bongsu.core.values import LEVELS, SLOTS, Person
from bongsu.flows import calling_file, formations_file, laws_file
from bongsu.store import setup
from bongsu.web import house

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
    return world


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
    form = page.split(f'action="{posts_to}"')[1] if posts_to else page.split('<form class="form" method="post"')[1]
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
    kept = setup.document(world.org, document)
    assert one in yaml.safe_dump(kept, allow_unicode=True)
    answer = second.post(to, sent(world, two) | {"base": bases[1]})
    told = answer.content.decode()
    assert answer.status_code == 409
    assert setup.document(world.org, document) == kept
    assert "그사이 다른 사람이 여기를 고쳤어요" in told
    since = told.split('id="meanwhile"')[1].split("</section>")[0]
    assert "남우진" in since
    assert one in since
    assert two in told.replace(since, "")  # what was typed stands in the form
    assert "덮어써요" in told
    again = sent(world, two) | {"base": base_of(told, posts_to)}
    assert second.post(to, again).status_code == 302
    assert two in yaml.safe_dump(setup.document(world.org, document), allow_unicode=True)


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


def test_a_base_that_nothing_ever_had_is_told_like_an_old_one(world: World) -> None:
    _, posts_to, _, sent, (one, _) = FORMS["the holding statement"]
    answer = signed_in(world, "sora").post(posts_to, sent(world, one) | {"base": "x.999999999999999999999"})
    assert answer.status_code == 409
