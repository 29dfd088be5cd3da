"""How long ago a machine did something, in words."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from bongsu.web.templatetags.bongsu import ago


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (timedelta(seconds=59), "방금"),
        (timedelta(seconds=61), "1분 전"),
        (timedelta(minutes=59, seconds=59), "59분 전"),
        (timedelta(hours=1, seconds=1), "1시간 전"),
        (timedelta(hours=47, minutes=59), "47시간 전"),
        (timedelta(days=2, minutes=1), "2일 전"),
        (timedelta(seconds=-5), "방금"),  # another machine's clock may run ahead
    ],
)
def test_the_largest_unit_is_enough(passed: timedelta, said: str) -> None:
    with translation.override("ko"):
        assert ago(timezone.now() - passed) == said


def test_never_is_a_dash() -> None:
    assert ago(None) == "–"
