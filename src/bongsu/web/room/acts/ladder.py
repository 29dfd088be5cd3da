"""Acts of the ladder: ringing by hand, and a role for which nobody is left."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as lazy

from bongsu.flows import ladder
from bongsu.web.room.acts.form import Act, chosen, fields, text, yes

ACTS: Mapping[str, Act] = {
    "rung": Act(
        ladder.rung,
        "ring",
        lazy("전화한 결과를 기록했습니다."),
        (*fields(chosen, "call"), *fields(yes, "answered")),
        page="ring",
    ),
    "told_no": Act(
        ladder.told_no,
        "ring",
        lazy("못 온다고 기록하고 다음 분을 불렀습니다."),
        (*fields(chosen, "call"), *fields(text, "why")),
        page="ring",
    ),
    "send_for": Act(
        ladder.send_for,
        "calls",
        lazy("이 역할로 불렀습니다."),
        fields(chosen, "role", "person"),
    ),
    "go_without": Act(
        ladder.go_without,
        "calls",
        lazy("이 역할 없이 가기로 기록했습니다."),
        (*fields(chosen, "role"), *fields(text, "why")),
    ),
}
