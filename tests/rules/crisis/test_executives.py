"""A question to an executive: who is asked, when it goes on, when it is late."""

from datetime import timedelta

import pytest
from tests.kit.clock import NINE

from bongsu.core.errors import AlreadyDone, NotYours, OutOfRange, TextTooLong
from bongsu.core.values import Person
from bongsu.crisis import executives as rules

PEOPLE = (
    Person("minseo", "한민서", ("executive",), deputy="seojun"),
    Person("junho", "서준호", ("executive",), on_duty=False),
    Person("seojun", "이서준", ("leader",)),
    Person("haneul", "박하늘", ("practitioner",)),
)


def asked(to="minseo", words="회수를 말해도 되나요?", minutes=30):
    return rules.ask(by="haneul", to=to, words=words, minutes=minutes, people=PEOPLE, room=None, at=NINE)


def after(minutes):
    return NINE + timedelta(minutes=minutes)


def test_it_goes_to_the_deputy_at_its_minute_and_is_late_after_as_long_again():
    first = asked()
    assert rules.due(first, people=PEOPLE, at=after(29)) == first
    passed = rules.due(first, people=PEOPLE, at=after(30))
    assert (passed.person, passed.due_at, passed.late_at) == ("seojun", after(60), None)
    assert rules.due(passed, people=PEOPLE, at=after(30)) == passed
    late = rules.due(passed, people=PEOPLE, at=after(60))
    assert late.late_at == after(60)
    assert rules.due(late, people=PEOPLE, at=after(999)) == late


def test_without_a_deputy_it_is_late_at_once():
    assert rules.due(asked("junho"), people=PEOPLE, at=after(30)).late_at == after(30)


def test_a_role_is_its_holder_on_duty_and_nobody_but_executives_is_asked():
    assert asked("executive").person == "minseo"
    with pytest.raises(NotYours):
        asked("seojun")


def test_whoever_was_asked_or_has_it_answers_once_and_a_late_answer_counts():
    passed = rules.due(asked(), people=PEOPLE, at=after(30))
    for by in ("minseo", "seojun"):
        assert rules.answer(passed, by=by, words="네.", at=after(90)).answered_by == by
    with pytest.raises(NotYours):
        rules.answer(passed, by="haneul", words="네.", at=after(40))
    with pytest.raises(AlreadyDone):
        rules.answer(
            rules.answer(passed, by="minseo", words="네.", at=after(40)), by="seojun", words="네.", at=after(41)
        )


def test_a_question_has_three_hundred_characters_and_a_week_at_most():
    assert len(asked(words="가" * 300).text) == 300
    with pytest.raises(TextTooLong):
        asked(words="가" * 301)
    with pytest.raises(OutOfRange):
        asked(minutes=0)
