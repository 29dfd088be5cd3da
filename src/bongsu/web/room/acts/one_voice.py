"""Acts of the one-voice order."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as lazy

from bongsu.flows import one_voice
from bongsu.web.room.acts.form import Act, chosen, fields, text, ticked

ACTS: Mapping[str, Act] = {
    "order_one_voice": Act(
        one_voice.order,
        "one_voice",
        lazy("원보이스 지침을 모든 접점과 직원에게 보냈습니다."),
        fields(text, "text", "seen"),
    ),
    "read_one_voice": Act(
        one_voice.read,
        "one_voice",
        lazy("확인했습니다. 이 글로만 말해 주세요."),
        (*fields(chosen, "digest"), *fields(ticked, "silent")),
    ),
    "rest_accounts": Act(one_voice.rest, "one_voice", lazy("개인 계정을 쉬기로 했습니다. 고맙습니다.")),
    "told_one_voice": Act(one_voice.told, "one_voice", lazy("말로 전했다고 적었습니다."), fields(chosen, "point")),
    "lift_one_voice": Act(one_voice.lift, "one_voice", lazy("원보이스 지침을 거뒀습니다.")),
    "skip_one_voice": Act(
        one_voice.skip, "one_voice", lazy("지금은 지침을 보내지 않기로 적었습니다."), fields(text, "why")
    ),
}
