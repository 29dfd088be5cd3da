"""/settings/notifications/: everybody's own channels, and nobody else's."""

from dataclasses import dataclass, field, replace

import pytest
from django.test import Client
from tests.kit.reader import signed_in
from tests.kit.world import World

from bongsu.core.errors import NotReached
from bongsu.core.ports import Called, CallJob
from bongsu.core.values import CHANNELS
from bongsu.store import channels
from bongsu.store.operations import models as m
from bongsu.web import house

DO = "/settings/notifications/do/"


@dataclass
class Phones:
    rang: list[str] = field(default_factory=list)

    def call(self, job: CallJob, *, title: str, body: str) -> Called:
        assert job.channel is not None
        self.rang.append(job.channel.address)
        if "bad" in job.channel.address:
            raise NotReached(person=job.name, reason="the service did not take it")
        return Called()


@pytest.fixture
def phones(world: World) -> Phones:
    phones = Phones()
    world.ports = replace(world.ports, callers=dict.fromkeys(CHANNELS, phones))
    return phones


@pytest.fixture
def me(world: World, phones: Phones) -> Client:
    client = signed_in(world, "haneul")
    house.install(world.ports)
    return client


def add(me: Client, way: str, address: str) -> int:
    assert me.post(f"{DO}add/", {"way": way, "address": address}).status_code == 302
    return m.Channel.objects.latest("id").pk


def test_channels_are_added_sealed_and_shown_without_their_address(world: World, me: Client) -> None:
    add(me, "mail", "haneul@example.com")
    add(me, "apprise", "tgram://SECRET-1/2")
    page = me.get("/settings/notifications/").content.decode()
    assert "SECRET" not in page
    assert "haneul@example.com" not in page
    assert "tgram" in page
    assert "SECRET" not in m.Channel.objects.get(kind="apprise").address
    assert [(c.place, c.kind) for c in m.Channel.objects.all()] == [(1, "mail"), (2, "apprise")]


@pytest.mark.parametrize(
    ("way", "address"), [("mail", "nobody"), ("apprise", "no address"), ("sms-99", "010-1234-5678"), ("fax", "1")]
)
def test_what_cannot_ring_is_refused_at_its_field(me: Client, way: str, address: str) -> None:
    answer = me.post(f"{DO}add/", {"way": way, "address": address})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not m.Channel.objects.exists()


def test_order_hours_and_switch_are_the_persons_own(world: World, me: Client) -> None:
    first, second = add(me, "mail", "a@example.com"), add(me, "mail", "b@example.com")
    me.post(f"{DO}move/", {"channel": second, "to": "up"})
    assert list(m.Channel.objects.order_by("place").values_list("id", flat=True)) == [second, first]
    me.post(f"{DO}hours/", {"channel": first, "since": "09:00", "until": "18:00", "days": ["0", "4"]})
    assert m.Channel.objects.get(pk=first).hours == {"from": "09:00", "to": "18:00", "days": [0, 4]}
    assert "월 금 09:00–18:00" in me.get("/settings/notifications/").content.decode()
    me.post(f"{DO}switch/", {"channel": first, "on": "0"})
    assert not m.Channel.objects.get(pk=first).enabled
    for act in ("move", "hours", "switch", "remove"):
        signed_in(world, "seojun").post(f"{DO}{act}/", {"channel": first, "on": "1", "to": "up"})
    kept = m.Channel.objects.get(pk=first)
    assert (kept.enabled, kept.place, kept.hours["from"]) == (False, 2, "09:00")


def test_a_phone_number_is_kept_sealed_and_only_its_end_is_shown(world: World, me: Client) -> None:
    form = {"phone": "010-1234-5678", "since": "23:00", "until": "07:00"}
    assert me.post(f"{DO}about/", form).status_code == 302
    row = m.Person.objects.get(org_id=world.org, key="haneul")
    assert "1234" not in row.phone
    assert row.quiet == {"from": "23:00", "to": "07:00"}
    page = me.get("/settings/notifications/").content.decode()
    assert "***-5678" in page
    assert "1234-5678" not in page
    assert me.post(f"{DO}about/", {"phone": "말로"}).status_code == 422
    me.post(f"{DO}about/", {"forget": "on"})
    assert m.Person.objects.get(pk=row.pk).phone == ""


def test_call_me_now_says_for_each_channel_what_came_of_it(me: Client, phones: Phones) -> None:
    good, bad = add(me, "apprise", "chat://good"), add(me, "apprise", "chat://bad")
    page = me.post("/settings/call-me/").content.decode()
    assert sorted(phones.rang) == ["chat://bad", "chat://good"]
    assert "보냈어요" in page
    assert "서비스가 받지 않았습니다" in page
    assert m.Channel.objects.get(pk=good).proven_at is not None
    kept = m.Channel.objects.get(pk=bad)
    assert (kept.proven_at, kept.problem) == (None, "the service did not take it")
    me.post("/settings/call-me/", {"channel": good})
    assert phones.rang[2:] == ["chat://good"]


def test_nobody_is_rung_through_somebody_elses_channel(world: World, me: Client, phones: Phones) -> None:
    other = channels.add(world.org, "seojun", "apprise", address="chat://seojun")
    assert "울릴 수단이 없어요" in me.post("/settings/call-me/", {"channel": other}).content.decode()
    assert phones.rang == []


def test_a_dozen_channels_are_enough(me: Client) -> None:
    for n in range(12):
        add(me, "mail", f"a{n}@example.com")
    assert me.post(f"{DO}add/", {"way": "mail", "address": "x@example.com"}).status_code == 302
    assert m.Channel.objects.count() == 12
