"""What a statement says: its text as the public reads it, its digest, and what a careful reader would stop at."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bongsu.core.values import SLOTS
from bongsu.crisis.room import Room


def statement_text(
    slots: Mapping[str, str], next_update_at: datetime | None, zone: str, *, written_at: datetime | None = None
) -> str:
    """The statement as the public reads it: a paragraph a slot, the time of the next word after what we do.

    `written_at` makes "오늘" of that same day in `zone`; without it the date is always written.

    >>> statement_text({"empathy": "걱정하셨을 분들께 죄송합니다."}, None, "Asia/Seoul")
    '걱정하셨을 분들께 죄송합니다.'
    """
    parts = []
    for slot in SLOTS:
        words = slots.get(slot, "").strip()
        if slot == "action" and next_update_at is not None:
            words = f"{words} {next_update_sentence(next_update_at, zone, written_at=written_at)}".strip()
        if words:
            parts.append(words)
    return "\n\n".join(parts)


def next_update_sentence(due: datetime, zone: str, *, written_at: datetime | None = None) -> str:
    """When we speak again, in Korean and in the organisation's zone."""
    local = due.astimezone(ZoneInfo(zone))
    clock = f"{local.hour}시 {local.minute}분" if local.minute else f"{local.hour}시"
    day = f"{local.month}월 {local.day}일"
    if written_at is not None:
        written = written_at.astimezone(ZoneInfo(zone))
        if written.date() == local.date():
            day = "오늘"
        elif written.year != local.year:
            day = f"{local.year}년 {day}"
    return f"다음 안내는 {day} {clock}에 드리겠습니다."


def digest(words: str) -> str:
    """SHA-256 of the text's UTF-8 bytes, hex."""
    return hashlib.sha256(words.encode()).hexdigest()


def missing_slots(slots: Mapping[str, str]) -> tuple[str, ...]:
    """Names of the slots without words, in speaking order."""
    return tuple(slot for slot in SLOTS if not slots.get(slot, "").strip())


def facts_line(room: Room) -> str:
    """What may be said in the facts slot: the confirmed facts, one sentence each."""
    sentences = (fact.text.strip() for fact in room.facts if fact.status == "confirmed")
    return " ".join(s if s.endswith((".", "!", "?", "…")) else f"{s}." for s in sentences)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something a careful reader would stop at. Never an error: the person decides."""

    slot: str
    code: str  # the edge has its words
    found: str = ""


#: Guesses at cause and blame, before anything is established.
GUESSES = ("추정", "때문인 것으로", "것으로 보입니다", "것으로 보인다", "원인은", "책임은", "탓으로", "짐작")
#: What spoils an apology (DOMAIN §4): excuses, conditions, and regret for the noise instead of to the people.
HOLLOW = (
    "본의 아니게",
    "오해",
    "뜻은 없었",
    "의도는 없었",
    "앞으로는 신중하게",
    "억울",
    "저만 잘못한",
    "다만",
    "하지만",
    "만약 그랬다면",
    "실수가 있었",
    "논란이 된 점",
)
_NUMBER = re.compile(r"\d+(?:[,.]\d+)*")


def lint(
    slots: Mapping[str, str],
    next_update_at: datetime | None,
    *,
    confirmed: Sequence[str] = (),
    at: datetime | None = None,
) -> tuple[Doubt, ...]:
    """What to look at again before approving, in speaking order."""
    found: list[Doubt] = []
    if not slots.get("empathy", "").strip():
        found.append(Doubt("empathy", "empathy_empty"))
    for slot in SLOTS:
        words = slots.get(slot, "")
        found += [Doubt(slot, "guess", guess) for guess in GUESSES if guess in words]
        found += [Doubt(slot, "hollow_phrase", phrase) for phrase in HOLLOW if phrase in words]
    told = {number for fact in confirmed for number in _NUMBER.findall(fact)}
    numbers = dict.fromkeys(_NUMBER.findall(slots.get("facts", "")))
    found += [Doubt("facts", "unconfirmed_number", number) for number in numbers if number not in told]
    if next_update_at is None:
        found.append(Doubt("action", "next_update_missing"))
    elif at is not None and next_update_at <= at:
        found.append(Doubt("action", "next_update_past"))
    return tuple(found)
