"""A source falls silent: at three in the morning, as every night, or at ten, when it never does."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connections
from tests.kit.reader import signed_in

from bongsu.core.ports import Item
from bongsu.core.values import Finding, FindingKind
from bongsu.crisis.rota.holidays import holidays_in
from bongsu.flows.assess import hand_findings
from bongsu.flows.listen import take_in
from bongsu.flows.silence import heard, watch_sources
from bongsu.sense.habit import Habit
from bongsu.store import codec, setup
from bongsu.store.mentions.models import FindingOut
from bongsu.store.operations.models import Silence, Source
from bongsu.store.silences import DjangoSilences

SEOUL = ZoneInfo("Asia/Seoul")
MONDAY = datetime(2026, 3, 30, 0, 0, tzinfo=SEOUL)
MINUTE = timedelta(minutes=1)
HOLIDAYS = holidays_in("Asia/Seoul", MONDAY.date(), MONDAY.date())


@pytest.fixture
def town(world):
    """햇살맘카페 has posted to us every five minutes from 7 to 24 o'clock, for four weeks."""
    world.ports = replace(world.ports, silences=DjangoSilences())
    source = setup.upsert_source(world.org, "intake", "햇살맘카페", settings={}, secret="whsec_eA==")
    habit = Habit()
    at = MONDAY - timedelta(weeks=4) + timedelta(hours=7)
    while at < MONDAY:
        if at.hour >= 7:
            habit.learn_one(at.astimezone(UTC), SEOUL)
        at += timedelta(minutes=5)
    Source.objects.filter(pk=source).update(habit=habit.plain(), heard_at=habit.heard)
    world.source = source
    world.clock.at = habit.heard
    Source.objects.filter(pk=source).update(watched_at=habit.heard)
    return world


def live(town, until: datetime, *, speaks_to: datetime) -> None:
    """Time goes by, minute by minute; at night it never speaks."""
    while town.now < until:
        town.clock.at = min(town.now + MINUTE, until)
        local = town.now.astimezone(SEOUL)
        if local.minute % 5 == 0 and local.hour >= 7 and town.now <= speaks_to:
            post(town)
        watch_sources(town.ports, org=town.org)


def post(town) -> None:
    item = Item(id=town.now.isoformat(), ts=town.now, source="mamcafe", text="오늘 급식 이야기")
    if take_in(town.ports, org=town.org, brand=None, items=[item], live=True).accepted:
        heard(town.ports, org=town.org, source=town.source)


def told(town) -> list[Finding]:
    rows = FindingOut.objects.filter(org=town.org, kind="silence").order_by("id")
    return [codec.finding_from(row.body) for row in rows]


def test_at_three_in_the_morning_nothing_is_said(town):
    live(town, MONDAY + timedelta(hours=7, minutes=10), speaks_to=MONDAY)
    assert told(town) == []


def test_at_ten_it_is_news_within_the_hour_said_once_and_over_when_it_speaks_again(town):
    ten = MONDAY + timedelta(hours=10)
    live(town, ten + timedelta(minutes=25), speaks_to=ten)
    assert told(town) == []
    live(town, ten + timedelta(hours=4), speaks_to=ten)
    (finding,) = told(town)
    assert finding.kind is FindingKind.SILENCE
    assert (finding.level, finding.excerpt, finding.first_post_at) == (1, "햇살맘카페", ten.astimezone(UTC))
    assert timedelta(minutes=25) < finding.at - ten < timedelta(minutes=60)
    assert hand_findings(town.ports, org=town.org) == 1  # it opens no room
    page = signed_in(town, "haneul").get("/").content.decode()
    assert "늘 들리던 ‘햇살맘카페’ 쪽이 조용해요" in page
    assert "듣는 곳 1" in page
    assert "조용 1" in page
    assert "보통 5분에 한 번 들려요" in page
    post(town)
    (row,) = Silence.objects.filter(source_id=town.source)
    assert row.ended_at == town.now
    page = signed_in(town, "haneul").get("/").content.decode()
    assert "햇살맘카페’ 쪽이 조용해요" not in page
    assert "조용 1" not in page


def test_a_holiday_without_a_word_is_no_news_and_the_day_after_it_is(town):
    """햇살맘카페 rests on Sundays. On Buddha's birthday, 24 May 2026, moved to Monday the 25th, it rests too."""
    habit, monday = Habit(), datetime(2026, 5, 25, tzinfo=SEOUL)
    at = monday - timedelta(weeks=4) + timedelta(hours=7)
    while at < monday - timedelta(days=1):
        if at.hour >= 7 and at.weekday() != 6:
            habit.learn_one(at.astimezone(UTC), SEOUL, HOLIDAYS)
        at += timedelta(minutes=5)
    Source.objects.filter(pk=town.source).update(habit=habit.plain(), heard_at=habit.heard)
    for hour in range(40):  # Monday, and Tuesday up to four in the afternoon
        town.clock.at = (monday + timedelta(hours=hour)).astimezone(UTC)
        Source.objects.filter(pk=town.source).update(watched_at=town.now)
        if watch_sources(town.ports, org=town.org):
            break
    (finding,) = told(town)
    assert timedelta(hours=31) <= finding.at - monday < timedelta(hours=34)


def test_the_next_silence_is_told_anew(town):
    for hour in (10, 14):
        at = MONDAY + timedelta(hours=hour)
        live(town, at + timedelta(hours=3), speaks_to=at)
    assert len(told(town)) == 2
    assert Silence.objects.filter(ended_at=None).count() == 1


def test_two_workers_say_it_once(town):
    ten = MONDAY + timedelta(hours=10)
    live(town, ten, speaks_to=ten)
    town.clock.at = ten + timedelta(minutes=14)
    watch_sources(town.ports, org=town.org)
    for minute in range(14, 90, 10):
        town.clock.at = ten + timedelta(minutes=minute)
        start, said = threading.Barrier(4), []

        def work(start=start, said=said) -> None:
            try:
                start.wait()
                said.append(watch_sources(town.ports, org=town.org))
            finally:
                connections.close_all()

        workers = [threading.Thread(target=work) for _ in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert sum(said) <= 1
    assert len(told(town)) == 1
    assert Silence.objects.count() == 1


def test_killed_between_telling_and_noting_it_is_said_once(town, monkeypatch):
    ten = MONDAY + timedelta(hours=10)
    live(town, ten, speaks_to=ten)
    with monkeypatch.context() as patch:
        patch.setattr(DjangoSilences, "note", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            live(town, ten + timedelta(hours=2), speaks_to=ten)
    live(town, town.now + timedelta(minutes=5), speaks_to=ten)
    assert len(told(town)) == 1
    assert Silence.objects.count() == 1


def test_a_silence_outlives_a_restart_and_our_own_absence_is_none(town):
    ten = MONDAY + timedelta(hours=10)
    live(town, ten + timedelta(hours=2), speaks_to=ten)
    town.clock.at = ten + timedelta(hours=8)  # we were down for six hours
    watch_sources(town.ports, org=town.org)
    assert len(told(town)) == 1
    assert Silence.objects.filter(ended_at=None).count() == 1
    post(town)
    town.clock.at += timedelta(hours=9)  # and down again, over the time it would have spoken
    for _ in range(3):
        assert watch_sources(town.ports, org=town.org) == 0
        town.clock.at += MINUTE


def test_a_room_that_is_open_hears_of_it_and_its_beacon_stays(town):
    room = town.open_room(level=3)
    ten = MONDAY + timedelta(hours=10)
    live(town, ten + timedelta(hours=2), speaks_to=ten)
    hand_findings(town.ports, org=town.org)
    assert [one.kind for one in town.room(room).findings] == ["silence"]
    assert town.room(room).level == 3
    town.assert_journal_holds(room)
    assert "늘 들리던 곳이 조용해요" in signed_in(town, "haneul").get(f"/rooms/{room}/").content.decode()


def test_a_source_switched_off_is_not_called_silent(town):
    ten = MONDAY + timedelta(hours=10)
    Source.objects.filter(pk=town.source).update(enabled=False)
    live(town, ten + timedelta(hours=3), speaks_to=ten - timedelta(days=1))
    assert told(town) == []
