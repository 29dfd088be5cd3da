"""기자 문의: a reporter is answered in time, and only with what we stand by."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from tests.kit.clock import NINE
from tests.rules.crisis.room import GROUND, PEOPLE, ROLES, Act

from bongsu.core import errors, events as e
from bongsu.core.values import Law
from bongsu.crisis import assess, clock, convene, fold, speak, taking
from bongsu.crisis.assess import inquiries
from bongsu.crisis.decide import duties
from bongsu.crisis.next_step import next_step

LAW = Law(
    id="correction_3m",
    name="정정·반론보도 청구",
    asks="사실과 다른 보도가 나왔어요",
    duty="청구할지 정하기",
    source="예시",
    since=NINE - timedelta(days=9000),
    months=3,
)


@pytest.fixture
def act() -> Act:
    act = Act(ground=replace(GROUND, laws=(LAW,)))
    act.everyone_comes()
    return act


def asked(act: Act, *, minutes: int = 60, by: str = "haneul", mine: bool = False) -> str:
    said = inquiries.note(
        act.room,
        by=by,
        medium="한빛일보",
        reporter="김기자",
        contact="02-0000-0000",
        question="몇 병에서 나왔나요?",
        due_at=act.at + timedelta(minutes=minutes),
        mine=mine,
        at=act.at,
    )
    act.say(said, by=by)
    return said.inquiry


def confirmed(act: Act) -> str:
    said = assess.note_fact(
        act.room, by="haneul", fact="3월 2일 생산분만 해당", status="confirmed", source="품질팀", at=act.at
    )
    act.say(said, by="haneul")
    return said.fact


def answers(act: Act, key: str, by: str = "haneul", **told: object) -> None:
    told = {"statement": "", "facts": (), "words": "", **told}
    act.say(
        inquiries.answer(act.room, by=by, roles=ROLES[by], inquiry=key, at=act.at, **told),  # type: ignore[arg-type]
        by=by,
    )


def ticks(act: Act) -> list[str]:
    said = clock.overdue(act.room, people=PEOPLE, at=act.at)
    act.say(said)
    assert clock.overdue(act.room, people=PEOPLE, at=act.at) == ()
    return [
        x.type_
        for x in said
        if x.type_.startswith("inquiry") or (isinstance(x, e.DeadlineNear) and x.what == "inquiry")
    ]


def test_a_deadline_is_warned_of_and_passed_once_each_time_they_ask(act: Act) -> None:
    key, fact = asked(act), confirmed(act)
    act.forward(minutes=44)
    assert ticks(act) == []
    act.forward(minutes=1)
    assert ticks(act) == ["deadline_near"]
    act.forward(minutes=15)
    assert ticks(act) == ["inquiry_late"]
    act.forward(hours=2)
    assert ticks(act) == []
    answers(act, key, facts=(fact,))
    act.say(
        inquiries.follow(
            act.room,
            by="haneul",
            inquiry=key,
            question="언제 회수하나요?",
            due_at=act.at + timedelta(minutes=20),
            at=act.at,
        ),
        by="haneul",
    )
    assert act.room.inquiry(key).rounds == 2  # type: ignore[union-attr]
    act.forward(minutes=20)
    assert ticks(act) == ["inquiry_late"]


def test_an_answer_is_what_stands_and_nothing_else(act: Act) -> None:
    key = asked(act)
    with pytest.raises(errors.NotReady):
        answers(act, key)
    unsure = assess.note_fact(act.room, by="haneul", fact="백 병", status="unconfirmed", source="", at=act.at)
    act.say(unsure, by="haneul")
    with pytest.raises(errors.NoSuchThing):
        answers(act, key, facts=(unsure.fact,))
    with pytest.raises(errors.NoSuchThing):
        answers(act, key, statement="s9")
    answers(act, key, facts=(confirmed(act),))
    known = act.room.inquiry(key)
    assert known is not None
    assert (known.state, known.owner, known.answered_by) == ("answered", "haneul", "haneul")


def test_own_words_need_leave_for_them(act: Act) -> None:
    key = asked(act)
    with pytest.raises(errors.OutsideMandate):
        answers(act, key, words="저희 잘못은 아닙니다.")
    assert act.room.leader == "seojun"
    answers(act, key, by="seojun", words="내일 오전에 다시 말씀드리겠습니다.")
    assert act.room.inquiry(key).under == "lead"  # type: ignore[union-attr]


def test_a_mandate_gives_leave_for_own_words_and_a_red_line_takes_it_from_everybody(act: Act) -> None:
    charter = GROUND.charter
    spoken = replace(charter.mandates[0], id="m9", role="practitioner", act="answer_press", level_from=1, level_to=5)
    free = Act(ground=replace(GROUND, charter=replace(charter, mandates=(*charter.mandates, spoken))))
    key = asked(free)
    answers(free, key, words="확인하고 있습니다.")
    assert free.room.inquiry(key).under == "m9"  # type: ignore[union-attr]
    line = replace(charter.red_lines[0], id="r9", act="answer_press", min_level=1)
    silent = Act(ground=replace(GROUND, charter=replace(charter, red_lines=(line,))))
    key = asked(silent)
    assert silent.room.leader is not None
    with pytest.raises(errors.OutsideMandate):
        answers(silent, key, by=silent.room.leader, words="한 말씀만 드리면")


def test_what_was_told_and_no_longer_stands_is_somebodys_next_step(act: Act) -> None:
    key, fact = asked(act), confirmed(act)
    answers(act, key, facts=(fact,))
    assert not inquiries.stale(act.room, act.room.inquiry(key))  # type: ignore[arg-type]
    act.say(
        assess.settle_fact(act.room, by="jiwoo", fact=fact, status="false", source="다시 셈", at=act.at),
        by="jiwoo",
    )
    assert inquiries.stale(act.room, act.room.inquiry(key))  # type: ignore[arg-type]
    act.say(inquiries.close(act.room, by="haneul", inquiry=key, note="다시 알림", at=act.at), by="haneul")
    assert not inquiries.stale(act.room, act.room.inquiry(key))  # type: ignore[arg-type]


def test_who_has_it_keeps_it_until_it_is_late_or_they_let_go(act: Act) -> None:
    key = asked(act, mine=True)
    with pytest.raises(errors.AlreadyTaken) as told:
        taking.take(act.room, by="jiwoo", item=key, people=PEOPLE, at=act.at)
    assert told.value.about["owner"] == "박하늘"
    with pytest.raises(errors.NotYours):
        answers(act, key, by="jiwoo", facts=(confirmed(act),))
    act.say(taking.release(act.room, by="haneul", item=key, at=act.at), by="haneul")
    act.say(taking.take(act.room, by="jiwoo", item=key, people=PEOPLE, at=act.at), by="jiwoo")
    act.forward(hours=2)
    ticks(act)
    act.say(taking.take(act.room, by="haneul", item=key, people=PEOPLE, at=act.at), by="haneul")
    assert act.room.inquiry(key).owner == "haneul"  # type: ignore[union-attr]


def test_a_reporter_nobody_answers_is_the_leaders_next_step(act: Act) -> None:
    key = asked(act)
    step = next_step(act.room, "seojun", act.at, roles=ROLES["seojun"])
    assert (step.act, step.anchor) == ("take_inquiry", f"inquiry-{key}")


def test_a_deadline_lies_ahead(act: Act) -> None:
    for minutes in (0, -5, 60 * 24 * 31):
        with pytest.raises(errors.DeadlinePast):
            asked(act, minutes=minutes)


def test_settled_ones_do_not_pile_up_in_the_state(act: Act) -> None:
    for _ in range(60):
        key = asked(act)
        act.say(inquiries.close(act.room, by="haneul", inquiry=key, note="중복", at=act.at), by="haneul")
    open_one = asked(act)
    assert len(act.room.inquiries) == 41
    assert act.room.inquiry(open_one)
    assert fold.fold(act.lines, room=1, org=1) == act.room


# ── corrections ────────────────────────────────────────────────────────────────────────────────────────────────────
def claims(act: Act, *, knew: int = 0, medium: str = "한빛일보") -> str:
    said = inquiries.claim(
        act.room,
        by="haneul",
        kind="correct",
        medium=medium,
        link="https://paper.example/1",
        wrong="백 병이 아니라 한 병입니다.",
        knew_min_ago=knew,
        at=act.at,
    )
    act.say(said, by="haneul")
    return act.room.corrections[-1].id


def test_a_correction_runs_on_the_laws_own_clock_which_starts_once(act: Act) -> None:
    key = claims(act, knew=60)
    first = act.room.correction(key)
    assert first is not None
    (duty,) = act.room.duties
    assert (duty.law, duty.due_at, first.duty) == (LAW.id, first.due_at, duty.id)
    assert first.due_at == _months_later(act.at - timedelta(hours=1))
    act.forward(hours=5)
    key = claims(act, medium="다른일보")
    second = act.room.correction(key)
    assert second is not None
    assert len(act.room.duties) == 1
    assert (second.duty, second.due_at) == (duty.id, _months_later(act.at))


def test_of_a_report_that_was_known_earlier_the_earlier_end_is_warned_of(act: Act) -> None:
    claims(act)
    key = claims(act, knew=20 * 24 * 60, medium="다른일보")
    earlier = act.room.correction(key)
    assert earlier is not None
    ends = {duty.id: duty.due_at for duty in act.room.duties}
    assert len(ends) == 2
    assert ends[earlier.duty] == earlier.due_at < min(end for key, end in ends.items() if key != earlier.duty)
    key = claims(act, knew=60, medium="셋째일보")  # two run; it stands on the one that ends before it
    third = act.room.correction(key)
    assert third is not None
    assert len(act.room.duties) == 2
    assert ends[third.duty] <= third.due_at


def test_a_clock_is_not_settled_while_a_claim_on_it_was_not_put_to_the_medium(act: Act) -> None:
    first, second = claims(act), claims(act, medium="다른일보")
    (duty,) = act.room.duties

    def move(key: str, state: str) -> None:
        said = inquiries.move(
            act.room, by="jiwoo", roles=ROLES["jiwoo"], correction=key, state=state, note="팩스로", at=act.at
        )
        act.say(said, by="jiwoo")

    def settle(how: str) -> e.Event:
        about = {"by": "jiwoo", "roles": ROLES["jiwoo"], "duty": duty.id, "at": act.at}
        if how == "done":
            return duties.done(act.room, note="접수증 3호", **about)
        return duties.drop(act.room, why="사실이에요", **about)

    move(first, "asked")
    for how in ("done", "drop"):
        with pytest.raises(errors.NotReady):
            settle(how)
    move(second, "dropped")
    act.say(settle("done"), by="jiwoo")
    assert not act.room.duties[0].is_open


def _months_later(at: datetime) -> datetime:
    return at.replace(month=at.month + 3)


def test_a_claim_goes_on_and_only_legal_drops_it(act: Act) -> None:
    key = claims(act)

    def move(by: str, state: str, note: str = "") -> None:
        said = inquiries.move(act.room, by=by, roles=ROLES[by], correction=key, state=state, note=note, at=act.at)
        act.say(said, by=by)

    with pytest.raises(errors.LegalOnly):
        move("haneul", "dropped", "작은 매체예요")
    move("haneul", "asked")
    with pytest.raises(errors.AlreadyDone):
        move("haneul", "asked")
    with pytest.raises(errors.ReasonMissing):
        move("haneul", "refused")
    move("haneul", "printed", "2면 하단")
    with pytest.raises(errors.AlreadyDone):
        move("jiwoo", "dropped", "늦었어요")


def test_without_a_law_in_force_nothing_is_claimed() -> None:
    act = Act()
    with pytest.raises(errors.NoSuchThing):
        claims(act)


def test_a_withdrawn_statement_is_no_answer_any_more(act: Act) -> None:
    act.writes()
    act.approves()
    key = asked(act)
    said = act.room.statement
    assert said is not None
    answers(act, key, statement=said.id)
    act.say(
        speak.withdraw(act.room, by="seojun", roles=ROLES["seojun"], statement=said.id, why="틀렸어요", at=act.at),
        by="seojun",
    )
    assert inquiries.stale(act.room, act.room.inquiry(key))  # type: ignore[arg-type]
    other = asked(act)
    with pytest.raises(errors.NoSuchThing):
        answers(act, other, statement=said.id)


# ── standing down ──────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_reporter_whose_medium_is_to_print_a_correction_stands_in_the_checklist(act: Act) -> None:
    def left() -> dict[str, tuple[str, ...]]:
        return {check.item: check.about for check in convene.checklist(act.room, act.at) if check.blocks}

    key = asked(act, mine=True)
    answers(act, key, facts=(confirmed(act),))
    assert not {"inquiries", "corrections"} & set(left())
    _started, claimed = inquiries.claim(
        act.room,
        by="haneul",
        kind="correct",
        medium="한빛 일보",
        link="",
        wrong="날짜가 달라요",
        knew_min_ago=0,
        at=act.at,
    )
    act.say((_started, claimed), by="haneul")
    assert isinstance(claimed, e.CorrectionClaimed)
    assert (left()["inquiries"], left()["corrections"]) == ((key,), (claimed.correction,))
    asks = inquiries.move(
        act.room, by="haneul", roles=ROLES["haneul"], correction=claimed.correction, state="asked", note="", at=act.at
    )
    act.say(asks, by="haneul")
    assert left()["corrections"] == (claimed.correction,)  # asked for is not printed
    printed = inquiries.move(
        act.room, by="haneul", roles=ROLES["haneul"], correction=claimed.correction, state="printed", note="", at=act.at
    )
    act.say(printed, by="haneul")
    assert not {"inquiries", "corrections"} & set(left())
