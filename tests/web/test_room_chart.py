"""The room's chart: whole without scripts, and inside its box whatever the numbers."""

import re
from datetime import timedelta

from hypothesis import given, strategies as st
from tests.kit.clock import NINE

from bongsu.store.queries.pulse import Minute, Pulse, Usual
from bongsu.web.room.chart import FLOOR, ROOF, WIDTH, draw

COUNT = st.integers(0, 1_000_000)
USUAL = st.one_of(st.none(), st.tuples(COUNT, COUNT, COUNT).map(lambda t: Usual(*sorted(t), weeks=4)))


@given(st.lists(st.tuples(COUNT, USUAL), max_size=180))
def test_every_point_lies_in_the_box(minutes: list[tuple[int, Usual | None]]) -> None:
    pulse = Pulse(tuple(Minute(NINE + timedelta(minutes=n), c, u) for n, (c, u) in enumerate(minutes)))
    drawn = draw(pulse)
    for path in (drawn.line, drawn.mean, drawn.band):
        for x, y in re.findall(r"(-?\d+) (-?\d+)", path):
            assert 0 <= int(x) <= WIDTH
            assert ROOF <= int(y) <= FLOOR


def test_a_band_is_drawn_only_where_every_minute_knows_its_usual() -> None:
    known = Usual(1, 2, 3, weeks=4)
    minutes = [Minute(NINE + timedelta(minutes=n), n, known) for n in range(5)]
    assert draw(Pulse(tuple(minutes))).band
    assert not draw(Pulse((Minute(NINE, 1, None), *minutes))).band
    assert draw(Pulse(())).line == ""
