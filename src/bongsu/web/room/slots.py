"""The six slots of a statement with what a careful reader would stop at, and how far each outlet has it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from bongsu.core.values import SLOTS
from bongsu.crisis import speak
from bongsu.crisis.room import Delivery, Room
from bongsu.web.words import slot_name


@dataclass(frozen=True, slots=True)
class Slot:
    name: str
    label: str
    text: str
    warnings: tuple[str, ...]


def lint_words(code: str, found: str) -> str:
    known: Mapping[str, str] = {
        "empathy_empty": _("공감하는 말이 없습니다."),
        "guess": _("‘%(x)s’: 원인이나 책임을 짐작하는 말입니다. 확인된 뒤에 쓰세요."),
        "hollow_phrase": _("‘%(x)s’: 변명이나 조건처럼 읽힙니다."),
        "unconfirmed_number": _("숫자 %(x)s: 확인된 사실에 없습니다."),
        "next_update_missing": _("다음 안내 시각이 없습니다."),
        "next_update_past": _("다음 안내 시각이 이미 지났습니다."),
    }
    return known.get(code, code) % {"x": found} if "%(x)s" in known.get(code, "") else known.get(code, code)


def slot_rows(
    slots: Mapping[str, str], next_update_at: datetime | None, *, room: Room, at: datetime
) -> tuple[Slot, ...]:
    """The six slots in speaking order, each with what a careful reader would stop at."""
    confirmed = [fact.text for fact in room.facts if fact.status == "confirmed"]
    warnings = speak.lint(slots, next_update_at, confirmed=confirmed, at=at)
    return tuple(
        Slot(
            slot,
            slot_name(slot),
            slots.get(slot, ""),
            tuple(lint_words(w.code, w.found) for w in warnings if w.slot == slot and w.code != "empathy_empty"),
        )
        for slot in SLOTS
    )


def state_words(delivery: Delivery, *, held: bool) -> tuple[str, str]:
    """(word, class) of a delivery's state. Held: it waits because all outlets are paused."""
    if delivery.state == "planned" and held:
        return _("멈춤"), "warn"
    return {
        "planned": (_("보낼 차례"), "soft"),
        "started": (_("보내는 중"), "soft"),
        "sent": (_("올라감"), "ok"),
        "refused": (_("거절됨"), "bad"),
        "unsure": (_("확인 필요"), "bad"),
        "dropped": (_("내지 않음"), "soft"),
    }[delivery.state]
