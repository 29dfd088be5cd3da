"""Acts of the direct line."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as lazy

from bongsu.flows import flash
from bongsu.web.room.acts.form import Act, chosen, fields, text

ACTS: Mapping[str, Act] = {
    "flash": Act(
        flash.send, "flashes", lazy("위원회에 바로 올렸습니다. 누가 보았는지 여기서 보입니다."), fields(text, "text")
    ),
    "read_flash": Act(
        flash.read,
        "flashes",
        lazy("읽었다고 남겼습니다. 보낸 사람이 바로 봅니다."),
        fields(chosen, "flash"),
        typed=False,
    ),
    "answer_flash": Act(
        flash.answer,
        "flashes",
        lazy("답을 남겼습니다. 보낸 사람이 바로 봅니다."),
        (*fields(chosen, "flash", "answer"), *fields(text, "words")),
    ),
    "withdraw_flash": Act(flash.withdraw, "flashes", lazy("직보를 거뒀습니다."), fields(chosen, "flash")),
}
