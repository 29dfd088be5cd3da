"""일지 중계 in the settings: what an operator may set, what is shown, and a test that really sends."""

import json
import re
from dataclasses import replace

import pytest
from tests.kit.reader import make_operator, signed_in
from tests.kit.server import Answer, serving
from tests.kit.world import World, make_world

from bongsu.connectors.slack import SlackMirror
from bongsu.store import mirrors
from bongsu.store.operations import models as m
from bongsu.web import house

FORM = {"kind": "slack", "name": "위기", "hook": "https://hooks.example/SECRET-1", "min_level": "3", "locale": "ko"}


def test_a_hooks_address_is_sealed_never_shown_and_stays_when_left_empty(world: World) -> None:
    client = make_operator(world)
    assert client.post("/settings/mirrors/save/", FORM).status_code == 302
    (one,) = mirrors.mirrors(world.org)
    assert "SECRET-1" not in m.Mirror.objects.get().settings
    assert "SECRET-1" not in client.get("/settings/mirrors/", {"mirror": one.id}).content.decode()
    client.post("/settings/mirrors/save/", {**FORM, "mirror": one.id, "hook": "", "name": "새 이름", "min_level": "4"})
    assert mirrors.for_trial(world.org, one.id)[1]["hook"] == FORM["hook"]
    (one,) = mirrors.mirrors(world.org)
    assert (one.name, one.min_level, one.personal, one.room_kinds) == ("새 이름", 4, False, ("crisis",))


@pytest.mark.parametrize(
    "wrong", [{"hook": ""}, {"hook": "javascript:1"}, {"kind": "matrix"}, {"kind": "mail"}, {"min_level": "9"}]
)
def test_what_cannot_work_is_refused_at_its_field(world: World, wrong: dict[str, str]) -> None:
    answer = make_operator(world).post("/settings/mirrors/save/", FORM | wrong)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()


def test_only_what_the_chosen_service_asks_for_is_asked(world: World) -> None:
    client = make_operator(world)
    asked = {
        kind: set(
            re.findall(
                r'<(?:input|select)[^>]* name="(\w+)"', client.get(f"/settings/mirrors/?kind={kind}").content.decode()
            )
        )
        for kind in ("slack", "teams", "matrix", "mail", "nonsense")
    }
    own = {"hook", "token", "channel", "homeserver", "room", "to"}
    assert asked["slack"] & own == {"hook", "token", "channel"}
    assert asked["teams"] & own == {"hook"}
    assert asked["matrix"] & own == {"homeserver", "room", "token"}
    assert asked["mail"] & own == {"to"}
    assert asked["nonsense"] == asked["slack"]


def test_what_is_refused_while_it_is_changed_is_still_the_same_mirror(world: World) -> None:
    client = make_operator(world)
    client.post("/settings/mirrors/save/", FORM)
    one = m.Mirror.objects.get()
    answer = client.post("/settings/mirrors/save/", FORM | {"mirror": one.pk, "name": ""})
    assert answer.status_code == 422
    assert f'name="mirror" value="{one.pk}"' in answer.content.decode()


def test_a_test_really_sends_and_a_dead_one_is_a_visible_line(world: World) -> None:
    client = make_operator(world)
    world.ports = replace(world.ports, mirrors={"slack": SlackMirror()})
    house.install(world.ports)
    with serving(Answer(body=b"ok")) as server:
        client.post("/settings/mirrors/save/", FORM | {"hook": f"{server.url}/x", "private": "on"})
        test = f"/settings/mirrors/{m.Mirror.objects.get().pk}/test/"
        assert "시험 통과" in client.post(test).content.decode()
        assert "시험" in json.loads(server.asked[0].body)["text"]
        server.answer = lambda _: Answer(410)
        assert "시험 실패" in client.post(test).content.decode()
    page = signed_in(world, "haneul").get("/settings/mirrors/").content.decode()
    assert "HTTP 410" in page
    assert "막힘" in page


def test_mirrors_are_an_operators_and_ones_own(world: World) -> None:
    assert signed_in(world, "seojun").post("/settings/mirrors/save/", FORM).status_code == 403
    other = make_world(slug="other", clock=world.clock)
    make_operator(other).post("/settings/mirrors/save/", FORM)
    theirs = m.Mirror.objects.get().pk
    client = make_operator(world)
    for act in ("test", "switch", "remove"):
        client.post(f"/settings/mirrors/{theirs}/{act}/")
    assert m.Mirror.objects.get().enabled
    assert FORM["name"] not in client.get("/settings/mirrors/").content.decode()


def test_levels_to_choose_from_are_in_the_reader_s_language(world: World) -> None:
    client = make_operator(world)
    client.get("/words/en")
    page = client.get("/settings/mirrors/").content.decode()
    assert "3 Caution" in page
    assert "3 주의" not in page
