"""Who looks at a room: told once for all, at most once a second, and not at each broken stream."""

import json

from bongsu.store.queries.front import PersonView
from bongsu.web.live.presence import EVERY_S, GRACE_S, Presence

SEOJUN, HANEUL, MINJI = (
    PersonView(n, 1, key, name, "", "", (), "", "ko", "Asia/Seoul")
    for n, (key, name) in enumerate((("seojun", "이서준"), ("haneul", "정하늘"), ("minji", "김민지")))
)


def names(presence: Presence) -> list[str]:
    return [one["name"] for one in json.loads(presence.here.said)["people"]]


def test_who_comes_is_told_at_once_and_the_next_within_a_second() -> None:
    presence = Presence("room:7")
    assert presence.look([SEOJUN], 0.0)
    assert names(presence) == ["이서준"]
    assert not presence.look([SEOJUN, HANEUL], 0.1)
    assert presence.next_look_s(0.1) == EVERY_S - 0.1
    assert presence.look([SEOJUN, HANEUL, MINJI], EVERY_S)
    assert names(presence) == ["김민지", "이서준", "정하늘"]


def test_a_stream_that_breaks_and_comes_again_changes_nothing() -> None:
    presence = Presence("room:7")
    presence.look([SEOJUN, HANEUL], 0.0)
    assert presence.look([SEOJUN, HANEUL], 10.0) is False
    assert presence.look([SEOJUN], 10.0 + GRACE_S / 2) is False
    assert presence.look([SEOJUN, HANEUL], 10.0 + GRACE_S) is False
    assert presence.next_look_s(10.0 + GRACE_S) is None


def test_who_leaves_is_missed_though_nobody_comes() -> None:
    presence = Presence("room:7")
    presence.look([SEOJUN, HANEUL], 0.0)
    presence.look([SEOJUN], 1.0)
    assert presence.next_look_s(1.0) == GRACE_S - 1.0
    assert presence.look([SEOJUN], GRACE_S)
    assert names(presence) == ["이서준"]
