"""Acts of convene."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as lazy

from bongsu.flows import convene
from bongsu.web.room.acts.form import Act, chosen, fields, given, maybe, number, text

ACTS: Mapping[str, Act] = {
    "acknowledge": Act(convene.acknowledge, "calls", lazy("응답했습니다. 상황실에 들어오셨습니다.")),
    "take_lead": Act(
        convene.take_lead, "command", lazy("지휘를 맡았습니다."), (*fields(text, "why"), *fields(given, "seen"))
    ),
    "offer_lead": Act(
        convene.offer_lead,
        "command",
        lazy("지휘를 넘기겠다고 알렸습니다. 받을 때까지는 지금 지휘자가 지휘합니다."),
        (*fields(chosen, "to"), *fields(text, "note")),
    ),
    "accept_lead": Act(convene.accept_lead, "command", lazy("지휘를 넘겨받았습니다.")),
    "raise_beacon": Act(
        convene.raise_beacon,
        "command",
        lazy("봉화를 올렸습니다."),
        (*fields(number, "level"), *fields(text, "why"), *fields(maybe, "because")),
    ),
    "lower_beacon": Act(
        convene.lower_beacon,
        "command",
        lazy("봉화를 내렸습니다."),
        (*fields(number, "level"), *fields(text, "why"), *fields(maybe, "because")),
    ),
    "rename": Act(convene.rename, "command", lazy("이름을 바꿨습니다."), fields(text, "title")),
    "reopen": Act(convene.reopen_room, "command", lazy("상황실을 다시 열었습니다."), fields(text, "why")),
}
