"""Taking an item in hand, and letting go of it."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as lazy

from bongsu.flows import taking
from bongsu.web.room.acts.form import Act, chosen, fields

ACTS: Mapping[str, Act] = {
    "take": Act(
        taking.take,
        "action",
        lazy("맡았습니다. 다른 사람 화면에도 바로 보입니다."),
        fields(chosen, "item"),
        typed=False,
    ),
    "release": Act(
        taking.release,
        "action",
        lazy("내려놓았습니다. 누구든 맡을 수 있습니다."),
        fields(chosen, "item"),
        typed=False,
    ),
}
