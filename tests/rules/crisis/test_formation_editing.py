"""A formation changed in one place: sound stays sound, and nothing else moves."""

from typing import Any

from hypothesis import given, settings, strategies as st

from bongsu.crisis.formation import check, editing

SEATS = ("a", "b", "c", "d", "e")


def rows() -> editing.Rows:
    seats = [{"id": key, "name": key, "text": "하세요", "roles": ["legal"]} for key in SEATS]
    one = {"id": "f", "name": "대형", "levels": [3, 5], "groups": [{"id": "g", "name": "분과"}], "seats": seats}
    return [one, {"id": "other", "name": "다른 대형", "levels": [2, 2], "seats": [seats[0]]}]


acts = st.one_of(
    st.tuples(st.just("beside"), st.sampled_from(SEATS), st.lists(st.sampled_from(SEATS), unique=True, max_size=3)),
    st.tuples(st.just("move"), st.sampled_from(SEATS), st.sampled_from((-9, -1, 1, 9))),
    st.tuples(st.just("leave"), st.sampled_from(SEATS), st.none()),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(acts, max_size=8))
def test_whatever_is_done_to_seats_the_list_stays_sound_and_who_may_hold_two_is_agreed(done: list[Any]) -> None:
    now = rows()
    for what, seat, about in done:
        here = [one["id"] for one in now[0]["seats"]]
        if seat not in here:
            continue
        if what == "move":
            now = editing.moved(now, "f", seat, by=about)
        elif what == "beside":
            others = [key for key in about if key != seat and key in here]
            now = editing.with_seat(now, "f", seat, {}, beside=others)
            assert set(editing.held_beside(now[0], seat)) == set(others)
        elif len(here) > 1:
            now = editing.without_seat(now, "f", seat)
        assert check({"formations": now}) == ()
        for one in now[0]["seats"]:
            for key in editing.held_beside(now[0], one["id"]):
                assert one["id"] in editing.held_beside(now[0], key)
        assert now[1] == rows()[1]


def test_a_sub_committee_that_is_renamed_keeps_its_seats_and_one_that_goes_lets_them_go() -> None:
    now = editing.with_seat(rows(), "f", "a", {"group": "g"})
    assert editing.groups_named(now[0], ["새 이름"], now) == [{"id": "g", "name": "새 이름"}]
    assert [group["id"] for group in editing.groups_named(now[0], ["처음", "분과"], now)] == ["group1", "g"]
    assert len({group["id"] for group in editing.groups_named(now[0], ["하나", "둘", "셋"], now)}) == 3
    gone = editing.with_formation(now, "f", {"groups": []})
    assert "group" not in gone[0]["seats"][0]
    assert "groups" not in gone[0]
    assert check({"formations": gone}) == ()
