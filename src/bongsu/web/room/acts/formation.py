"""Acts on the formation: the leader's."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as lazy

from bongsu.flows import formation
from bongsu.web.room.acts.form import Act, chosen, fields

ACTS: Mapping[str, Act] = {
    "seat": Act(
        formation.seat,
        "board",
        lazy("자리를 바꾸고 바로 불렀습니다."),
        fields(chosen, "seat", "person"),
        page="formation",
    ),
    "form": Act(formation.form, "board", lazy("대형을 바꿨습니다."), fields(chosen, "formation"), page="formation"),
}
