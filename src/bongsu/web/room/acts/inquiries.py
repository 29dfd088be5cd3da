"""Acts on what the press asks, and on corrections."""

from collections.abc import Mapping

from django.http import QueryDict
from django.utils.translation import gettext_lazy as lazy

from bongsu.flows import inquiries
from bongsu.web.room.acts.form import Act, checked, chosen, fields, knew_min, text


def ticks(posted: QueryDict, name: str) -> tuple[str, ...]:
    """Every box of this name that is ticked."""
    return tuple(posted.getlist(name))


ACTS: Mapping[str, Act] = {
    "note_inquiry": Act(
        inquiries.note,
        "inquiries",
        lazy("기자 문의를 적었습니다. 마감 전에 다시 알려 드립니다."),
        (
            *fields(text, "medium", "reporter", "contact", "question"),
            *fields(chosen, "until"),
            *fields(checked, "mine"),
        ),
        page="press",
    ),
    "answer_inquiry": Act(
        inquiries.answer,
        "inquiries",
        lazy("답한 것으로 적었습니다."),
        (*fields(chosen, "inquiry"), *fields(text, "statement", "words"), *fields(ticks, "facts")),
        page="press",
    ),
    "follow_inquiry": Act(
        inquiries.follow,
        "inquiries",
        lazy("다시 물은 것으로 적었습니다. 마감 전에 알려 드립니다."),
        (*fields(chosen, "inquiry", "until"), *fields(text, "question")),
        page="press",
    ),
    "close_inquiry": Act(
        inquiries.close,
        "inquiries",
        lazy("끝난 문의로 적었습니다."),
        (*fields(chosen, "inquiry"), *fields(text, "note")),
        page="press",
    ),
    "claim_correction": Act(
        inquiries.claim,
        "corrections",
        lazy("적었습니다. 법정 시한을 세고, 법무가 확인합니다."),
        (*fields(chosen, "kind"), *fields(text, "medium", "link", "wrong"), *fields(knew_min, "knew_min_ago")),
        page="press",
    ),
    "move_correction": Act(
        inquiries.move,
        "corrections",
        lazy("어디까지 왔는지 적었습니다."),
        (*fields(chosen, "correction", "state"), *fields(text, "note")),
        page="press",
    ),
}
