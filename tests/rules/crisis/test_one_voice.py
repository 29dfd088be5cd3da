"""원보이스 지침, 직보, 종결: one text first, one line up, and nothing forgotten at the end."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, strategies as st
from tests.kit.clock import NINE
from tests.rules.crisis.room import GROUND, PEOPLE, ROLES, Act

from bongsu.core import errors, events as e
from bongsu.core.values import TouchPoint
from bongsu.crisis import clock, convene
from bongsu.crisis.assess import inquiries
from bongsu.crisis.convene import flash, one_voice, promises
from bongsu.crisis.convene.closing import business_day
from bongsu.crisis.next_step import next_step

POINTS = (
    TouchPoint(key="insta", name="인스타그램", kind="account", owner="haneul", deputy="doyun"),
    TouchPoint(key="shop", name="강남점", kind="shop", owner="gone", deputy="doyun"),
    TouchPoint(key="agency", name="대행사", kind="agency"),
)


@pytest.fixture
def act() -> Act:
    return Act()


def orders(act: Act, words: str = "확인하고 있습니다.", *, by: str = "seojun", seen: str | None = None) -> str:
    standing = one_voice.in_force(act.room)
    said = one_voice.order(
        act.room,
        by=by,
        roles=ROLES[by],
        words=words,
        seen=seen if seen is not None else (standing.digest if standing else ""),
        people=PEOPLE,
        touchpoints=POINTS,
        at=act.at,
    )
    act.say(said, by=by)
    return said.digest


def reads(act: Act, who: str, digest: str, *, silent: bool = True) -> None:
    act.say(one_voice.read(act.room, by=who, digest=digest, silent=silent, at=act.at), by=who)


# ── the order ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_it_is_the_leaders_first_step_until_it_is_out_and_then_everybodys(act: Act) -> None:
    for call in act.room.calls:
        if call.acknowledged_at is None:
            act.say(convene.acknowledge(act.room, by=call.person, at=act.at), by=call.person)
    assert next_step(act.room, "seojun", act.at, roles=ROLES["seojun"]).act == "order_one_voice"
    with pytest.raises(errors.OutsideMandate):
        orders(act, by="haneul")
    digest = orders(act)
    assert next_step(act.room, "haneul", act.at, roles=ROLES["haneul"]).act == "read_one_voice"
    reads(act, "haneul", digest)
    assert next_step(act.room, "haneul", act.at, roles=ROLES["haneul"]).act != "read_one_voice"


def test_touch_points_people_and_silence_are_counted_apart(act: Act) -> None:
    digest = orders(act)
    order = act.room.one_voice
    assert order is not None
    assert [(p.key, p.person, p.deputy) for p in order.points] == [
        ("insta", "haneul", "doyun"),
        ("shop", "doyun", ""),  # its owner has left: the deputy answers
        ("agency", "", ""),
    ]
    assert order.text.endswith(one_voice.ONLY_THIS)
    reads(act, "haneul", digest, silent=False)
    reads(act, "doyun", digest)
    order = act.room.one_voice
    assert order is not None
    assert (order.points_read, order.people_read, order.asked, order.silent) == (2, 2, 6, 1)
    act.say(one_voice.rest(act.room, by="haneul", at=act.at), by="haneul")
    act.say(one_voice.told(act.room, by="jiwoo", point="agency", at=act.at), by="jiwoo")
    order = act.room.one_voice
    assert order is not None
    assert (order.points_read, order.silent) == (3, 2)
    with pytest.raises(errors.AlreadyDone):
        reads(act, "haneul", digest)


def test_a_new_version_asks_again_and_the_old_text_can_no_longer_be_confirmed(act: Act) -> None:
    old = orders(act)
    reads(act, "haneul", old)
    new = orders(act, "조사하고 있습니다.")
    order = act.room.one_voice
    assert order is not None
    assert (order.version, order.people_read, order.points_read) == (2, 0, 0)
    with pytest.raises(errors.StaleText):
        reads(act, "haneul", old)
    reads(act, "haneul", new)


def test_of_two_who_order_at_one_instant_the_second_reads_the_first(act: Act) -> None:
    orders(act)
    with pytest.raises(errors.StaleText):
        orders(act, "다른 말", seen="")


def test_deputies_of_silent_touch_points_are_asked_once(act: Act) -> None:
    digest = orders(act)
    act.forward(seconds=GROUND.deputy_after_s)
    said = clock.overdue(act.room, people=PEOPLE, at=act.at)
    assert [x.points for x in said if isinstance(x, e.OneVoiceDeputiesAsked)] == [(("insta", "doyun"),)]
    act.say(said)
    assert not [x for x in clock.overdue(act.room, people=PEOPLE, at=act.at) if isinstance(x, e.OneVoiceDeputiesAsked)]
    reads(act, "doyun", digest)
    assert act.room.one_voice is not None
    assert act.room.one_voice.points_read == 2


def test_the_text_says_what_we_feel_know_do_next_and_where_to_ask(act: Act) -> None:
    holding = {
        "empathy": "놀라셨지요. 죄송합니다.",
        "facts": "글을 봤습니다. 사진도 봤습니다.",
        "unknowns": "원인은 확인하고 있습니다.",
        "action": "제품을 살펴봅니다. 세 시에 다시 말씀드리겠습니다. 셋째 문장입니다.",
        "commitment": "책임지겠습니다.",
        "contact": "궁금한 점은 1234로 물어 주세요.",
    }
    said = "놀라셨지요. 글을 봤습니다. 원인은 확인하고 있습니다. 제품을 살펴봅니다. 세 시에 다시 말씀드리겠습니다."
    said += " 궁금한 점은 1234로 물어 주세요."
    assert one_voice.suggested(act.room, holding) == f"{said}\n\n{one_voice.ONLY_THIS}"
    timed = one_voice.suggested(act.room, holding, next_word="다음 안내는 오늘 22시에 드리겠습니다.")
    assert "말씀드리겠습니다. 다음 안내는 오늘 22시에 드리겠습니다. 궁금한" in timed
    long = one_voice.bare(one_voice.suggested(act.room, dict.fromkeys(holding, "가" * 199 + ".")))
    assert len(long) <= one_voice.TEXT
    assert long.endswith("가.")
    assert one_voice.suggested(act.room, {}) == one_voice.ONLY_THIS


# ── the direct line ────────────────────────────────────────────────────────────────────────────────────────────────
def flashes(act: Act, words: str = "기자가 공장 앞에 와 있어요", *, by: str = "haneul") -> str:
    said = flash.send(act.room, by=by, words=words, people=PEOPLE, at=act.at)
    act.say(said, by=by)
    return said.flash


def test_one_line_goes_to_the_committee_and_only_its_sender_and_arithmetic_hold_it(act: Act) -> None:
    with pytest.raises(errors.TextTooLong):
        flashes(act, "가" * 121)
    key = flashes(act)
    assert act.room.flashes[0].to == ("minseo",)
    with pytest.raises(errors.FlashOpen):
        flashes(act, "또 왔어요")
    flashes(act, "저도 봤어요", by="doyun")
    with pytest.raises(errors.NotYours):
        flash.answer(act.room, by="seojun", flash=key, answer="ack", words="", at=act.at)
    with pytest.raises(errors.NotYours):
        flash.withdraw(act.room, by="doyun", flash=key, at=act.at)
    act.say(flash.answer(act.room, by="minseo", flash=key, answer="ack", words="", at=act.at), by="minseo")
    flashes(act, "카메라도 있어요")


def test_a_flash_withdrawn_and_sent_again_is_held_to_a_few_an_hour(act: Act) -> None:
    for _ in range(flash.AN_HOUR_MOST):
        key = flashes(act)
        act.say(flash.withdraw(act.room, by="haneul", flash=key, at=act.at), by="haneul")
    with pytest.raises(errors.FlashTooMany):
        flashes(act)
    act.forward(hours=1)
    flashes(act)


def test_one_tap_says_that_a_flash_was_read_and_leaves_it_to_be_answered(act: Act) -> None:
    key = flashes(act)
    with pytest.raises(errors.NotYours):
        flash.read(act.room, by="doyun", flash=key, at=act.at)
    act.say(flash.read(act.room, by="minseo", flash=key, at=act.at), by="minseo")
    assert flash.read(act.room, by="minseo", flash=key, at=act.at) == (), "twice says nothing more"
    known = act.room.flash(key)
    assert known is not None
    assert (known.read_by("minseo"), known.answered_by("minseo"), known.is_open) == (True, False, True)
    act.say(flash.answer(act.room, by="minseo", flash=key, answer="ack", words="", at=act.at), by="minseo")
    assert flash.read(act.room, by="minseo", flash=key, at=act.at) == ()
    other = flashes(act, "둘째 줄")
    act.say(flash.withdraw(act.room, by="haneul", flash=other, at=act.at), by="haneul")
    with pytest.raises(errors.AlreadyDone):
        flash.read(act.room, by="minseo", flash=other, at=act.at)


def test_a_receipt_is_written_once_for_each_and_a_question_has_words(act: Act) -> None:
    key = flashes(act)
    act.say(flash.delivered(act.room, flash=key, person="minseo", channel="push"))
    assert flash.delivered(act.room, flash=key, person="minseo", channel="mail") == ()
    with pytest.raises(errors.ReasonMissing):
        flash.answer(act.room, by="minseo", flash=key, answer="question", words=" ", at=act.at)
    for what in ("ack", "order"):
        said = flash.answer(act.room, by="minseo", flash=key, answer=what, words="들여보내지 마세요", at=act.at)
        act.say(said, by="minseo")
    with pytest.raises(errors.AlreadyDone):
        flash.answer(act.room, by="minseo", flash=key, answer="order", words="또", at=act.at)


# ── standing down ──────────────────────────────────────────────────────────────────────────────────────────────────
def left(act: Act) -> list[str]:
    return [check.item for check in convene.checklist(act.room, act.at) if check.blocks]


def test_the_checklist_holds_the_room_open_until_each_item_is_met_or_left_with_a_reason(act: Act) -> None:
    act.everyone_comes()
    orders(act)
    act.writes()
    act.approves()
    for work in list(act.room.deliveries):
        act.sends(work.id)
    act.say(clock.overdue(act.room, people=PEOPLE, at=act.at))
    act.forward(hours=11)
    act.say(clock.overdue(act.room, people=PEOPLE, at=act.at))
    assert left(act) == ["promises", "one_voice", "thanks", "rest", "review"]
    with pytest.raises(errors.ChecklistOpen) as told:
        convene.close(act.room, by="seojun", summary="끝", at=act.at)
    assert told.value.about["items"] == tuple(left(act))
    (one,) = act.room.promises
    act.say(promises.keep(act.room, by="seojun", promise=one.id, note="", at=act.at), by="seojun")
    act.say(one_voice.lift(act.room, by="seojun", at=act.at), by="seojun")
    act.say(convene.thank(act.room, by="seojun", words="고맙습니다", at=act.at), by="seojun")
    act.say(convene.note_rest(act.room, by="seojun", note="도윤 님이 이어받아요", at=act.at), by="seojun")
    assert left(act) == ["review"]
    said = convene.close(act.room, by="seojun", summary="끝", at=act.at, waiver="내일 정해요")
    act.say(said, by="seojun")
    assert [(c.item, c.state) for c in convene.checklist(act.room, act.at)][-1] == ("review", "waived")
    act.say(convene.reopen(act.room, by="haneul", why="다시 퍼져요", at=act.at), by="haneul")
    assert "thanks" in left(act)


def test_what_a_room_never_called_for_is_not_said_to_be_done(act: Act) -> None:
    def states() -> dict[str, str]:
        return {check.item: check.state for check in convene.checklist(act.room, act.at)}

    alone = replace(act.room, calls=())  # nobody but the leader
    none = {check.item for check in convene.checklist(alone, act.at) if check.state == "none"}
    assert none == {"one_voice", "promises", "rest", "tasks", "thanks"}
    with pytest.raises(errors.ChecklistOpen) as told:
        convene.close(alone, by="seojun", summary="끝", at=act.at)
    assert not none & set(told.value.about["items"])  # type: ignore[arg-type]
    act.everyone_comes()
    orders(act)
    assert (states()["thanks"], states()["one_voice"]) == ("blocking", "blocking")
    act.say(one_voice.lift(act.room, by="seojun", at=act.at), by="seojun")
    act.say(convene.thank(act.room, by="seojun", words="고맙습니다", at=act.at), by="seojun")
    assert (states()["thanks"], states()["one_voice"]) == ("met", "met")


def test_thanks_that_nobody_would_get_are_not_said(act: Act) -> None:
    alone = replace(act.room, calls=())  # nobody but the leader
    with pytest.raises(errors.NotReady) as told:
        convene.thank(alone, by="seojun", words="고맙습니다", at=act.at)
    assert told.value.about["need"] == "team"
    act.everyone_comes()
    assert convene.thank(act.room, by="seojun", words="고맙습니다", at=act.at).to


def test_a_reporter_who_waits_and_a_law_that_counts_stand_in_the_checklist(act: Act) -> None:
    act.everyone_comes()
    assert not {"inquiries", "duties"} & set(left(act))
    due = act.at + timedelta(hours=1)
    noted = inquiries.note(
        act.room,
        by="haneul",
        medium="한빛일보",
        reporter="",
        contact="",
        question="몇 병인가요?",
        due_at=due,
        mine=True,
        at=act.at,
    )
    act.say(noted, by="haneul")
    act.say(e.DutyStarted("g1", "privacy_72h", due, due, "유출"), by="jiwoo")
    waiting = {check.item: check.about for check in convene.checklist(act.room, act.at)}
    assert (waiting["inquiries"], waiting["duties"]) == ((noted.inquiry,), ("g1",))
    with pytest.raises(errors.ChecklistOpen) as told:
        convene.close(act.room, by="seojun", summary="끝", at=act.at)
    assert {"inquiries", "duties"} <= set(told.value.about["items"])  # type: ignore[arg-type]
    act.say(inquiries.close(act.room, by="haneul", inquiry=noted.inquiry, note="기사 안 씀", at=act.at), by="haneul")
    act.say(e.DutyDone("g1", "신고함"), by="jiwoo")
    assert not {"inquiries", "duties"} & set(left(act))


def test_a_review_is_within_five_business_days(act: Act) -> None:
    def book(on: datetime) -> e.ReviewBooked:
        return convene.book_review(
            act.room,
            by="seojun",
            on=on,
            owner="seojun",
            people=PEOPLE,
            zone="Asia/Seoul",
            holidays={date(2026, 3, 3)},
            at=act.at,
        )

    last = NINE + timedelta(days=8)  # Monday 2 March; the 3rd is a holiday here: Tuesday the 10th
    act.say(book(last), by="seojun")
    assert act.room.review is not None
    for on in (last + timedelta(days=1), act.at):
        with pytest.raises(errors.OutOfRange):
            book(on)


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.integers(1, 10), st.sets(st.integers(0, 20), max_size=8))
def test_a_business_day_is_none_of_those_left_out(start: date, nth: int, off: set[int]) -> None:
    holidays = {start + timedelta(days=n) for n in off}
    found = business_day(start, nth, holidays)
    days = [start + timedelta(days=n) for n in range(1, (found - start).days + 1)]
    work = [day for day in days if day.weekday() < 5 and day not in holidays]
    assert (len(work), work[-1]) == (nth, found)
