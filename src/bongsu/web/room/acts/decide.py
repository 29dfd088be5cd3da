"""Acts of decide."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as lazy

from bongsu.flows import decide
from bongsu.web.room.acts.form import Act, chosen, default, fields, lines, maybe, minutes, number, text

ACTS: Mapping[str, Act] = {
    "ask": Act(
        decide.ask,
        "decisions",
        lazy("결정을 요청했습니다."),
        (
            *fields(text, "question"),
            *fields(lines, "options"),
            *fields(default, "default"),
            *fields(chosen, "owner"),
            *fields(maybe, "deputy"),
            *fields(minutes, "minutes"),
        ),
    ),
    "decide": Act(
        decide.decide,
        "decisions",
        lazy("결정을 기록했습니다."),
        (*fields(chosen, "decision"), *fields(number, "option"), *fields(text, "why")),
    ),
    "object": Act(
        decide.object_to,
        "decisions",
        lazy("반대 의견을 기록했습니다."),
        (*fields(chosen, "decision"), *fields(text, "why")),
    ),
    "give_task": Act(
        decide.give_task,
        "tasks",
        lazy("할 일을 맡겼습니다."),
        (*fields(text, "text"), *fields(chosen, "owner"), *fields(minutes, "minutes")),
    ),
    "finish_task": Act(
        decide.finish_task, "tasks", lazy("끝낸 일로 기록했습니다."), (*fields(chosen, "task"), *fields(text, "note"))
    ),
}
