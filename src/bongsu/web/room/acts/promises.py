"""Acts on promises."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as lazy

from bongsu.flows import promises
from bongsu.web.room.acts.form import Act, chosen, fields, text

ACTS: Mapping[str, Act] = {
    "promise": Act(
        promises.promise,
        "promises",
        lazy("약속을 적었습니다. 10분 전에 다시 알려 드립니다."),
        (*fields(text, "text", "to"), *fields(chosen, "owner", "until")),
    ),
    "keep_promise": Act(
        promises.keep,
        "promises",
        lazy("지킨 약속으로 적었습니다."),
        (*fields(chosen, "promise"), *fields(text, "note")),
    ),
    "hand_on_promise": Act(
        promises.hand_on,
        "promises",
        lazy("약속을 넘겼습니다."),
        (*fields(chosen, "promise", "to"), *fields(text, "why", "until")),
    ),
    "break_promise": Act(
        promises.break_it,
        "promises",
        lazy("지키지 못한 약속으로 적었습니다."),
        (*fields(chosen, "promise"), *fields(text, "why")),
    ),
}
