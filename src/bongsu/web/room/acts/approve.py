"""Acts of asking a chain, answering it, and giving money."""

from collections.abc import Mapping

from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy as lazy

from bongsu.flows import approvals
from bongsu.web.room.acts.form import Act, Unreadable, chosen, fields, maybe, text
from bongsu.web.won import read_won


def won(posted: QueryDict, name: str) -> int:
    """A sum as people type it; empty is 0."""
    plain = posted.get(name, "").strip()
    if not plain:
        return 0
    found = read_won(plain)
    if found is None:
        raise Unreadable(name, gettext("금액을 원으로 적어 주세요. 예: 50,000이나 5만 원"))
    return found


ACTS: Mapping[str, Act] = {
    "ask_approval": Act(
        approvals.ask_for_text,
        "approvals",
        lazy("결재를 요청했습니다. 차례가 된 사람에게 바로 보입니다."),
        fields(chosen, "digest"),
        page="voice",
    ),
    "ask_act": Act(
        approvals.ask_for_act,
        "approvals",
        lazy("결재를 요청했습니다. 차례가 된 사람에게 바로 보입니다."),
        (*fields(chosen, "what_act"), *fields(text, "what"), *fields(won, "amount_krw"), *fields(maybe, "outlet")),
    ),
    "approve_step": Act(
        approvals.approve_step,
        "approvals",
        lazy("승인했습니다."),
        fields(chosen, "request", "digest"),
    ),
    "object_step": Act(
        approvals.object_to_step,
        "approvals",
        lazy("반대 의견을 기록했습니다."),
        (*fields(chosen, "request", "digest"), *fields(text, "why")),
    ),
    "withdraw_request": Act(
        approvals.withdraw_request,
        "approvals",
        lazy("결재 요청을 거두었습니다."),
        (*fields(chosen, "request"), *fields(text, "why")),
    ),
    "compensate": Act(
        approvals.compensate,
        "approvals",
        lazy("보상을 기록했습니다."),
        (*fields(won, "amount_krw"), *fields(text, "to", "why"), *fields(maybe, "request")),
    ),
}
