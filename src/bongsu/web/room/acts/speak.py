"""Acts of speak."""

from collections.abc import Mapping

from django.http import QueryDict
from django.utils.translation import gettext_lazy as lazy

from bongsu.crisis.speak import ACT
from bongsu.flows import speak
from bongsu.web.room.acts.form import Act, chosen, fields, maybe, number, slots, text, time_of, yes


def purpose(posted: QueryDict, name: str) -> str:
    """What the text is for; a form without the question writes a holding statement."""
    return posted.get(name) or ACT


ACTS: Mapping[str, Act] = {
    "edit": Act(
        speak.edit_draft,
        "editor",
        lazy("초안을 저장했습니다."),
        (
            *fields(slots, "slots"),
            *fields(time_of, "next_update_at"),
            *fields(number, "base_version"),
            *fields(purpose, "purpose"),
        ),
        page="voice",
    ),
    "approve": Act(
        speak.approve,
        "deliveries",
        lazy("승인했습니다. 아웃렛마다 한 번씩 나갑니다."),
        (*fields(chosen, "digest"), *fields(maybe, "because")),
        page="voice",
    ),
    "withdraw": Act(
        speak.withdraw,
        "statements",
        lazy("입장문을 거두었습니다."),
        (*fields(chosen, "statement"), *fields(text, "why")),
        page="voice",
    ),
    "pause": Act(
        speak.pause, "outlets", lazy("모든 아웃렛을 멈췄습니다."), (*fields(text, "why"), *fields(maybe, "because"))
    ),
    "resume": Act(speak.resume, "outlets", lazy("아웃렛을 다시 열었습니다."), fields(text, "why")),
    "settle": Act(
        speak.settle,
        "outlets",
        lazy("확인한 결과를 기록했습니다."),
        (*fields(chosen, "delivery"), *fields(yes, "found"), *fields(text, "url")),
    ),
}
