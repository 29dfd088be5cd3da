"""Acts of assess."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as lazy

from bongsu.flows import assess
from bongsu.web.room.acts.form import Act, chosen, fields, number, text

ACTS: Mapping[str, Act] = {
    "note": Act(assess.write_note, "journal", lazy("기록했습니다."), fields(text, "text")),
    "estimate": Act(
        assess.send_estimate,
        "estimate",
        lazy("판단을 보냈습니다. 이제 모두의 판단이 보입니다."),
        (*fields(number, "level", "press_pct"), *fields(text, "why")),
    ),
    "note_fact": Act(
        assess.note_fact,
        "facts",
        lazy("사실을 적었습니다."),
        (*fields(text, "text", "source"), *fields(chosen, "status")),
    ),
    "settle_fact": Act(
        assess.settle_fact,
        "facts",
        lazy("사실의 상태를 바꿨습니다."),
        (*fields(chosen, "fact", "status"), *fields(text, "source")),
    ),
}
