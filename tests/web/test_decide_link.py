"""An executive decides from a phone: a signed link, once, for one person, on exactly what was shown."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.kit.reader import signed_in
from tests.kit.together import at_once

from bongsu.core import events as e
from bongsu.core.ports import Called
from bongsu.flows import convene, decide, links, observers as convening
from bongsu.store import channels, decision_links
from bongsu.store.operations import models as m
from bongsu.web import house


class Phone:
    """Takes every message, or none."""

    def __init__(self, *, dead=False):
        self.dead, self.got = dead, []

    def call(self, job, *, title, body):
        if self.dead:
            raise OSError("line is dead")
        self.got.append((job.person, title, body))
        return Called()


@pytest.fixture
def room(world):
    house.install(world.ports)
    return convene.open_room(
        world.ports, org=world.org, brand=world.brand, by="haneul", title="유리조각", why="사진이 있어요.", level=4
    )


def ask(world, room, *, owner="minseo", minutes=20):
    decide.ask(
        world.ports,
        org=world.org,
        room=room,
        by="seojun",
        question="판매를 멈출까요?",
        options=("멈춘다", "지켜본다"),
        default=1,
        owner=owner,
        deputy=None,
        minutes=minutes,
    )
    key = world.room(room).decisions[-1].id
    decide.judge(world.ports, org=world.org, room=room, by="haneul", decision=key, option=0, why="사진이 진짜예요")
    return key


def path(key):
    return f"/decide/{decision_links.token(m.DecisionLink.objects.get(key=key, ended_at=None).pk)}/"


def shown(page):
    return page.split('name="shown" value="')[1].split('"')[0]


def press(where, *, option="0", **fields):
    phone = Client(headers={"accept-language": "ko"})
    page = phone.get(where).content.decode()
    return phone.post(where, {"shown": shown(page), "option": option, "why": "", "waived": ""} | fields)


def test_a_link_scanner_opens_everything_and_decides_nothing(world, room):
    key = ask(world, room)
    where = path(key)
    before = len(world.lines(room))
    scanner = Client()
    for method in ("get", "head", "options", "get"):
        assert getattr(scanner, method)(where).status_code == 200
    for query in ("?option=0", "?shown=x&option=0"):
        assert scanner.get(where + query).status_code == 200
    assert len(world.lines(room)) == before
    assert world.room(room).decision(key).is_open


def test_the_page_shows_the_question_what_people_think_and_the_five_lines(world, room):
    page = Client(headers={"accept-language": "ko"}).get(path(ask(world, room)))
    html = page.content.decode()
    for words in ("판매를 멈출까요?", "사진이 진짜예요", "무슨 일인가", "언제까지 무엇이 필요한가", "한민서 님에게만"):
        assert words in html
    assert page["Cache-Control"] == "no-store"
    assert page["Referrer-Policy"] == "same-origin"  # with "no-referrer" a browser posts from nowhere: Origin: null


def test_a_button_decides_once_and_the_second_press_is_told(world, room):
    key = ask(world, room)
    where = path(key)
    phone = Client(headers={"accept-language": "ko"})
    form = {"shown": shown(phone.get(where).content.decode()), "option": "0", "why": "안전이 먼저", "waived": ""}
    assert phone.post(where, form).status_code == 200
    made = world.room(room).decision(key)
    assert (made.made_by, made.option, made.how) == ("minseo", 0, "owner")
    line = next(line for line in world.lines(room) if isinstance(line.event, e.DecisionMade))
    assert (line.by, line.event.via) == ("minseo", "link")
    again = phone.post(where, form)
    assert again.status_code == 410
    assert "이미 쓴 링크예요" in again.content.decode()
    assert "이미 쓴 링크예요" in phone.get(where).content.decode()
    world.assert_journal_holds(room)


def test_two_presses_at_one_instant_decide_once(world, room):
    key = ask(world, room)
    where = path(key)
    page = Client().get(where).content.decode()
    answers = []

    def press_once(option):
        answers.append(Client().post(where, {"shown": shown(page), "option": option}).status_code)

    assert at_once(lambda: press_once("0"), lambda: press_once("1")) == []
    assert sorted(answers) == [200, 410]
    assert sum(isinstance(event, e.DecisionMade) for event in world.events(room)) == 1


def test_what_changed_since_it_was_shown_is_shown_again_before_it_counts(world, room):
    key = ask(world, room)
    where = path(key)
    phone = Client(headers={"accept-language": "ko"})
    page = phone.get(where).content.decode()
    decide.object_to(world.ports, org=world.org, room=room, by="jiwoo", decision=key, why="법에 걸려요")
    refused = phone.post(where, {"shown": shown(page), "option": "0", "why": "쓴 말"})
    html = refused.content.decode()
    assert refused.status_code == 409
    assert "바뀐 것이 있어요" in html
    assert "법에 걸려요" in html
    assert "쓴 말" in html
    assert world.room(room).decision(key).is_open
    assert phone.post(where, {"shown": shown(html), "option": "0"}).status_code == 200


def test_somebody_else_who_is_signed_in_is_refused_with_a_way_forward(world, room):
    where = path(ask(world, room))
    seojun = signed_in(world, "seojun")
    for answer in (seojun.get(where), seojun.post(where, {"shown": "x", "option": "0"})):
        assert answer.status_code == 403
        assert "다른 분에게 간 결정이에요" in answer.content.decode()
        assert "판매를 멈출까요?" not in answer.content.decode()
    assert signed_in(world, "minseo").get(where).status_code == 200


def test_a_link_ends_with_its_deadline_with_another_answer_and_when_asked_anew(world, room):
    late = path(ask(world, room, minutes=5))
    decided_key = ask(world, room)
    decided = path(decided_key)
    decide.decide(world.ports, org=world.org, room=room, by="seojun", decision=decided_key, option=1, why="제가 정해요")
    assert Client().get(decided).status_code == 410
    decide.reopen(
        world.ports, org=world.org, room=room, by="seojun", decision=decided_key, why="영상이 나왔어요", minutes=30
    )
    assert Client().get(decided).status_code == 410  # the old one stays spent
    assert Client().get(path(decided_key)).status_code == 200
    world.clock.at += timedelta(minutes=5)
    assert Client().get(late).status_code == 410
    assert Client().post(late, {"shown": "x", "option": "0"}).status_code == 410


def test_a_forged_or_damaged_address_is_told_apart_from_nothing(world, room):
    where = path(ask(world, room))
    number, _colon, rest = where.removeprefix("/decide/").partition(":")
    for forged in (f"/decide/{int(number) + 1}:{rest}", where[:-3] + "xx/", "/decide/1/", "/decide/%00/"):
        assert Client().get(forged).status_code == 404


def test_the_slot_holds_behind_a_link_too(world, room):
    key = ask(world, room)
    decide.decide(world.ports, org=world.org, room=room, by="seojun", decision=key, option=1, why="")
    decide.reopen(world.ports, org=world.org, room=room, by="seojun", decision=key, why="다시", minutes=30)
    refused = press(path(key))
    assert refused.status_code == 422
    assert "현장 판단이 아직 하나도 없습니다" in refused.content.decode()
    assert press(path(key), waived="지금 멈춰야 해요").status_code == 200


# ── sending ────────────────────────────────────────────────────────────────────────────────────────────────────────
def ports_with(world, **callers):
    return type(world.ports)(
        **{name: getattr(world.ports, name) for name in type(world.ports).__slots__} | {"callers": callers}
    )


def test_only_executives_get_a_link_through_their_channels_in_order(world, room):
    for kind, address in (("sms", "mailto://x"), ("apprise", "json://127.0.0.1:9/minseo")):
        channels.add(world.org, "minseo", kind, address=address)
    world_phone = Phone()
    ports = ports_with(world, apprise=world_phone)
    ask(world, room, owner="jiwoo")
    key = ask(world, room)
    while links.send_next(ports, org=world.org):
        pass
    ((person, title, body),) = world_phone.got
    assert (person, path(key) in body) == ("minseo", True)
    assert "결정이 필요해요" in title
    sent = [event for event in world.events(room) if isinstance(event, e.LinkSent)]
    assert [(x.decision, x.person, x.channel) for x in sent] == [(key, "minseo", "apprise")]
    assert not links.send_next(ports, org=world.org)


def test_when_no_channel_takes_it_the_room_is_told(world, room):
    channels.add(world.org, "minseo", "apprise", address="json://127.0.0.1:9/minseo")
    key = ask(world, room)
    ports = ports_with(world, apprise=Phone(dead=True))
    while links.send_next(ports, org=world.org):
        pass
    failed = [event for event in world.events(room) if isinstance(event, e.LinkFailed)]
    assert [(x.decision, x.person) for x in failed] == [(key, "minseo")]
    assert world.room(room).decision(key).link_failed


def test_whoever_looks_on_decides_nothing_by_a_link_and_is_told_who_can_change_that(world, room):
    key = ask(world, room)
    where = path(key)
    typed = shown(Client().get(where).content.decode())
    leader = world.room(room).leader
    convening.invite_observer(world.ports, org=world.org, room=room, by=leader, person="minseo")
    assert "minseo" in world.room(room).observers
    before = len(world.lines(room))
    page = Client(headers={"accept-language": "ko"}).get(where)
    assert page.status_code == 403
    for said in ("참관 중이라", "참관을 끝내 달라고", "이렇게 정해져요: ‘지켜본다’"):
        assert said in page.content.decode()
    pressed = Client().post(where, {"shown": typed, "option": "0", "why": "", "waived": ""})
    assert pressed.status_code == 403
    assert len(world.lines(room)) == before
    convening.dismiss_observer(world.ports, org=world.org, room=room, by=leader, person="minseo")
    assert press(where).status_code == 200
    assert world.room(room).decision(key).option == 0
