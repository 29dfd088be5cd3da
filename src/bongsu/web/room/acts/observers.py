"""Acts about who looks on."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as lazy

from bongsu.flows import observers
from bongsu.web.room.acts.form import Act, chosen, fields

ACTS: Mapping[str, Act] = {
    "invite_observer": Act(
        observers.invite_observer,
        "command",
        lazy("참관하도록 했습니다. 보기만 하고 행동하지는 않습니다."),
        fields(chosen, "person"),
    ),
    "dismiss_observer": Act(
        observers.dismiss_observer, "command", lazy("참관을 끝냈습니다."), fields(chosen, "person")
    ),
}
