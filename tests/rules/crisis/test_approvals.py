"""결재선: each role in its order, with its minutes and its deputy. Silence is never a veto, and never a needed yes."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.rules.crisis.room import GROUND, PEOPLE, ROLES, Act

from bongsu.core import errors, events as e
from bongsu.core.values import SLOTS, ApprovalChain, ApprovalStep, Ground, Mandate, Person, RedLine
from bongsu.crisis import approvals, clock, convene, leave, speak
from bongsu.crisis.next_step import approve, next_step
from bongsu.crisis.next_step.reader import Reader
from bongsu.crisis.room import ApprovalRequest

MINUTE = timedelta(minutes=1)
CHAIN = (ApprovalStep("legal", 10, "team_lead"), ApprovalStep("committee_head", 5, "executive"))


def ground(*, chain: tuple[ApprovalStep, ...] = CHAIN, act: str = "publish_apology", **changes: Any) -> Ground:
    charter = replace(GROUND.charter, approvals=(ApprovalChain(act, 2, 5, chain),), **changes)
    return replace(GROUND, charter=charter)


def asked(level: int = 4, **how: Any) -> Act:
    """A room in which 하늘 wrote an apology and asked the chain for it."""
    act = Act(level=level, ground=ground(**how))
    act.say(
        speak.edit(
            act.room,
            by="haneul",
            slots=dict.fromkeys(SLOTS, "죄송합니다."),
            next_update_at=act.at + timedelta(hours=9),
            base_version=0,
            zone="Asia/Seoul",
            at=act.at,
            act="publish_apology",
        ),
        by="haneul",
    )
    ask(act)
    return act


def ask(act: Act, by: str = "haneul") -> None:
    assert act.room.draft is not None
    digest = act.room.draft.digest
    act.say(approvals.ask_for_text(act.room, by=by, roles=ROLES[by], digest=digest, at=act.at), by=by)


def request(act: Act) -> ApprovalRequest:
    return act.room.approvals[-1]


def yes(act: Act, by: str) -> None:
    r = request(act)
    said = approvals.approve(act.room, by=by, roles=ROLES[by], request=r.id, digest=r.digest, at=act.at)
    act.say(said, by=by)


def no(act: Act, by: str) -> None:
    r = request(act)
    said = approvals.object_to(act.room, by=by, roles=ROLES[by], request=r.id, digest=r.digest, why="증거", at=act.at)
    act.say(said, by=by)


def takes_back(act: Act) -> None:
    key = request(act).id
    act.say(approvals.withdraw(act.room, by="haneul", request=key, why="다시 씁니다", at=act.at), by="haneul")


def tick(act: Act) -> None:
    act.say(clock.overdue(act.room, people=PEOPLE, at=act.at))
    assert clock.overdue(act.room, people=PEOPLE, at=act.at) == ()


def states(act: Act) -> list[str]:
    return [step.state for step in request(act).steps]


def test_each_step_is_asked_in_its_order_and_the_last_yes_releases() -> None:
    act = asked()
    assert states(act) == ["open", "waiting"]
    with pytest.raises(errors.OutsideMandate):
        act.approves("minseo")
    with pytest.raises(errors.NotYours):
        yes(act, "minseo")
    yes(act, "jiwoo")
    assert states(act) == ["approved", "open"]
    assert request(act).steps[1].due_at == act.at + 5 * MINUTE
    act.approves("minseo")
    assert (request(act).state, act.room.statements[0].under) == ("granted", "committee_head")
    assert act.room.statements[0].act == "publish_apology"


def test_the_last_of_a_chain_may_not_release_what_nobody_asked_the_others_about() -> None:
    act = asked()
    takes_back(act)
    with pytest.raises(errors.OutsideMandate):
        act.approves("minseo")


def test_a_lawyer_who_never_answers_does_not_block_below_five() -> None:
    act = asked(level=4)
    act.forward(minutes=9, seconds=59)
    tick(act)
    assert states(act) == ["open", "waiting"]
    act.forward(seconds=1)
    tick(act)
    assert states(act) == ["lapsed", "open"]
    act.approves("minseo")
    assert request(act).state == "granted"


def test_at_five_silence_goes_to_the_deputy_who_holds_it_up_for_ten_minutes_at_most() -> None:
    act = asked(level=5, chain=(ApprovalStep("legal", 30, "team_lead"), CHAIN[1]))
    act.forward(minutes=30)
    tick(act)
    assert (states(act), request(act).steps[0].due_at) == (["passed", "waiting"], act.at + 10 * MINUTE)
    act.forward(minutes=10)
    tick(act)
    assert states(act) == ["lapsed", "open"]


def test_a_deputy_says_yes_as_the_deputy_and_the_record_says_so() -> None:
    act = asked(level=5)
    with pytest.raises(errors.NotYours):
        yes(act, "seojun")
    act.forward(minutes=10)
    tick(act)
    yes(act, "seojun")
    step = request(act).steps[0]
    assert (step.role, step.as_role, step.by, step.state) == ("legal", "team_lead", "seojun", "approved")


def test_the_yes_that_is_needed_is_never_given_by_silence() -> None:
    act = asked()
    yes(act, "jiwoo")
    act.forward(minutes=5)
    tick(act)
    assert states(act) == ["approved", "passed"]
    act.forward(minutes=act.room.ground.escalate_min)
    tick(act)
    assert (request(act).state, act.room.statements) == ("lapsed", ())
    with pytest.raises(errors.OutsideMandate):
        act.approves("minseo")


def test_a_consulted_no_is_heard_and_a_needed_no_ends_it() -> None:
    act = asked()
    no(act, "jiwoo")
    assert (request(act).state, states(act)) == ("open", ["objected", "open"])
    no(act, "minseo")
    assert request(act).state == "refused"


def test_who_stayed_silent_may_still_be_heard_until_the_end() -> None:
    act = asked()
    act.forward(minutes=10)
    tick(act)
    no(act, "jiwoo")
    assert states(act) == ["objected", "open"]
    act.approves("minseo")
    with pytest.raises(errors.AlreadyDone):
        no(act, "jiwoo")


def test_a_changed_text_voids_every_yes() -> None:
    act = asked()
    yes(act, "jiwoo")
    act.writes("haneul")
    with pytest.raises(errors.OutsideMandate):
        yes(act, "minseo")
    tick(act)
    assert (request(act).state, request(act).reason) == ("void", "text")


def test_a_level_that_changes_the_chain_voids_the_request() -> None:
    act = asked(level=4)
    chains = (ApprovalChain("publish_apology", 2, 4, CHAIN), ApprovalChain("publish_apology", 5, 5, CHAIN[1:]))
    act.room = replace(
        act.room, ground=replace(act.room.ground, charter=replace(act.room.ground.charter, approvals=chains))
    )
    act.say(convene.raise_beacon(act.room, by="haneul", level=5, why="다친 분이 있어요", people=PEOPLE, at=act.at))
    with pytest.raises(errors.OutsideMandate):
        yes(act, "jiwoo")
    tick(act)
    assert (request(act).state, request(act).reason) == ("void", "level")


def test_a_red_line_beats_a_chain_that_has_said_yes() -> None:
    act = asked(level=4, red_lines=(RedLine("r9", "publish_apology", 5),))
    yes(act, "jiwoo")
    act.say(convene.raise_beacon(act.room, by="haneul", level=5, why="다친 분이 있어요", people=PEOPLE, at=act.at))
    with pytest.raises(errors.OutsideMandate):
        act.approves("minseo")


def test_two_needed_signatures_are_two_peoples() -> None:
    both = Act(
        level=3,
        ground=ground(
            act="takedown",
            red_lines=(),
            chain=(ApprovalStep("executive", 10, None, must=True), ApprovalStep("committee_head", 5)),
        ),
    )
    said = approvals.ask_for_act(
        both.room, by="haneul", roles=ROLES["haneul"], act="takedown", what="가짜 사진 글 1건", amount_krw=0, at=both.at
    )
    both.say(said, by="haneul")
    yes(both, "minseo")
    with pytest.raises(errors.AlreadyDone):
        yes(both, "minseo")


def test_approving_and_withdrawing_at_one_instant_one_wins_and_the_other_is_told() -> None:
    act = asked()
    takes_back(act)
    with pytest.raises(errors.AlreadyDone) as told:
        yes(act, "jiwoo")
    assert told.value.about["what"] == "approval_withdrawn"


def test_the_same_is_not_asked_twice_and_only_those_who_asked_or_lead_take_it_back() -> None:
    act = asked()
    with pytest.raises(errors.AlreadyDone):
        ask(act)
    with pytest.raises(errors.NotYours):
        approvals.withdraw(act.room, by="doyun", request=request(act).id, why="아니요", at=act.at)


def test_the_next_step_of_whoever_is_asked_is_to_answer() -> None:
    act = asked()
    act.everyone_comes()
    for person in PEOPLE:
        act.estimates(person.key)
    roles = {p.key: p.roles for p in PEOPLE}
    assert next_step(act.room, "jiwoo", act.at, roles=roles["jiwoo"]).act == "answer_approval"
    assert next_step(act.room, "minseo", act.at, roles=roles["minseo"]).act != "approve_statement"
    yes(act, "jiwoo")
    assert next_step(act.room, "minseo", act.at, roles=roles["minseo"]).act == "approve_statement"


# ── money ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def purse(**changes: Any) -> Mandate:
    given = GROUND.charter.mandates[0]
    return replace(
        given,
        id="m_purse",
        role="practitioner",
        act="compensate",
        level_from=1,
        level_to=4,
        cap_krw=100_000,
        **changes,
    )


def gives(act: Act, won: int, by: str = "haneul", *, today: int | None = None, request: str | None = None) -> None:
    spent = dict(act.room.spent) if today is None else {"m_purse": today}
    said = leave.compensate(
        act.room,
        by=by,
        roles=ROLES[by],
        amount_krw=won,
        to="손님",
        why="유리 조각",
        day="2026-03-02",
        day_spent=spent,
        at=act.at,
        request=request,
    )
    act.say(said, by=by)


def test_a_cap_for_a_case_counts_what_was_given_in_this_room() -> None:
    act = Act(level=3, ground=ground(mandates=(purse(),)))
    gives(act, 60_000)
    with pytest.raises(errors.OutsideMandate):
        gives(act, 40_001)
    gives(act, 40_000)
    with pytest.raises(errors.OutsideMandate):
        gives(act, 1)
    assert dict(act.room.spent) == {"m_purse": 100_000}


def test_caps_for_an_act_a_case_and_a_day_all_hold() -> None:
    act = Act(level=3, ground=ground(mandates=(purse(caps=(("act", 30_000), ("day", 50_000))),)))
    with pytest.raises(errors.OutsideMandate):
        gives(act, 30_001)
    gives(act, 30_000)
    with pytest.raises(errors.OutsideMandate):
        gives(act, 30_000, today=30_000)
    gives(act, 20_000, today=30_000)


def test_a_level_above_what_was_written_gives_nothing() -> None:
    act = Act(level=5, ground=ground(mandates=(purse(),)))
    with pytest.raises(errors.OutsideMandate):
        gives(act, 1)


def test_what_a_chain_released_is_given_once_and_only_by_whoever_asked() -> None:
    act = Act(level=4, ground=ground(act="compensate"))
    said = approvals.ask_for_act(
        act.room,
        by="haneul",
        roles=ROLES["haneul"],
        act="compensate",
        what="치과 진료비",
        amount_krw=500_000,
        at=act.at,
    )
    act.say(said, by="haneul")
    key = request(act).id
    with pytest.raises(errors.OutsideMandate):
        gives(act, 500_000, request=key)
    yes(act, "jiwoo")
    yes(act, "minseo")
    for who, won in (("doyun", 500_000), ("haneul", 500_001)):
        with pytest.raises(errors.OutsideMandate):
            gives(act, won, by=who, request=key)
    gives(act, 500_000, request=key)
    with pytest.raises(errors.AlreadyDone):
        gives(act, 1, request=key)
    assert act.room.grants[0].under == "committee_head"


def test_leave_that_is_taken_back_is_gone_from_that_minute_and_what_waited_does_not_leave() -> None:
    act = Act(level=3)
    act.writes()
    act.approves("seojun")
    waiting = act.room.deliveries[0].id
    assert speak.may_send(act.room, waiting, act.at) is None
    act.forward(minutes=1)
    taken = leave.revoke(act.room, mandate="m1", by="minseo", why="권한 정지", revoked_at=act.at)
    act.say(taken, by="minseo")
    assert speak.may_send(act.room, waiting, act.at) == "mandate_lapsed"
    assert speak.may_send(act.room, waiting, act.at - MINUTE) is None
    assert act.room.ground == GROUND
    with pytest.raises(errors.AlreadyDone):
        leave.revoke(act.room, mandate="m1", by="minseo", why="다시", revoked_at=act.at)
    with pytest.raises(errors.NoSuchThing):
        leave.revoke(act.room, mandate="m9", by="minseo", why="없음", revoked_at=act.at)


def test_a_request_is_kept_while_it_is_open_and_older_ended_ones_are_in_the_journal() -> None:
    act = asked()
    for _ in range(50):
        takes_back(act)
        ask(act)
    assert len(act.room.approvals) == 41
    assert isinstance(act.lines[-1].event, e.ApprovalAsked)
    assert len({r.id for r in act.room.approvals}) == 41


# ── steps that nobody can answer ───────────────────────────────────────────────────────────────────────────────────
def without(*roles: str) -> tuple[Person, ...]:
    return tuple(replace(one, roles=tuple(set(one.roles) - set(roles))) for one in PEOPLE)


def asks_without(act: Act, *roles: str) -> None:
    takes_back(act)
    draft = act.room.draft
    assert draft is not None
    said = approvals.ask_for_text(act.room, by="haneul", roles=ROLES["haneul"], digest=draft.digest, at=act.at)
    act.say(approvals.with_unheld(act.room, said, people=without(*roles), at=act.at), by="haneul")


def test_a_step_that_nobody_holds_is_skipped_at_once_and_the_next_has_its_full_minutes() -> None:
    act = asked()
    asks_without(act, "legal", "team_lead")
    first, last = request(act).steps
    assert (first.state, first.unheld, last.state) == ("lapsed", True, "open")
    assert last.due_at == act.at + 5 * MINUTE
    yes(act, "minseo")
    assert request(act).state == "granted"


def test_a_step_whose_deputy_somebody_holds_is_not_skipped() -> None:
    act = asked(chain=(ApprovalStep("legal", 10, "practitioner"), CHAIN[1]))
    asks_without(act, "legal")
    assert request(act).current == 0


def test_where_nobody_holds_the_releasing_role_the_request_says_so_and_the_leader_is_told() -> None:
    act = asked()
    act.everyone_comes()
    asks_without(act, "committee_head", "executive")
    assert request(act).current == 0, "the first step is asked as ever"
    said = approvals.approve(
        act.room, by="jiwoo", roles=ROLES["jiwoo"], request=request(act).id, digest=request(act).digest, at=act.at
    )
    act.say(approvals.with_unheld(act.room, said, people=without("committee_head", "executive"), at=act.at), by="jiwoo")
    asking = request(act)
    assert (asking.state, asking.unheld) == ("open", asking.steps[1]), "a needed yes is never skipped"
    found = list(approve.unheld(Reader(act.room, "seojun", act.at, ROLES["seojun"], None)))
    assert [(step.act, step.anchor) for step in found] == [("fill_approval", f"approval-{asking.id}")]
    assert list(approve.unheld(Reader(act.room, "haneul", act.at, ROLES["haneul"], None))) == []
    yes(act, "minseo")
    assert request(act).state == "granted", "whoever is given the role meanwhile answers"


def test_the_clock_skips_too_and_says_it_once() -> None:
    act = asked(chain=(CHAIN[0], ApprovalStep("hr", 10, None), CHAIN[1]))
    act.forward(minutes=10)
    tick(act)
    assert [(s.state, s.unheld) for s in request(act).steps] == [("lapsed", False), ("lapsed", True), ("open", False)]
