"""다음 한 걸음: what each one sees next, through the story of one night."""

from datetime import timedelta
from typing import Any

import pytest
from tests.kit.clock import NINE
from tests.rules.crisis.room import PEOPLE, ROLES, Act, finding

from bongsu.core import events as e
from bongsu.core.values import SYSTEM
from bongsu.crisis import assess, clock, convene, decide, speak
from bongsu.crisis.next_step import Step, next_step, next_watch_step

HOUR = timedelta(hours=1)


def sees(act: Act, who: str) -> Step:
    return next_step(act.room, who, act.at, roles=ROLES.get(who, ()), leader_roles=ROLES.get(act.room.leader or "", ()))


def everyone_judged(act: Act) -> None:
    act.everyone_comes()
    for who in act.room.team:
        act.estimates(who)


@pytest.fixture
def act() -> Act:
    """A finding opened the room at nine, twelve minutes after the first post; the first word is due at 9:48."""
    return Act(by=SYSTEM, found=finding())


# ── come ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_whoever_is_called_answers_first(act: Act) -> None:
    for who in ("haneul", "seojun", "doyun"):
        step = sees(act, who)
        assert (step.act, step.anchor, step.why.kind) == ("acknowledge_call", "call", "call")
        assert step.due_at == NINE + timedelta(minutes=5)


def test_then_everybody_judges_blind(act: Act) -> None:
    act.everyone_comes()
    for who in ("haneul", "seojun", "doyun"):
        assert (sees(act, who).act, sees(act, who).anchor) == ("send_estimate", "estimate")


def test_an_executive_reads_the_brief_and_is_asked_no_blind_guess(act: Act) -> None:
    act.everyone_comes()
    step = sees(act, "minseo")
    assert (step.act, step.anchor, step.due_at) == ("brief_read", "situation", NINE + HOUR)


def test_somebody_without_a_part_is_told_when_to_look_again(act: Act) -> None:
    assert (sees(act, "stranger").act, sees(act, "stranger").due_at) == ("watch_situation", NINE + HOUR)
    act.forward(minutes=125)
    assert sees(act, "stranger").due_at == NINE + 3 * HOUR


def test_a_room_without_a_leader_asks_everybody_to_lead() -> None:
    act = Act(assemble=False)
    assert (sees(act, "jiwoo").act, sees(act, "jiwoo").anchor) == ("take_lead", "lead")


def test_the_beacon_outgrew_its_leader_and_the_level_table_names_another() -> None:
    act = Act(level=2)
    assert act.room.leader == "haneul"
    act.everyone_comes()
    act.forward(minutes=1)
    act.say(convene.raise_beacon(act.room, by="haneul", level=3, why="퍼져요", people=PEOPLE, at=act.at), by="haneul")
    assert sees(act, "seojun").act == "acknowledge_call"
    act.everyone_comes()
    step = sees(act, "seojun")
    assert (step.act, step.why.ref) == ("take_lead", "level-3")
    act.forward(minutes=1)
    act.say(convene.take_lead(act.room, by="seojun", why="단계표", at=act.at, people=PEOPLE), by="seojun")
    assert sees(act, "seojun").act == "send_estimate"


def test_who_is_offered_command_is_asked_to_accept_it(act: Act) -> None:
    act.everyone_comes()
    act.say(convene.offer_lead(act.room, by="seojun", to="haneul", note="", people=PEOPLE, at=act.at), by="seojun")
    assert (sees(act, "haneul").act, sees(act, "haneul").anchor) == ("accept_lead", "lead")


# ── speak ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_after_judging_a_practitioner_writes_the_draft_and_the_lawyer_does_not(act: Act) -> None:
    everyone_judged(act)
    step = sees(act, "haneul")
    assert (step.act, step.anchor) == ("write_draft", "voice")
    assert (step.why.kind, step.why.ref) == ("playbook", "s2")  # the playbook's own line
    assert step.due_at == NINE + timedelta(minutes=48)
    assert sees(act, "jiwoo").act != "write_draft"


def test_when_the_first_word_presses_it_comes_before_the_estimate(act: Act) -> None:
    act.everyone_comes()
    act.forward(minutes=37)
    assert sees(act, "haneul").act == "send_estimate"
    act.forward(minutes=1)
    assert sees(act, "haneul").act == "write_draft"


def test_half_a_draft_is_to_be_completed_and_says_what_it_lacks(act: Act) -> None:
    everyone_judged(act)
    act.writes(empathy="죄송합니다.", facts="확인하고 있습니다.", action="멈췄습니다.")
    step = sees(act, "haneul")
    assert (step.act, dict(step.params)["slots"]) == ("complete_draft", "unknowns,commitment,contact")


def test_a_whole_draft_is_the_leaders_to_approve_under_their_mandate(act: Act) -> None:
    everyone_judged(act)
    act.writes()
    step = sees(act, "seojun")
    assert (step.act, step.anchor, step.why.kind, step.why.ref) == ("approve_statement", "voice", "charter", "m1")
    assert sees(act, "haneul").act == "note_fact"


def test_a_whole_draft_whose_promise_has_passed_is_to_be_completed_again(act: Act) -> None:
    everyone_judged(act)
    act.writes(due_min=10)
    act.forward(minutes=10)
    step = sees(act, "seojun")
    assert (step.act, dict(step.params)["slots"]) == ("complete_draft", "next_update")


def test_after_the_first_word_the_next_is_written_ten_minutes_before_its_promise(act: Act) -> None:
    everyone_judged(act)
    act.say(
        assess.note_fact(act.room, by="haneul", fact="사진", status="confirmed", source="공장", at=act.at), by="haneul"
    )
    act.writes(due_min=60)
    act.approves()
    act.sends("x1")
    act.sends("x2")
    assert sees(act, "haneul").act == "watch_situation"
    act.forward(minutes=49)
    assert sees(act, "haneul").act == "watch_situation"
    act.forward(minutes=1)
    step = sees(act, "haneul")
    assert (step.act, step.due_at) == ("write_draft", NINE + HOUR)


@pytest.mark.parametrize("state", ["unsure", "refused"])
def test_a_delivery_nobody_is_sure_of_is_the_leaders_to_settle(act: Act, state: str) -> None:
    everyone_judged(act)
    act.writes()
    act.approves()
    act.say(speak.started(act.room, delivery="x2"))
    ends: dict[str, Any] = {"unsure": speak.unsure, "refused": speak.refused}
    act.say(ends[state](act.room, delivery="x2", reason="maybe_sent"))
    step = sees(act, "seojun")
    assert (step.act, step.anchor, dict(step.params)["outlet"]) == ("settle_delivery", "delivery-x2", "partners")
    assert sees(act, "haneul").act != "settle_delivery"


def test_paused_outlets_are_the_leaders_to_let_go(act: Act) -> None:
    everyone_judged(act)
    act.writes()
    act.approves()
    act.say(speak.pause(act.room, by="haneul", why="사실이 바뀌었어요", at=act.at), by="haneul")
    assert (sees(act, "seojun").act, sees(act, "seojun").anchor) == ("resume_outlets", "outlets")
    assert sees(act, "haneul").act != "resume_outlets"


# ── decide ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def asked(act: Act, owner: str = "jiwoo", minutes: int = 10) -> str:
    act.say(
        decide.ask(
            act.room,
            by="seojun",
            question="멈출까요?",
            options=("멈춘다", "계속한다"),
            default=0,
            owner=owner,
            deputy=None,
            minutes=minutes,
            people=PEOPLE,
            at=act.at,
        ),
        by="seojun",
    )
    return act.room.decisions[-1].id


def test_a_question_is_its_owners_first_card_whoever_they_are(act: Act) -> None:
    everyone_judged(act)
    key = asked(act, owner="minseo")
    step = sees(act, "minseo")
    assert (step.act, step.anchor, step.due_at) == ("decide", f"decision-{key}", NINE + timedelta(minutes=10))


def test_the_most_urgent_question_comes_first(act: Act) -> None:
    everyone_judged(act)
    asked(act, minutes=30)
    soon = asked(act, minutes=5)
    assert sees(act, "jiwoo").anchor == f"decision-{soon}"


def test_five_minutes_before_a_default_stands_the_leader_is_told_which(act: Act) -> None:
    everyone_judged(act)
    act.writes()
    act.approves()
    asked(act, minutes=10)
    assert sees(act, "seojun").act != "decide_default_soon"
    act.forward(minutes=5)
    step = sees(act, "seojun")
    assert (step.act, dict(step.params)["default"]) == ("decide_default_soon", "멈춘다")
    assert sees(act, "haneul").act != "decide_default_soon"


def test_after_it_went_to_the_deputy_it_is_the_deputys_card(act: Act) -> None:
    everyone_judged(act)
    asked(act)
    act.forward(minutes=10)
    act.say(clock.overdue(act.room, people=PEOPLE, at=act.at))
    assert sees(act, "yerin").act == "decide"


# ── the rest ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_estimates_that_lie_higher_ask_for_the_beacon_only_of_who_has_judged(act: Act) -> None:
    act.everyone_comes()
    act.estimates("haneul", level=5)
    act.estimates("seojun", level=4)
    act.writes()
    act.approves()
    step = sees(act, "haneul")
    assert (step.act, step.anchor, dict(step.params)["level"]) == ("raise_beacon", "beacon", "5")
    assert sees(act, "doyun").act == "send_estimate"


def test_a_task_and_then_the_facts_fill_a_quiet_minute(act: Act) -> None:
    everyone_judged(act)
    act.writes()
    act.approves()
    act.say(
        decide.give_task(act.room, by="seojun", task="공장 전화", owner="haneul", minutes=5, people=PEOPLE, at=act.at),
        by="seojun",
    )
    assert (sees(act, "haneul").act, sees(act, "haneul").anchor) == ("finish_task", f"task-{act.room.tasks[0].id}")
    act.say(decide.finish_task(act.room, by="haneul", task=act.room.tasks[0].id, note="", at=act.at), by="haneul")
    assert sees(act, "haneul").act == "note_fact"
    act.say(
        assess.note_fact(act.room, by="haneul", fact="사진", status="unconfirmed", source="", at=act.at), by="haneul"
    )
    step = sees(act, "haneul")
    assert (step.act, step.anchor, step.why.ref) == ("settle_fact", f"fact-{act.room.facts[0].id}", "s1")


def test_in_a_closed_room_everybody_is_shown_the_review(act: Act) -> None:
    act.say(e.RoomClosed(summary="끝"), by="seojun")
    for who in (*ROLES, "stranger"):
        assert (sees(act, who).act, sees(act, who).anchor) == ("closed", "review")


# ── the Watch ──────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("known", "step", "anchor"),
    [
        ({"open_rooms": [(7, 3), (9, 5), (8, 5)], "silent_sources": 2}, "enter_room", "rooms"),
        ({"brand_levels": [(1, 2), (2, 4)]}, "open_room", "brand-2"),
        ({"brand_levels": [(1, 2)], "may_open": False, "silent_sources": 1}, "check_sources", "sources"),
        ({"brand_levels": [(1, 1)], "forming_claims": 3}, "read_claims", "claims"),
        ({"silent_sources": 1, "forming_claims": 3}, "check_sources", "sources"),
        ({"silent_sources": 1, "unread_reports": 2}, "read_reports", "reports"),
        ({"brand_levels": [(1, 2)], "unread_reports": 2}, "open_room", "brand-1"),
        ({"missing": "no_outlet"}, "mend_readiness", "readiness"),
        ({}, "watch_quiet", "watch"),
    ],
)
def test_the_watch_has_one_step_too(known: dict[str, Any], step: str, anchor: str) -> None:
    said = next_watch_step(at=NINE, **known)
    assert (said.act, said.anchor) == (step, anchor)


def test_the_watch_leads_to_the_room_that_burns_highest() -> None:
    assert dict(next_watch_step(at=NINE, open_rooms=[(7, 3), (9, 5), (8, 5)]).params)["room"] == "8"
