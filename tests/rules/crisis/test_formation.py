"""대형: templates are read strictly, and people sit where they do most good."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
import yaml
from hypothesis import given, settings, strategies as st

from bongsu.boot import demo
from bongsu.core.errors import SetupError
from bongsu.core.formation import Formation, Seat
from bongsu.crisis.formation import Candidate, Filling, Standing, check, chosen, fill, fits, parse_formations

ROLES = ("practitioner", "pr", "legal", "quality")


def seat(key: str, *roles: str, **more: Any) -> Seat:
    return Seat(key, key, "먼저 할 일", roles, **more)


def formation(*seats: Seat, together: tuple[tuple[str, ...], ...] = ()) -> Formation:
    return Formation("f", "대형", "", 3, 4, seats, together=together)


def one(key: str, *roles: str, **more: Any) -> Candidate:
    return Candidate(key, roles, **more)


def who(filling: Filling) -> dict[str, str]:
    return {sitting.chair: sitting.person for sitting in filling.sittings}


# ── reading ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_sample_is_sound_and_has_a_formation_for_every_led_level() -> None:
    rows = demo.sample("formations")
    assert check(rows) == ()
    known = parse_formations(rows["formations"])
    assert all(chosen(known, level=level) is not None for level in (2, 3, 4, 5))
    committee = chosen(known, level=5)
    assert committee is not None
    assert [group.name for group in committee.groups][2:] == ["원인 조사 분과", "재발 방지 분과", "보상 분과"]


GOOD = """
formations:
  - id: a
    name: 가
    levels: [3, 4]
    together: [[x, y]]
    seats:
      - {id: x, name: 하나, text: 보세요, roles: [pr]}
      - {id: y, name: 둘, text: 쓰세요, departments: [홍보팀]}
"""


@pytest.mark.parametrize(
    ("wrong", "path", "message"),
    [
        ("levels: [4, 3]", "formations[0].levels", "the first is above the second"),
        ("levels: [0, 3]", "formations[0].levels", "must be two levels, 1 to 5: [from, to]"),
        ("levels: [true, 3]", "formations[0].levels", "must be two levels, 1 to 5: [from, to]"),
        ("levels: [3, 4]\n    colour: red", "formations[0].colour", "unknown key"),
        ("levels: [3, 4]\n    groups: [{id: g}]", "formations[0].groups[0].name", "missing"),
    ],
)
def test_a_fault_of_a_formation_is_named_where_it_stands(wrong: str, path: str, message: str) -> None:
    found = check(yaml.safe_load(GOOD.replace("levels: [3, 4]", wrong)))
    assert (path, message) in [(p.path, p.message) for p in found]


@pytest.mark.parametrize(
    ("wrong", "path", "message"),
    [
        ("id: x, name: 둘", "formations[0].seats[1].id", "x is used twice"),
        ("id: y, salary: 3, name: 둘", "formations[0].seats[1].salary", "unknown key"),
        ("id: y, count: 0, name: 둘", "formations[0].seats[1].count", "must be a whole number, 1 to 20"),
        ("id: y, group: g, name: 둘", "formations[0].seats[1].group", "no such group"),
        ("id: 'y/2', name: 둘", "formations[0].seats[1].id", "may not hold blanks, slashes or colons"),
        ("id: z, name: 둘", "formations[0].together[0]", "y: no such seat"),
    ],
)
def test_a_fault_of_a_seat_is_named_where_it_stands(wrong: str, path: str, message: str) -> None:
    found = check(yaml.safe_load(GOOD.replace("id: y, name: 둘", wrong)))
    assert (path, message) in [(p.path, p.message) for p in found]
    with pytest.raises(SetupError):
        parse_formations(yaml.safe_load(GOOD.replace("id: y, name: 둘", wrong))["formations"])


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inside: (
        st.lists(inside, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ("formations", "id", "name", "text", "levels", "seats", "roles", "groups", "together", "count")
            ),
            inside,
            max_size=6,
        )
    ),
    max_leaves=20,
)


@given(_ANYTHING)
def test_nothing_anybody_writes_makes_the_check_raise(value: object) -> None:
    found = check(value)
    if not found:
        assert isinstance(value, Mapping)
        parse_formations(value["formations"])


def test_a_formation_made_for_a_category_comes_before_one_for_all() -> None:
    plain = formation(seat("a", "pr"))
    privacy = replace(plain, id="privacy", categories=("privacy",))
    assert chosen((plain, privacy), level=3) == plain
    assert chosen((plain, privacy), level=3, categories={"privacy"}) == privacy
    assert chosen((plain, privacy), level=5) is None


# ── filling ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_somebody_on_duty_sits_before_somebody_who_would_have_to_be_woken() -> None:
    people = [one("day", "pr", standing=Standing.OFF_DUTY), one("night", "legal", "pr")]
    assert who(fill(formation(seat("a", "pr")), people)) == {"a": "night"}


def test_the_best_seating_of_all_counts_and_not_the_best_for_the_first_seat() -> None:
    people = [one("both", "pr", "legal"), one("only", "pr")]
    assert who(fill(formation(seat("a", "pr"), seat("b", "legal")), people)) == {"a": "only", "b": "both"}


def test_a_required_seat_comes_before_an_optional_one() -> None:
    filling = fill(formation(seat("nice", "pr", required=False), seat("must", "legal", "pr")), [one("a", "pr")])
    assert who(filling) == {"must": "a"}
    assert filling.complete


def test_a_hole_says_who_would_fit_and_cannot_be_reached() -> None:
    filling = fill(formation(seat("sales", "pr")), [one("a", "pr", standing=Standing.AWAY), one("b", "legal")])
    assert [(hole.chair, hole.required, hole.away) for hole in filling.holes] == [("sales", True, ("a",))]
    assert not filling.complete


def test_few_people_hold_seats_together_only_where_the_formation_lets_them() -> None:
    seats = (seat("a", "pr"), seat("b", "pr"), seat("c", "pr"))
    filling = fill(formation(*seats, together=(("a", "b"),)), [one("x", "pr"), one("y", "pr")])
    assert filling.complete
    held = who(filling)
    assert held["a"] == held["b"] != held["c"]
    assert [s.doubled for s in filling.sittings] == [True, True, False]
    alone = fill(formation(*seats, together=(("a", "b"),)), [one("x", "pr"), one("y", "pr"), one("z", "pr")])
    assert len(set(who(alone).values())) == 3


def test_whose_touch_point_is_hit_sits_there() -> None:
    people = [one("a", "pr"), one("b", "pr", hit=3)]
    assert who(fill(formation(seat("s", "pr")), people)) == {"s": "b"}


def test_who_sits_somewhere_stays_there() -> None:
    seats = (seat("nice", "pr", required=False), seat("must", "pr"))
    filling = fill(formation(*seats), [one("a", "pr")], fixed={"nice": "a"})
    assert who(filling) == {"nice": "a"}
    gone = fill(formation(*seats), [one("a", "pr")], fixed={"nice": "left"})
    assert who(gone) == {"must": "a"}


# ── skills ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_who_has_the_skill_sits_before_who_has_the_better_role() -> None:
    wish = seat("answer", "pr", "legal", skills=("영어",))
    filling = fill(formation(wish), [one("first", "pr"), one("able", "legal", skills=(" 영 어",))])
    assert who(filling) == {"answer": "able"}
    assert filling.sittings[0].lacks == ()


def test_a_wish_leaves_no_seat_empty_and_wakes_nobody() -> None:
    wish = seat("answer", "pr", skills=tuple(f"말{n}" for n in range(8)))
    people = [one("up", "pr"), one("asleep", "pr", standing=Standing.OFF_DUTY, skills=wish.skills)]
    filling = fill(formation(wish), people)
    assert who(filling) == {"answer": "up"}
    assert filling.sittings[0].lacks == wish.skills


def test_nobody_sits_without_a_required_skill_and_the_hole_says_who_lacks_it() -> None:
    must = seat("voice", "pr", required_skills=("방송 대응",))
    filling = fill(formation(must), [one("a", "pr", skills=("영어",)), one("b", "legal", skills=("방송 대응",))])
    assert who(filling) == {}
    assert [(hole.chair, hole.away, hole.busy, hole.unskilled) for hole in filling.holes] == [("voice", (), (), ("a",))]
    woken = one("c", "pr", standing=Standing.OFF_DUTY, skills=("방송 대응",))
    assert who(fill(formation(must), [one("a", "pr"), woken])) == {"voice": "c"}


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("skills: 영어", "must be a list of words"),
        (f"skills: [{'가' * 41}]", "a skill has at most 40 characters"),
        (f"required_skills: [{', '.join('abcdefghi')}]", "at most 8 skills"),
    ],
)
def test_a_fault_of_skills_is_named(wrong: str, message: str) -> None:
    found = check(yaml.safe_load(GOOD.replace("id: y, name: 둘", f"id: y, name: 둘, {wrong}")))
    key = wrong.partition(":")[0]
    assert [(p.path, p.message) for p in found] == [(f"formations[0].seats[1].{key}", message)]


def test_a_seat_of_one_id_requires_the_same_everywhere_for_people_stay_in_it() -> None:
    rows = yaml.safe_load(GOOD)["formations"]
    other = {**rows[0], "id": "b", "seats": [rows[0]["seats"][0] | {"required_skills": ["영어"]}]}
    other.pop("together")
    assert [(p.path, p.message) for p in check({"formations": [*rows, other]})] == [
        ("formations[1].seats[0].required_skills", "a seat of this id requires other skills elsewhere")
    ]


# ── whatever people there are ──────────────────────────────────────────────────────────────────────────────────────
KEYS = "abcdefgh"
ABLE = ("영어", "방송 대응", "영상 편집")
SKILLS = st.lists(st.sampled_from(ABLE), unique=True, max_size=3).map(tuple)
CROWD = st.lists(
    st.builds(
        Candidate,
        key=st.sampled_from(KEYS),
        roles=st.lists(st.sampled_from(ROLES), unique=True, max_size=3).map(tuple),
        department=st.sampled_from(("", "홍보팀")),
        standing=st.sampled_from(Standing),
        hit=st.integers(0, 3),
        elsewhere=st.booleans(),
        load=st.integers(0, 5),
        skills=SKILLS,
    ),
    max_size=len(KEYS),
    unique_by=lambda person: person.key,
)
SEATS = st.lists(
    st.builds(
        Seat,
        id=st.sampled_from("pqrstu"),
        name=st.just("자리"),
        text=st.just("먼저"),
        roles=st.lists(st.sampled_from(ROLES), unique=True, min_size=1, max_size=2).map(tuple),
        departments=st.sampled_from(((), ("홍보팀",))),
        count=st.integers(1, 2),
        required=st.booleans(),
        skills=SKILLS,
        required_skills=st.just(()) | SKILLS,
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda one: one.id,
)


@st.composite
def formations(draw: st.DrawFn) -> Formation:
    seats = draw(SEATS)
    keys = draw(st.permutations([one.id for one in seats]))
    sets = (tuple(keys[:3]), tuple(keys[3:5])) if draw(st.booleans()) else (tuple(keys[:2]),)
    return formation(*seats, together=tuple(one for one in sets if len(one) > 1))


def able(place: Seat, person: Candidate) -> bool:
    return fits(place, roles=person.roles, department=person.department, skills=person.skills)


def worth(template: Formation, filling: Filling) -> tuple[int, int, int]:
    required = sum(hole.required for hole in filling.holes)
    return required, len(filling.holes) - required, filling.cost


@settings(deadline=None)
@given(formations(), CROWD, st.randoms())
def test_a_filling_keeps_its_promises(template: Formation, people: Sequence[Candidate], shuffled: Any) -> None:
    filling = fill(template, people)
    known = {person.key: person for person in people}
    chairs = {chair: (place, required) for chair, place, required in template.chairs}
    assert {s.chair for s in filling.sittings} | {hole.chair for hole in filling.holes} == set(chairs)
    assert len(filling.sittings) + len(filling.holes) == len(chairs)
    held: dict[str, list[str]] = {}
    for sitting in filling.sittings:
        person, (place, _) = known[sitting.person], chairs[sitting.chair]
        assert person.standing is not Standing.AWAY
        assert able(place, person)
        assert set(place.required_skills) <= set(person.skills), "never without a required skill"
        assert set(sitting.lacks) == set(place.skills) - set(person.skills)
        held.setdefault(sitting.person, []).append(sitting.chair)
    for seats in held.values():
        assert len(seats) == 1 or any(set(seats) <= set(both) for both in template.together), "exclusive seats"
    free = [person for person in people if person.key not in held and person.standing is not Standing.AWAY]
    for hole in filling.holes:
        place, required = chairs[hole.chair]
        assert not any(able(place, p) for p in free), "a free person fits"
        if required:
            takers = [s for s in filling.sittings if not chairs[s.chair][1] and not s.doubled]
            assert not any(able(place, known[s.person]) for s in takers), "required seats first"
    mixed = list(people)
    shuffled.shuffle(mixed)
    assert fill(template, mixed) == filling


@settings(deadline=None)
@given(formations(), CROWD)
def test_one_more_person_never_makes_it_worse(template: Formation, people: Sequence[Candidate]) -> None:
    for number in range(len(people)):
        fewer = [*people[:number], *people[number + 1 :]]
        assert worth(template, fill(template, people)) <= worth(template, fill(template, fewer))


@settings(deadline=None)
@given(formations(), CROWD, st.data())
def test_one_more_skill_never_makes_it_worse(
    template: Formation, people: Sequence[Candidate], data: st.DataObject
) -> None:
    before = worth(template, fill(template, people))
    for number, person in enumerate(people):
        more = replace(person, skills=(*person.skills, data.draw(st.sampled_from(ABLE))))
        learnt = [*people[:number], more, *people[number + 1 :]]
        assert worth(template, fill(template, learnt)) <= before
