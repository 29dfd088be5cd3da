"""What happened offline is written down."""

from collections.abc import Mapping

from django.http import QueryDict
from django.utils.translation import gettext_lazy as lazy

from bongsu.flows import offline
from bongsu.web.room.acts.form import Act, chosen, fields, knew_min, maybe_text, number, text


def how_many(posted: QueryDict, name: str) -> int:
    """Left empty: not known."""
    return number(posted, name) if posted.get(name, "").strip() else 0


ACTS: Mapping[str, Act] = {
    "note_offline": Act(
        offline.note,
        "offline",
        lazy("적었습니다. 있었던 시각에 맞춰 돌아보기에도 남습니다."),
        (
            *fields(chosen, "kind"),
            *fields(text, "what", "where"),
            *fields(maybe_text, "taken_by"),
            *fields(how_many, "count"),
            *fields(knew_min, "min_ago"),
        ),
    ),
}
