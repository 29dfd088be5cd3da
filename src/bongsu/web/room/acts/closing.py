"""Acts of standing down."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as lazy

from bongsu.flows import closing, convene
from bongsu.web.room.acts.form import Act, chosen, fields, local_time, text

ACTS: Mapping[str, Act] = {
    "thank": Act(
        closing.thank, "thanks", lazy("와 준 사람 모두에게 고맙다고 전했습니다."), fields(text, "text"), "stand-down"
    ),
    "note_rest": Act(closing.note_rest, "rest", lazy("쉬게 한다고 적었습니다."), fields(text, "note"), "stand-down"),
    "book_review": Act(
        closing.book_review,
        "review",
        lazy("돌아보기 날짜를 잡았습니다."),
        (*fields(local_time, "on"), *fields(chosen, "owner")),
        "stand-down",
    ),
    "close": Act(
        convene.close_room, "checklist", lazy("상황실을 닫았습니다."), fields(text, "summary", "waiver"), "stand-down"
    ),
}
