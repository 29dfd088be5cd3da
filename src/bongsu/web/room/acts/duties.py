"""Acts about statutory clocks and faults."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as lazy

from bongsu.flows import duties
from bongsu.web.room.acts.form import Act, chosen, fields, knew_min, maybe, minutes, text

ACTS: Mapping[str, Act] = {
    "start_duty": Act(
        duties.start,
        "duties",
        lazy("법정 시한을 세기 시작했습니다. 법무가 확인합니다."),
        (*fields(chosen, "law"), *fields(text, "why"), *fields(knew_min, "knew_min_ago")),
        page="decisions",
    ),
    "confirm_duty": Act(
        duties.confirm,
        "duties",
        lazy("해당한다고 확인했습니다."),
        (*fields(chosen, "duty"), *fields(text, "note")),
        page="decisions",
    ),
    "duty_done": Act(
        duties.done,
        "duties",
        lazy("마친 일로 기록했습니다."),
        (*fields(chosen, "duty"), *fields(text, "note")),
        page="decisions",
    ),
    "drop_duty": Act(
        duties.drop,
        "duties",
        lazy("해당 없음으로 기록했습니다."),
        (*fields(chosen, "duty"), *fields(text, "why")),
        page="decisions",
    ),
    "note_fault": Act(
        duties.note_fault,
        "faults",
        lazy("고칠 것을 적었습니다."),
        (*fields(text, "text"), *fields(chosen, "owner"), *fields(minutes, "minutes"), *fields(maybe, "because")),
        page="decisions",
    ),
    "move_fault": Act(
        duties.move_fault,
        "faults",
        lazy("어디까지 왔는지 기록했습니다."),
        (*fields(chosen, "fault", "state"), *fields(text, "note")),
        page="decisions",
    ),
}
