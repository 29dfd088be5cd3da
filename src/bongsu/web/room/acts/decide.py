"""Acts of decide."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as lazy

from bongsu.flows import decide
from bongsu.web.room.acts.form import (
    Act,
    chosen,
    default,
    each_line,
    fields,
    lines,
    maybe,
    maybe_text,
    minutes,
    number,
    reversals,
    text,
)

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
            *fields(each_line, "effects"),
            *fields(reversals, "reversals"),
            *fields(maybe_text, "because"),
        ),
    ),
    "decide": Act(
        decide.decide,
        "decisions",
        lazy("결정을 기록했습니다."),
        (*fields(chosen, "decision"), *fields(number, "option"), *fields(text, "why", "waived")),
    ),
    "judge": Act(
        decide.judge,
        "decisions",
        lazy("판단을 남겼습니다. 정하는 사람에게 바로 보입니다."),
        (*fields(chosen, "decision"), *fields(number, "option"), *fields(text, "why")),
        page="decisions",
    ),
    "propose": Act(
        decide.propose,
        "decisions",
        lazy("제안했습니다. 시간이 끝날 때까지 강한 반대가 없으면 그대로 정해집니다."),
        (*fields(chosen, "decision"), *fields(number, "option"), *fields(minutes, "minutes"), *fields(text, "waived")),
        page="decisions",
    ),
    "reopen_decision": Act(
        decide.reopen,
        "decisions",
        lazy("다시 정하도록 열었습니다. 앞서 정한 것은 기록에 남습니다."),
        (*fields(chosen, "decision"), *fields(text, "why"), *fields(minutes, "minutes")),
        page="decisions",
    ),
    "consult": Act(
        decide.consult,
        "consultations",
        lazy("의견을 물었습니다. 시간이 지나면 대리에게 넘어갑니다."),
        (
            *fields(maybe, "decision"),
            *fields(chosen, "person"),
            *fields(text, "question"),
            *fields(minutes, "minutes"),
        ),
        page="decisions",
    ),
    "answer": Act(
        decide.answer,
        "consultations",
        lazy("의견을 보냈습니다."),
        (*fields(chosen, "consultation"), *fields(text, "words")),
        page="decisions",
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
        (*fields(text, "text"), *fields(chosen, "owner"), *fields(minutes, "minutes"), *fields(maybe, "because")),
    ),
    "finish_task": Act(
        decide.finish_task, "tasks", lazy("끝낸 일로 기록했습니다."), (*fields(chosen, "task"), *fields(text, "note"))
    ),
}
