"""Acts of command: who stands ready, who is here, what passes on, who only comments."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as lazy

from bongsu.flows import command
from bongsu.web.room.acts.form import Act, chosen, fields, maybe, text

ACTS: Mapping[str, Act] = {
    "name_standby": Act(command.name_standby, "command", lazy("부지휘를 정했습니다."), fields(maybe, "to")),
    "stand_in": Act(command.stand_in, "command", lazy("지휘를 이어받았습니다.")),
    "here": Act(command.here, "command", lazy("자리에 있다고 남겼습니다.")),
    "comment_only": Act(
        command.comment_only, "command", lazy("의견으로 남겼습니다. 지휘는 그대로입니다."), fields(text, "text")
    ),
    "hand_on_task": Act(command.hand_on_task, "tasks", lazy("할 일을 넘겼습니다."), fields(chosen, "task", "to")),
}
