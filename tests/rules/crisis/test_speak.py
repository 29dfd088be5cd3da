"""한 목소리: one text, approved as it was read, to each outlet at most once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, strategies as st
from tests.kit.clock import NINE
from tests.rules.crisis.room import GROUND, OUTLETS, PEOPLE, ROLES, SEOUL, WHOLE, Act

from bongsu.core import errors, events as e
from bongsu.core.values import SLOTS, RedLine
from bongsu.crisis import clock, convene, speak


@pytest.fixture
def act() -> Act:
    return Act()


# ── the text ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_statement_speaks_in_its_order_and_says_when_we_speak_again() -> None:
    words = {"contact": "고객센터 080", "action": "출고를 멈췄습니다.", "empathy": "죄송합니다."}
    assert speak.statement_text(words, NINE + timedelta(hours=1), SEOUL, written_at=NINE) == (
        "죄송합니다.\n\n출고를 멈췄습니다. 다음 안내는 오늘 10시에 드리겠습니다.\n\n고객센터 080"
    )


@pytest.mark.parametrize(
    ("due", "written", "zone", "sentence"),
    [
        ("2026-03-02T01:00Z", "2026-03-02T00:00Z", SEOUL, "다음 안내는 오늘 10시에 드리겠습니다."),
        ("2026-03-02T01:30Z", "2026-03-02T00:00Z", SEOUL, "다음 안내는 오늘 10시 30분에 드리겠습니다."),
        ("2026-03-02T14:59Z", "2026-03-02T00:00Z", SEOUL, "다음 안내는 오늘 23시 59분에 드리겠습니다."),
        ("2026-03-02T15:00Z", "2026-03-02T00:00Z", SEOUL, "다음 안내는 3월 3일 0시에 드리겠습니다."),
        # already tomorrow in Seoul, still today in UTC
        ("2026-03-02T18:00Z", "2026-03-02T15:30Z", SEOUL, "다음 안내는 오늘 3시에 드리겠습니다."),
        ("2026-12-31T15:00Z", "2026-12-31T10:00Z", SEOUL, "다음 안내는 2027년 1월 1일 0시에 드리겠습니다."),
        ("2026-03-02T01:00Z", None, SEOUL, "다음 안내는 3월 2일 10시에 드리겠습니다."),
        ("2026-03-02T01:00Z", "2026-03-02T00:00Z", "America/New_York", "다음 안내는 오늘 20시에 드리겠습니다."),
    ],
)
def test_the_next_time_is_told_in_the_readers_zone(due: str, written: str | None, zone: str, sentence: str) -> None:
    at = datetime.fromisoformat(due)
    assert at.tzinfo == UTC
    written_at = None if written is None else datetime.fromisoformat(written)
    assert speak.next_update_sentence(at, zone, written_at=written_at) == sentence


@given(
    st.dictionaries(st.sampled_from(SLOTS), st.text(max_size=30)), st.dictionaries(st.sampled_from(SLOTS), st.text())
)
def test_two_texts_share_a_digest_only_when_they_are_the_same(one: dict[str, str], other: dict[str, str]) -> None:
    first, second = (
        speak.statement_text({k: v.encode(errors="replace").decode() for k, v in words.items()}, None, SEOUL)
        for words in (one, other)
    )
    assert (speak.digest(first) == speak.digest(second)) == (first == second)


def test_an_empty_slot_is_missing_and_blanks_do_not_fill_it() -> None:
    assert speak.missing_slots({}) == SLOTS
    assert speak.missing_slots(WHOLE | {"unknowns": " \n"}) == ("unknowns",)
    assert speak.missing_slots(WHOLE) == ()


# ── what a careful reader stops at ─────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("changes", "doubt"),
    [
        ({"empathy": ""}, ("empathy", "empathy_empty", "")),
        ({"facts": "원인은 기계입니다."}, ("facts", "guess", "원인은")),
        ({"unknowns": "유통 중 파손으로 추정합니다."}, ("unknowns", "guess", "추정")),
        ({"commitment": "다만 악의는 없었습니다."}, ("commitment", "hollow_phrase", "다만")),
        ({"empathy": "논란이 된 점 사과합니다."}, ("empathy", "hollow_phrase", "논란이 된 점")),
        ({"facts": "3,000병이 나갔습니다."}, ("facts", "unconfirmed_number", "3,000")),
    ],
)
def test_a_doubtful_word_is_named_with_its_place(changes: dict[str, str], doubt: tuple[str, str, str]) -> None:
    found = speak.lint(WHOLE | changes, NINE + timedelta(hours=1), confirmed=("12병을 회수했다",), at=NINE)
    assert [(d.slot, d.code, d.found) for d in found] == [doubt]


def test_a_confirmed_number_may_be_said_and_a_promise_needs_a_time_that_lies_ahead() -> None:
    words = WHOLE | {"facts": "12병을 회수했습니다."}
    assert speak.lint(words, NINE + timedelta(hours=1), confirmed=("12병을 회수했다",), at=NINE) == ()
    assert [d.code for d in speak.lint(WHOLE, None)] == ["next_update_missing"]
    assert [d.code for d in speak.lint(WHOLE, NINE, at=NINE)] == ["next_update_past"]


# ── draft ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_saving_over_a_version_nobody_read_is_refused(act: Act) -> None:
    act.writes()
    for base in (0, 2):
        with pytest.raises(errors.StaleText):
            speak.edit(act.room, by="jiwoo", slots=WHOLE, next_update_at=None, base_version=base, zone=SEOUL, at=act.at)
    act.writes("jiwoo")
    assert act.room.draft is not None
    assert (act.room.draft.version, act.room.draft.by) == (2, "jiwoo")


@pytest.mark.parametrize(
    ("slots", "due_min", "error"),
    [
        ({"greeting": "안녕하세요"}, 60, errors.NoSuchThing),
        ({"facts": "가" * 1001}, 60, errors.TextTooLong),
        (WHOLE, 0, errors.DeadlinePast),
        (WHOLE, 31 * 24 * 60, errors.OutOfRange),
    ],
)
def test_a_draft_that_cannot_be_kept_is_refused(
    act: Act, slots: dict[str, str], due_min: int, error: type[errors.RuleError]
) -> None:
    with pytest.raises(error):
        act.writes(due_min=due_min, **slots)


def test_a_draft_loses_characters_that_turn_or_hide_text(act: Act) -> None:
    act.writes(facts="\u202e확인\x00했습니다\u2066.")
    assert act.room.draft is not None
    assert dict(act.room.draft.slots)["facts"] == "확인했습니다."


# ── approval ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_what_is_approved_is_the_text_that_was_shown(act: Act) -> None:
    act.writes()
    shown = speak.draft_text(act.room, SEOUL)
    act.approves(digest=speak.digest(shown))
    assert act.room.statement is not None
    assert (act.room.statement.text, act.room.statement.under) == (shown, "m1")
    assert [(d.outlet, d.state) for d in act.room.deliveries] == [("newsroom", "planned"), ("partners", "planned")]


def test_a_text_changed_after_it_was_read_is_not_approved(act: Act) -> None:
    with pytest.raises(errors.StaleText):
        act.approves(digest="0" * 64)
    act.writes()
    shown = speak.digest(speak.draft_text(act.room, SEOUL))
    act.writes("jiwoo", **(WHOLE | {"facts": "바뀌었습니다."}))
    with pytest.raises(errors.StaleText):
        act.approves(digest=shown)


def test_one_version_is_approved_once_even_after_it_was_withdrawn(act: Act) -> None:
    act.writes()
    act.approves()
    with pytest.raises(errors.AlreadyDone):
        act.approves()
    act.say(withdrawn(act), by="seojun")
    with pytest.raises(errors.AlreadyDone):
        act.approves()


def test_half_a_statement_or_a_promise_that_has_passed_does_not_leave(act: Act) -> None:
    act.writes(empathy="죄송합니다.")
    with pytest.raises(errors.SlotsMissing) as lacking:
        act.approves()
    assert "contact" in str(lacking.value)
    act.writes(due_min=10)
    act.forward(minutes=10)
    with pytest.raises(errors.DeadlinePast):
        act.approves()


def test_who_has_no_mandate_is_told_what_is_needed(act: Act) -> None:
    act.writes()
    with pytest.raises(errors.OutsideMandate):
        act.approves("haneul")
    # A leader by title who does not lead here has no mandate here.
    act.say(convene.take_lead(act.room, by="haneul", why="현장", at=act.at, people=PEOPLE), by="haneul")
    with pytest.raises(errors.OutsideMandate):
        act.approves("seojun")
    act.approves("haneul")


def test_at_severe_the_chain_is_asked_from_its_beginning_and_its_last_releases() -> None:
    act = Act(level=5)
    act.writes(due_min=120)
    for key in ("jiwoo", "haneul", "seojun", "minseo"):
        with pytest.raises(errors.OutsideMandate):
            act.approves(key)
    act.asks()
    with pytest.raises(errors.OutsideMandate):
        act.approves("minseo")
    act.forward(minutes=10)
    act.say(clock.overdue(act.room, people=PEOPLE, at=act.at))
    act.approves("minseo")
    assert act.room.statement is not None
    assert act.room.statement.under == "committee_head"


def test_the_deputy_of_the_last_stands_in_once_its_minutes_have_passed() -> None:
    act = Act(level=5)
    act.writes(due_min=120)
    act.say(convene.take_lead(act.room, by="seojun", why="위원장 부재", at=act.at, people=PEOPLE), by="seojun")
    act.asks()
    for minutes in (10, 9):
        act.forward(minutes=minutes)
        act.say(clock.overdue(act.room, people=PEOPLE, at=act.at))
        with pytest.raises(errors.OutsideMandate):
            act.approves("seojun")
    act.forward(minutes=1)
    act.say(clock.overdue(act.room, people=PEOPLE, at=act.at))
    act.approves("seojun")
    assert act.room.statement is not None
    assert act.room.statement.under == "leader"


def test_a_draft_changed_again_must_be_asked_about_again() -> None:
    act = Act(level=5)
    act.writes(due_min=120)
    act.asks()
    act.forward(minutes=10)
    act.say(clock.overdue(act.room, people=PEOPLE, at=act.at))
    act.writes("haneul", due_min=120)
    with pytest.raises(errors.OutsideMandate):
        act.approves("minseo")


def test_a_new_text_takes_the_place_of_one_that_has_not_left(act: Act) -> None:
    act.writes()
    act.approves()
    act.sends("x1")
    act.writes()
    act.approves()
    assert [d.state for d in act.room.deliveries] == ["sent", "dropped", "planned", "planned"]


# ── withdraw, pause ────────────────────────────────────────────────────────────────────────────────────────────────
def withdrawn(act: Act, by: str = "seojun", statement: str = "s1") -> tuple[e.Event, ...]:
    return speak.withdraw(act.room, by=by, roles=ROLES[by], statement=statement, why="틀렸어요", at=act.at)


def test_withdrawing_is_for_who_may_speak_and_takes_what_has_not_left(act: Act) -> None:
    act.writes()
    act.approves()
    act.sends("x1")
    with pytest.raises(errors.NotTheLeader):
        withdrawn(act, by="haneul")
    with pytest.raises(errors.NoSuchThing):
        withdrawn(act, statement="s9")
    act.say(withdrawn(act), by="seojun")
    assert [d.state for d in act.room.deliveries] == ["sent", "dropped"]
    with pytest.raises(errors.AlreadyDone):
        withdrawn(act)


def test_anybody_pauses_and_only_who_may_lets_it_flow_again(act: Act) -> None:
    act.writes()
    act.approves()
    act.say(speak.pause(act.room, by="haneul", why="사실이 바뀌었어요", at=act.at), by="haneul")
    assert speak.may_send(act.room, "x1", act.at) == "paused"
    with pytest.raises(errors.AlreadyDone):
        speak.pause(act.room, by="jiwoo", why="또", at=act.at)
    with pytest.raises(errors.NotTheLeader):
        speak.resume(act.room, by="haneul", roles=ROLES["haneul"], why="다시", at=act.at)
    act.say(speak.resume(act.room, by="seojun", roles=ROLES["seojun"], why="다시", at=act.at), by="seojun")
    assert speak.may_send(act.room, "x1", act.at) is None


# ── right before it leaves ─────────────────────────────────────────────────────────────────────────────────────────
def test_what_was_allowed_when_approved_is_asked_again_before_it_leaves(act: Act) -> None:
    act.writes(due_min=60)
    act.approves()
    assert speak.may_send(act.room, "x1", act.at) is None
    assert speak.may_send(act.room, "x9", act.at) == "unknown"
    assert speak.may_send(act.room, "x1", act.at + timedelta(minutes=59, seconds=59)) is None
    assert speak.may_send(act.room, "x1", act.at + timedelta(minutes=60)) == "stale"
    act.say(convene.raise_beacon(act.room, by="haneul", level=5, why="기사", people=PEOPLE, at=act.at), by="haneul")
    assert speak.may_send(act.room, "x1", act.at) == "mandate_lapsed"


def test_a_mandate_that_ends_before_the_text_leaves_holds_it() -> None:
    mandate = replace(GROUND.charter.mandates[0], until=NINE + timedelta(minutes=30))
    act = Act(ground=replace(GROUND, charter=replace(GROUND.charter, mandates=(mandate,))))
    act.writes()
    act.approves()
    assert speak.may_send(act.room, "x1", NINE + timedelta(minutes=29)) is None
    assert speak.may_send(act.room, "x1", NINE + timedelta(minutes=30)) == "mandate_lapsed"


def test_a_red_line_reached_on_the_way_holds_it() -> None:
    line = RedLine("r9", "publish_holding", 4)
    act = Act(ground=replace(GROUND, charter=replace(GROUND.charter, red_lines=(line,))))
    act.writes()
    act.approves()
    act.say(convene.raise_beacon(act.room, by="haneul", level=4, why="기사", people=PEOPLE, at=act.at), by="haneul")
    assert speak.may_send(act.room, "x1", act.at) == "red_line"


# ── one delivery ───────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_sent_delivery_is_settled_for_good(act: Act) -> None:
    act.writes()
    act.approves()
    act.sends("x1")
    assert speak.may_send(act.room, "x1", act.at) == "settled"
    later: dict[str, Any] = {"delivery": "x1"}
    for again in (
        lambda: speak.started(act.room, **later),
        lambda: speak.sent(act.room, **later, url=""),
        lambda: speak.refused(act.room, **later, reason="x"),
        lambda: speak.dropped(act.room, **later, reason="x"),
    ):
        with pytest.raises(errors.AlreadyDone):
            again()


def test_an_answer_that_came_late_is_believed_over_what_another_worker_wrote(act: Act) -> None:
    act.writes()
    act.approves()
    with pytest.raises(errors.AlreadyDone):
        speak.sent(act.room, delivery="x1", url="")  # nobody ever tried
    act.say(speak.started(act.room, delivery="x1"))
    act.say(speak.postponed(act.room, delivery="x1", reason="busy", not_before=act.at + timedelta(minutes=1)))
    act.say(speak.sent(act.room, delivery="x1", url="https://example.com/1"))
    assert speak.may_send(act.room, "x1", act.at + timedelta(minutes=2)) == "settled"


def test_what_a_person_found_settles_an_unsure_delivery(act: Act) -> None:
    act.writes()
    act.approves()
    for delivery in ("x1", "x2"):
        act.say(speak.started(act.room, delivery=delivery))
        with pytest.raises(errors.AlreadyDone):
            speak.settle(act.room, by="seojun", delivery=delivery, found=True, url="", at=act.at)
        act.say(speak.unsure(act.room, delivery=delivery, reason="maybe_sent"))
        assert speak.may_send(act.room, delivery, act.at) == "settled"
    act.say(
        speak.settle(act.room, by="seojun", delivery="x1", found=True, url="javascript:alert(1)", at=act.at),
        by="seojun",
    )
    act.say(speak.settle(act.room, by="seojun", delivery="x2", found=False, url="", at=act.at), by="seojun")
    assert [(d.state, d.url) for d in act.room.deliveries] == [("sent", ""), ("planned", "")]
    assert speak.may_send(act.room, "x2", act.at) is None


def test_not_found_and_withdrawn_since_is_dropped(act: Act) -> None:
    act.writes()
    act.approves()
    act.say(speak.started(act.room, delivery="x1"))
    act.say(speak.unsure(act.room, delivery="x1", reason="maybe_sent"))
    act.say(withdrawn(act), by="seojun")
    act.say(speak.settle(act.room, by="seojun", delivery="x1", found=False, url="", at=act.at), by="seojun")
    assert [d.state for d in act.room.deliveries] == ["dropped", "dropped"]


def test_without_an_outlet_a_statement_stands_and_nothing_is_sent(act: Act) -> None:
    act.writes()
    said = speak.approve(
        act.room,
        by="seojun",
        roles=ROLES["seojun"],
        digest=speak.digest(speak.draft_text(act.room, SEOUL)),
        outlets=OUTLETS[:0],
        zone=SEOUL,
        at=act.at,
    )
    assert [x.type_ for x in said] == ["statement_approved"]


def test_an_older_text_found_unsent_after_a_newer_one_is_not_sent_any_more(act: Act) -> None:
    act.writes()
    act.approves()
    act.say(speak.started(act.room, delivery="x1"))  # and its worker died
    act.writes()
    act.approves()
    assert speak.may_send(act.room, "x1", act.at) == "superseded"
    assert speak.may_send(act.room, "x3", act.at) is None
