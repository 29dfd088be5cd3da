"""Setting up, secrets, clocks, the newsroom and the demo's notes, as the store keeps them."""

import os
import stat
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Model

from bongsu.core.errors import NoSuchThing, SetupError
from bongsu.core.ports import DeliveryJob
from bongsu.store import clock as clocks, demo, secrets, setup
from bongsu.store.clock import OrgClock
from bongsu.store.newsroom import DjangoNewsroom
from bongsu.store.operations import models as m
from bongsu.store.words import watch_words
from tests.kit import sample
from tests.kit.clock import NINE, FakeClock
from tests.kit.together import at_once
from tests.kit.world import World, make_world


# ── setting up ─────────────────────────────────────────────────────────────────────────────────────────────────────
def _rows() -> dict[str, list[dict[str, Any]]]:
    models: tuple[type[Model], ...] = (m.Org, m.Person, m.Brand, m.Source)
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in models}


def test_setting_up_twice_changes_nothing(world: World) -> None:
    source = setup.upsert_source(world.org, "rss", "뉴스", brand=world.brand, settings={"url": "https://a.invalid/"})
    before = _rows()
    outlets = list(m.Outlet.objects.values("id", "key", "name", "owner", "enabled"))
    make_world(clock=world.clock)
    assert setup.upsert_source(world.org, "rss", "뉴스", brand=world.brand) == source
    assert _rows() == before
    assert list(m.Outlet.objects.values("id", "key", "name", "owner", "enabled")) == outlets


def test_two_who_set_up_at_once_make_one_organisation(database: object) -> None:
    def begin() -> None:
        setup.create_org("hangang", "한강식품", at=NINE)

    assert at_once(begin, begin, begin) == []
    assert m.Org.objects.count() == 1


def test_what_is_not_named_again_stays(world: World) -> None:
    people = world.store.people(world.org)
    setup.upsert_people(world.org, people, emails={"haneul": "h@example.invalid"}, addresses={"haneul": ["ntfy://a"]})
    kept = m.Channel.objects.get(person__key="haneul").address
    assert kept
    assert "ntfy://" not in kept
    setup.upsert_people(world.org, [replace(p, title="새 직함") for p in people])
    row = m.Person.objects.get(org_id=world.org, key="haneul")
    assert (row.email, row.title) == ("h@example.invalid", "새 직함")
    assert m.Channel.objects.get(person__key="haneul").address == kept
    outlet = m.Outlet.objects.get(org_id=world.org, key="partners").settings
    setup.upsert_outlets(world.org, [replace(o, settings=None) for o in sample.OUTLETS])
    assert m.Outlet.objects.get(org_id=world.org, key="partners").settings == outlet


def test_an_organisation_begun_again_keeps_what_its_people_edited(world: World) -> None:
    args: dict[str, Any] = {"at": NINE, "zone": "Asia/Seoul", "documents": {"levels": sample.LEVELS}}
    org, there = setup.begin_org("real", "실제", **args)
    assert not there
    setup.set_documents(org, levels=[{"edited": True}])
    assert setup.begin_org("real", "실제", **args) == (org, True)
    assert m.Org.objects.get(pk=org).levels == [{"edited": True}]
    with pytest.raises(SetupError, match="demo"):
        setup.begin_org("hangang", "실제", **args)  # the sample is synthetic


def test_only_documents_of_their_shape_are_kept(world: World) -> None:
    wrongs: tuple[dict[str, Any], ...] = ({"levels": {}}, {"charter": []}, {"levels2": []})
    for wrong in wrongs:
        with pytest.raises(TypeError):
            setup.set_documents(world.org, **wrong)


def test_a_charter_is_signed_once_under_a_version(world: World) -> None:
    for version in ("1", "1", "2"):
        setup.add_signature(world.org, person="minseo", version=version, at=NINE)
    assert [s["version"] for s in m.Org.objects.get(pk=world.org).signed] == ["1", "2"]


def test_the_only_organisation_needs_no_name(world: World) -> None:
    assert setup.find_org() == setup.find_org("hangang") == world.org
    make_world(slug="other", clock=world.clock)
    with pytest.raises(SetupError, match="more than one"):
        setup.find_org()
    with pytest.raises(SetupError, match="no organisation 'nobody'"):
        setup.find_org("nobody")


def test_a_person_has_one_account_however_often_it_is_asked_for(world: World) -> None:
    found: list[int] = []

    def ask() -> None:
        found.append(setup.user_for(world.org, "haneul"))

    assert at_once(ask, ask, ask) == []
    assert len({*found, setup.user_for(world.org, "haneul")}) == 1
    user = get_user_model().objects.get(pk=found[0])
    assert not user.has_usable_password()
    with pytest.raises(NoSuchThing):
        setup.user_for(world.org, "nobody")


def test_people_of_two_organisations_with_one_key_have_two_accounts(world: World) -> None:
    other = make_world(slug="other", clock=world.clock)
    assert setup.user_for(world.org, "haneul") != setup.user_for(other.org, "haneul")


def test_a_new_person_does_not_inherit_the_account_of_somebody_with_the_same_key(world: World) -> None:
    before = setup.user_for(world.org, "yerin")
    m.Person.objects.filter(org_id=world.org, key="yerin").delete()
    setup.upsert_people(world.org, [sample.PEOPLE[5]])
    assert setup.user_for(world.org, "yerin") not in (before, None)


@pytest.mark.parametrize(
    "wrong",
    [[], {"includes": ["x"]}, {"include": "x"}, {"include": [""]}, {"risk": ["x"]}, {"risk": {"safety": "x"}}],
    ids=str,
)
def test_watch_words_of_another_shape_say_what_is_expected(wrong: object) -> None:
    with pytest.raises(SetupError, match=r"words\.yaml"):
        watch_words(wrong, where="words.yaml")


def test_watch_words_may_leave_things_out() -> None:
    words = watch_words({"include": ["한강식품"], "risk": {"safety": None}}, where="words.yaml")
    assert (words.include, words.exclude, words.risk) == (("한강식품",), (), {"safety": ()})


def test_a_sources_secret_is_encrypted_and_stays_until_replaced(world: World) -> None:
    source = setup.upsert_source(world.org, "intake", "앱", secret="whsec_abc")
    kept = m.Source.objects.get(pk=source).secret
    assert "whsec_abc" not in kept
    assert secrets.open_(kept) == "whsec_abc"
    setup.upsert_source(world.org, "intake", "앱", settings={"a": 1})
    assert m.Source.objects.get(pk=source).secret == kept


# ── secrets ────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder of its own, with no key yet."""
    monkeypatch.setattr(settings, "HOME", tmp_path / "new")
    monkeypatch.delenv("BONGSU_SECRET", raising=False)
    yield tmp_path / "new"
    secrets._from_file.cache_clear()


def test_a_key_is_made_for_its_owner_only(home: Path) -> None:
    assert secrets.open_(secrets.seal("비밀")) == "비밀"
    file = home / "secret.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert [p.name for p in home.iterdir()] == ["secret.key"]
    first = file.read_text()
    secrets._from_file.cache_clear()
    secrets.seal("x")
    assert file.read_text() == first


def test_two_who_make_the_key_at_once_agree(home: Path) -> None:
    file = home / "secret.key"
    made = [lambda n=n: secrets.keep(file, f"key-{n}") for n in range(8)]
    threads = [threading.Thread(target=job) for job in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert file.read_text() in {f"key-{n}" for n in range(8)}
    assert os.listdir(home) == ["secret.key"]


def test_another_key_says_what_to_do(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    token = secrets.seal("비밀")
    monkeypatch.setenv("BONGSU_SECRET", "another")
    with pytest.raises(SetupError) as told:
        secrets.open_(token)
    assert "secret.key" in str(told.value.about["hint"])
    assert "enter the secret again" in str(told.value.about["hint"])
    with pytest.raises(SetupError):
        secrets.open_("not a token")


def test_an_empty_key_file_is_not_taken_for_a_key(home: Path) -> None:
    home.mkdir()
    (home / "secret.key").write_text("\n")
    with pytest.raises(SetupError, match="empty"):
        secrets.seal("비밀")


def test_nothing_stays_nothing(home: Path) -> None:
    assert secrets.seal("") == secrets.open_("") == ""
    assert not home.exists()


def test_keys_for_two_purposes_differ(home: Path) -> None:
    assert secrets.derived("django") != secrets.derived("bongsu-secrets")
    assert len(secrets.derived("x" * 40)) == 32


# ── clocks ─────────────────────────────────────────────────────────────────────────────────────────────────────────
class Real:
    """The wall clock in a test's hand."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)

    def forward(self, **how_far: float) -> None:
        self.at += timedelta(**how_far)


@pytest.fixture
def real(monkeypatch: pytest.MonkeyPatch) -> Real:
    real = Real()
    monkeypatch.setattr(clocks, "real_now", lambda: real.at)
    monkeypatch.setattr(clocks, "TRUST_S", 0.0)
    return real


def test_an_organisation_lives_in_real_time_unless_told_otherwise(world: World, real: Real) -> None:
    clock = OrgClock()
    assert clock.now(world.org) == real.at
    assert clock.speed(world.org) == 0
    clock.heartbeat(world.org)
    clock.resume(world.org)
    real.forward(hours=1)
    assert clock.now(world.org) == clock.now(world.org + 99) == real.at


def test_a_demos_time_runs_at_its_speed(world: World, real: Real) -> None:
    clock = OrgClock()
    clock.start_at(world.org, NINE, speed=60)
    assert clock.now(world.org) == NINE
    real.forward(seconds=10)
    assert clock.now(world.org) == NINE + timedelta(minutes=10)
    clock.set_speed(world.org, 1)
    real.forward(seconds=10)
    assert clock.now(world.org) == NINE + timedelta(minutes=10, seconds=10)
    clock.set_speed(world.org, 0)
    assert clock.now(world.org) == real.at


def test_time_away_was_not_lived(world: World, real: Real) -> None:
    OrgClock().start_at(world.org, NINE, speed=60)
    real.forward(seconds=10)
    OrgClock().heartbeat(world.org)
    real.forward(seconds=0.4)  # killed here, 24 s of the demo after its last heartbeat
    real.forward(days=3)
    again = OrgClock()
    again.resume(world.org)
    assert again.now(world.org) == NINE + timedelta(minutes=10)
    real.forward(seconds=1)
    assert again.now(world.org) == NINE + timedelta(minutes=11)


def test_heartbeats_neither_lose_nor_gain_time(world: World, real: Real) -> None:
    clock = OrgClock()
    clock.start_at(world.org, NINE, speed=7)
    for n in range(1, 101):
        real.forward(seconds=0.35)
        clock.heartbeat(world.org)
        assert clock.now(world.org) == NINE + timedelta(seconds=0.35 * 7) * n


def test_a_heartbeat_that_comes_late_does_not_undo_a_new_speed(
    world: World, real: Real, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, other = OrgClock(), OrgClock()
    clock.start_at(world.org, NINE, speed=60)
    real.forward(seconds=10)
    read = clock._fresh

    def read_then_overtaken(org: int) -> Any:
        was = read(org)
        other.set_speed(org, 1)
        return was

    monkeypatch.setattr(clock, "_fresh", read_then_overtaken)
    clock.heartbeat(world.org)
    monkeypatch.undo()
    assert m.Org.objects.get(pk=world.org).clock_speed == 1


def test_a_wall_clock_set_back_does_not_turn_a_demos_time_back(world: World, real: Real) -> None:
    clock = OrgClock()
    clock.start_at(world.org, NINE, speed=60)
    real.forward(seconds=-90)
    assert clock.now(world.org) == NINE


# ── the newsroom ───────────────────────────────────────────────────────────────────────────────────────────────────
def job(world: World, key: str = "1-1-d1", **changes: Any) -> DeliveryJob:
    facts: dict[str, Any] = {
        "org": world.org,
        "room": 1,
        "delivery": "d1",
        "outlet": "newsroom",
        "outlet_kind": "newsroom",
        "settings": {},
        "statement": "s1",
        "title": "한강식품 입장문",
        "text": "걱정을 끼쳐 드려 죄송합니다.",
        "approved_at": NINE,
        "next_update_at": None,
        "key": key,
        "was_started": False,
    }
    return DeliveryJob(**(facts | changes))


def test_one_delivery_is_one_post_however_often_it_is_published(world: World) -> None:
    newsroom = DjangoNewsroom(world.clock)
    assert newsroom.find("1-1-d1") is None
    paths: list[str] = []
    publish: Callable[[], None] = lambda: paths.append(newsroom.publish(job(world)))  # noqa: E731
    assert at_once(publish, publish, publish, publish) == []
    assert set(paths) == {newsroom.find("1-1-d1")}
    assert paths[0].endswith("/2026-03-02-1/")
    assert m.NewsroomPost.objects.count() == 1


def test_posts_of_a_day_are_numbered_by_the_organisations_own_date(world: World, clock: FakeClock) -> None:
    newsroom = DjangoNewsroom(clock)
    clock.at = datetime(2026, 3, 1, 15, 30, tzinfo=UTC)  # half past midnight in Seoul
    jobs = [job(world, f"1-1-d{n}") for n in range(1, 6)]
    paths: list[str] = []
    assert at_once(*[lambda one=one: paths.append(newsroom.publish(one)) for one in jobs]) == []
    assert sorted(path.split("/")[-2] for path in paths) == [f"2026-03-02-{n}" for n in range(1, 6)]
    clock.forward(days=1)
    assert newsroom.publish(job(world, "1-2-d1")).endswith("/2026-03-03-1/")


def test_the_tenth_post_of_a_day_follows_the_ninth(world: World) -> None:
    newsroom = DjangoNewsroom(world.clock)
    paths = [newsroom.publish(job(world, f"k{n}")) for n in range(12)]
    assert paths[-1].endswith("/2026-03-02-12/")


def test_a_withdrawn_post_keeps_its_path(world: World) -> None:
    newsroom = DjangoNewsroom(world.clock)
    path = newsroom.publish(job(world))
    m.NewsroomPost.objects.update(withdrawn_at=world.now)
    assert newsroom.find("1-1-d1") == newsroom.publish(job(world)) == path


def test_a_post_holds_text_that_no_database_could(world: World) -> None:
    DjangoNewsroom(world.clock).publish(job(world, title="제목\0" * 100, text="글\ud800"))
    post = m.NewsroomPost.objects.get()
    assert len(post.title) == 200
    assert post.text == "글\ufffd"


# ── the demo ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_demo_counts_once_it_is_complete(world: World) -> None:
    assert demo.find("hangang") is None
    demo.finish(world.org)
    assert demo.find("hangang") == world.org
    assert demo.synthetic_orgs() == (world.org,)


def test_a_real_organisation_is_never_taken_for_a_demo(world: World) -> None:
    org = setup.create_org("real", "실제", at=NINE)
    assert demo.find("real") is None
    assert demo.synthetic_orgs() == (world.org,)
    with pytest.raises(m.Org.DoesNotExist):
        demo.finish(org)
    with pytest.raises(m.Org.DoesNotExist):
        demo.hook(org, "x")


def test_the_receivers_keep_their_secret(world: World) -> None:
    assert demo.hook(world.org, "first") == "first"
    assert demo.hook(world.org, "second") == "first"


def test_a_demo_slows_once_when_its_first_room_opens(world: World) -> None:
    assert not demo.calm_down(world.org)
    world.open_room()
    assert [demo.calm_down(world.org), demo.calm_down(world.org)] == [True, False]
