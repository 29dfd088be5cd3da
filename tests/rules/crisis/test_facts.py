"""사실 대장: what is confirmed, who finds out and by when, and how a rumour is answered."""

from dataclasses import replace

import pytest
from tests.rules.crisis.room import PEOPLE, Act, finding

from bongsu.core import events as e
from bongsu.core.errors import AlreadyDone, NoSuchThing, NotReady, NotTheLeader, OutOfRange, ReasonMissing, TooMany
from bongsu.crisis import assess, clock
from bongsu.crisis.assess.facts import MOST_OPEN
from bongsu.crisis.next_step import next_step
from bongsu.crisis.room import Fact
from bongsu.crisis.speak import facts_line


@pytest.fixture
def act() -> Act:
    return Act(level=3)


def noted(act: Act, text: str = "배도라지즙에서 유리가 나왔다", **how: object) -> Fact:
    """An unconfirmed fact of 하늘, unless `how` says otherwise."""
    about = {"status": "unconfirmed", "source": "", "people": PEOPLE, **how}
    act.say(assess.note_fact(act.room, by="haneul", fact=text, at=act.at, **about), by="haneul")  # type: ignore[arg-type]
    return act.room.facts[-1]


def settled(act: Act, fact: Fact, status: str, by: str = "jiwoo") -> Fact:
    said = assess.settle_fact(act.room, by=by, fact=fact.id, status=status, source="품질팀", at=act.at)
    act.say(said, by=by)
    return next(f for f in act.room.facts if f.id == fact.id)


# ── who verifies, by when ──────────────────────────────────────────────────────────────────────────────────────────
def test_a_fact_that_somebody_must_verify_has_its_minute(act: Act) -> None:
    fact = noted(act, owner="jiwoo", minutes=20)
    assert (fact.owner, fact.due_at) == ("jiwoo", act.at.replace(minute=20))
    assert fact.due_at in [when for part in clock.PARTS for when in part.due(act.room)]
    for minutes in (0, 24 * 60 + 1):
        with pytest.raises(OutOfRange):
            noted(act, owner="jiwoo", minutes=minutes)
    with pytest.raises(NoSuchThing):
        noted(act, owner="stranger")


def test_what_is_confirmed_already_is_nobodys_to_verify(act: Act) -> None:
    assert noted(act, owner="jiwoo", status="confirmed", source="공장 통화").owner is None


def test_a_fact_not_verified_in_its_minutes_is_late_once_and_the_deputys(act: Act) -> None:
    fact = noted(act, owner="jiwoo", minutes=20)
    act.forward(minutes=19, seconds=59)
    assert not any(isinstance(x, e.FactOverdue) for x in clock.overdue(act.room, people=PEOPLE, at=act.at))
    act.forward(seconds=1)
    said = [x for x in clock.overdue(act.room, people=PEOPLE, at=act.at) if isinstance(x, e.FactOverdue)]
    assert said == [e.FactOverdue(fact=fact.id, owner="yerin")]
    act.say(said)
    now = act.room.facts[-1]
    assert (now.late, now.owner, now.status) == (True, "yerin", "unconfirmed")
    assert not any(isinstance(x, e.FactOverdue) for x in clock.overdue(act.room, people=PEOPLE, at=act.at))


def test_a_late_fact_stays_with_its_owner_where_the_deputy_has_left(act: Act) -> None:
    noted(act, owner="jiwoo", minutes=20)
    act.forward(minutes=21)
    here = [p for p in PEOPLE if p.key != "yerin"]
    act.say([x for x in clock.overdue(act.room, people=here, at=act.at) if isinstance(x, e.FactOverdue)])
    assert (act.room.facts[-1].owner, act.room.facts[-1].late) == ("jiwoo", True)


def test_another_owner_gets_a_minute_of_their_own(act: Act) -> None:
    fact = noted(act, owner="jiwoo", minutes=20)
    act.forward(minutes=30)
    act.say([x for x in clock.overdue(act.room, people=PEOPLE, at=act.at) if isinstance(x, e.FactOverdue)])
    said = assess.assign_fact(act.room, by="seojun", fact=fact.id, owner="doyun", minutes=10, people=PEOPLE, at=act.at)
    act.say(said, by="seojun")
    now = act.room.facts[-1]
    assert (now.owner, now.late, now.due_at) == ("doyun", False, act.at.replace(minute=40))
    settled(act, fact, "confirmed")
    with pytest.raises(AlreadyDone):
        assess.assign_fact(act.room, by="seojun", fact=fact.id, owner="doyun", minutes=10, people=PEOPLE, at=act.at)


def test_whoever_must_verify_is_told_so_before_it_is_late(act: Act) -> None:
    act.everyone_comes()
    for person in ("haneul", "seojun"):
        act.estimates(person)
    act.writes()
    fact = noted(act, owner="haneul", minutes=20)
    step = next_step(act.room, "haneul", act.at, roles=("practitioner",))
    assert (step.act, step.due_at, step.why.kind) == ("verify_fact", fact.due_at, "deadline")


# ── the list stays short, and keeps what may be said ───────────────────────────────────────────────────────────────
def test_false_facts_of_long_ago_make_room_and_confirmed_ones_never(act: Act) -> None:
    for n in range(60):
        noted(act, f"확인 {n}", status="confirmed", source="공장")
        noted(act, f"거짓 {n}", status="false", source="공장")
    assert sum(f.status == "false" for f in act.room.facts) == 40
    assert sum(f.status == "confirmed" for f in act.room.facts) == 60
    assert "확인 0" in facts_line(act.room)
    assert "확인 59" in facts_line(act.room)


def test_a_list_of_a_hundred_open_facts_is_long_enough(act: Act) -> None:
    for n in range(MOST_OPEN):
        noted(act, f"모름 {n}")
    with pytest.raises(TooMany):
        noted(act, "하나 더")
    noted(act, "확인된 것은 들어간다", status="confirmed", source="공장")


def test_a_fact_knows_the_lines_that_tell_its_story(act: Act) -> None:
    fact = noted(act)
    first = act.lines[-1].seq
    for n in range(40):
        fact = settled(act, fact, ("confirmed", "unconfirmed")[n % 2])
    assert (fact.lines[0], fact.lines[-1], len(fact.lines)) == (first, act.lines[-1].seq, 30)


def test_only_addresses_a_browser_may_open_are_links(act: Act) -> None:
    assert noted(act, link="javascript:alert(1)").link == ""
    assert noted(act, link="https://a.example/1").link == "https://a.example/1"


def test_evidence_is_ten_mentions_at_most_each_once(act: Act) -> None:
    assert noted(act, evidence=["board:1", "board:1", " ", "board:2"]).evidence == ("board:1", "board:2")
    with pytest.raises(TooMany):
        noted(act, evidence=[f"board:{n}" for n in range(11)])


# ── rumours ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_rumour_is_gathered_verified_answered_and_corrected_in_this_order(act: Act) -> None:
    rumour = noted(act, rumour=True)
    assert [s.at is not None for s in assess.stages(rumour)] == [True, False, False, False]
    with pytest.raises(NotReady):
        assess.coordinate(act.room, by="seojun", fact=rumour.id, answer="사실이 아닙니다.", at=act.at)
    rumour = settled(act, rumour, "false")
    assert assess.waits_for(rumour) == "coordinate"
    with pytest.raises(NotTheLeader):
        assess.coordinate(act.room, by="haneul", fact=rumour.id, answer="사실이 아닙니다.", at=act.at)
    with pytest.raises(NotReady):
        assess.correct(act.room, by="haneul", fact=rumour.id, where="맘카페", at=act.at)
    act.forward(minutes=3)
    said = assess.coordinate(act.room, by="seojun", fact=rumour.id, answer="사실이 아닙니다.", at=act.at)
    act.say(said, by="seojun")
    assert assess.waits_for(act.room.facts[-1]) == "disseminate"
    act.forward(minutes=2)
    act.say(assess.correct(act.room, by="haneul", fact=rumour.id, where="맘카페", at=act.at), by="haneul")
    done = act.room.facts[-1]
    assert assess.waits_for(done) is None
    assert [(s.name, s.by) for s in assess.stages(done)] == [
        ("gather", "haneul"),
        ("verify", "jiwoo"),
        ("coordinate", "seojun"),
        ("disseminate", "haneul"),
    ]
    with pytest.raises(AlreadyDone):
        assess.correct(act.room, by="haneul", fact=rumour.id, where="맘카페", at=act.at)
    act.say(assess.correct(act.room, by="haneul", fact=rumour.id, where="공식 인스타그램", at=act.at), by="haneul")
    assert [c.where for c in act.room.facts[-1].corrections] == ["맘카페", "공식 인스타그램"]


def test_when_it_turns_out_otherwise_the_old_answer_is_agreed_no_longer(act: Act) -> None:
    rumour = settled(act, noted(act, rumour=True), "false")
    act.say(assess.coordinate(act.room, by="seojun", fact=rumour.id, answer="아닙니다.", at=act.at), by="seojun")
    act.say(assess.correct(act.room, by="haneul", fact=rumour.id, where="맘카페", at=act.at), by="haneul")
    now = settled(act, rumour, "confirmed")
    assert assess.waits_for(now) == "coordinate"
    assert (now.answer, now.corrections) == ("", ())


def test_what_is_no_rumour_is_not_answered_as_one(act: Act) -> None:
    fact = settled(act, noted(act), "false")
    with pytest.raises(NoSuchThing):
        assess.coordinate(act.room, by="seojun", fact=fact.id, answer="아닙니다.", at=act.at)
    assert assess.waits_for(fact) is None


def test_an_answer_has_words_and_a_statement_that_exists(act: Act) -> None:
    rumour = settled(act, noted(act, rumour=True), "false")
    with pytest.raises(ReasonMissing):
        assess.coordinate(act.room, by="seojun", fact=rumour.id, answer=" \u200b", at=act.at)
    act.say(assess.coordinate(act.room, by="seojun", fact=rumour.id, answer="아닙니다.", at=act.at), by="seojun")
    with pytest.raises(NoSuchThing):
        assess.correct(act.room, by="haneul", fact=rumour.id, where="뉴스룸", statement="s9", at=act.at)


def test_an_answer_is_the_leaders_next_step_and_a_correction_the_practitioners(act: Act) -> None:
    act.everyone_comes()
    for person in ("haneul", "seojun"):
        act.estimates(person)
    act.writes()
    act.approves()
    for delivery in act.room.deliveries:
        act.sends(delivery.id)
    rumour = settled(act, noted(act, rumour=True), "false")
    assert next_step(act.room, "seojun", act.at, roles=("team_lead", "leader")).act == "coordinate_rumour"
    act.say(assess.coordinate(act.room, by="seojun", fact=rumour.id, answer="아닙니다.", at=act.at), by="seojun")
    assert next_step(act.room, "haneul", act.at, roles=("practitioner",)).act == "correct_rumour"


# ── press ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_finding_of_press_says_that_there_was_some_unless_somebody_looked(act: Act) -> None:
    press = replace(finding("p", level=3), category="press")
    said = assess.weigh(act.room, finding=press, at=act.at, people=PEOPLE)
    assert [type(x) for x in said] == [e.FindingNoted, e.PressSettled]
    act.say(said)
    assert act.room.press.reported_at == press.at
    act.forward(minutes=5)
    act.say(assess.settle_press(act.room, by="haneul", reported=False, when=None, link="", at=act.at), by="haneul")
    assert (act.room.press.reported_at, act.room.press.none_until) == (None, act.at)
    again = replace(press, key="q")
    assert [type(x) for x in assess.weigh(act.room, finding=again, at=act.at, people=PEOPLE)] == [e.FindingNoted]


def test_a_report_has_appeared_by_now(act: Act) -> None:
    with pytest.raises(OutOfRange):
        assess.settle_press(act.room, by="haneul", reported=True, when=act.at.replace(hour=1), link="", at=act.at)
    told = assess.settle_press(act.room, by="haneul", reported=True, when=None, link="data:x", at=act.at)
    assert (told.when, told.link) == (act.at, "")
    act.say(told, by="haneul")
    with pytest.raises(AlreadyDone):
        assess.settle_press(act.room, by="haneul", reported=True, when=None, link="", at=act.at)


def test_press_is_asked_about_when_three_hours_are_over(act: Act) -> None:
    act.everyone_comes()
    for person in ("haneul", "seojun"):
        act.estimates(person)
    act.writes(due_min=600)
    act.approves()
    for delivery in act.room.deliveries:
        act.sends(delivery.id)
    noted(act, status="confirmed", source="공장")
    act.forward(hours=2, minutes=59)
    assert next_step(act.room, "haneul", act.at, roles=("practitioner",)).act == "watch_situation"
    act.forward(minutes=1)
    step = next_step(act.room, "haneul", act.at, roles=("practitioner",))
    assert (step.act, step.anchor) == ("settle_press", "press-outcome")
    act.say(assess.settle_press(act.room, by="haneul", reported=False, when=None, link="", at=act.at), by="haneul")
    assert next_step(act.room, "haneul", act.at, roles=("practitioner",)).act == "watch_situation"
