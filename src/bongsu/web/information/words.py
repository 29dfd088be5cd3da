"""Words of the executives' information."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as lazy

KIND_WORDS: Mapping[str, Any] = {
    "brief": lazy("상시 브리프"),
    "event": lazy("다가올 일"),
    "fact": lazy("엠바고"),
}
END_WORDS: Mapping[str, Any] = {
    "open": lazy("모두에게 열기"),
    "delete": lazy("지우기"),
}
MEETING_WORDS: Mapping[str, Any] = {
    "unset": lazy("경영진과 정례 회의를 얼마나 자주 할지 정하지 않았어요"),
    "overdue": lazy("경영진 정례 회의를 열 때가 지났어요"),
    "unplanned": lazy("다음 경영진 정례 회의 날짜가 없어요"),
    "planned": lazy("경영진 정례 회의가 잡혀 있어요"),
}
