"""The first act of a crisis: one text for all touch-points and all staff, and nothing besides.

Demand spills from the press office to shops, plants and branches within minutes (DOMAIN §1); where the order has not
arrived first, every one of them speaks for the company.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bongsu.core import events as e
from bongsu.core.errors import AlreadyDone, NoOrder, NoSuchThing, NotYours, OutsideMandate, StaleText
from bongsu.core.values import CAUTION, Person, TouchPoint
from bongsu.crisis import text
from bongsu.crisis.charter import may
from bongsu.crisis.convene.command import only_leader, roles_in
from bongsu.crisis.room import OneVoice, Room

ACT = "one_voice"
TEXT = 600
#: What the order says of each slot, in sentences: how we feel with them, what we know, what we are looking into, what
#: we do and when we speak next, where to ask. To take responsibility is for the company to say, not for a shop.
SENTENCES = {"empathy": 1, "facts": 1, "unknowns": 1, "action": 2, "contact": 1}
#: From this level on the order is the first thing to do.
FIRST_FROM = CAUTION
ONLY_THIS = "이 글 말고는 아무 말도 하지 않습니다. 개인 계정도 쉽니다."
_END = re.compile(r"(?<=[.!?…])\s+")


def suggested(room: Room, holding: Mapping[str, str], *, next_word: str = "") -> str:
    """What stands, where it is short enough; else the first sentences of each slot: of the draft, or of the text
    prepared in peacetime. `ONLY_THIS` behind.

    next_word   the sentence that says when we speak next, where that is known
    """
    if room.statement and len(said := " ".join(room.statement.text.split())) <= TEXT:
        return whole(said)
    slots = dict(room.draft.slots) if room.draft else dict(holding)
    said_of = {slot: _sentences(slots.get(slot, ""))[:most] for slot, most in SENTENCES.items()}
    if next_word and any(said_of.values()):
        said_of["action"].append(next_word)
    parts = [part for slot in SENTENCES for part in said_of[slot]]
    if not parts and room.statement:
        parts = _sentences(room.statement.text)
    while len(" ".join(parts)) > TEXT:
        del parts[len(parts) // 2]  # how it begins and where to ask are needed most
    return whole(" ".join(parts))


def _sentences(words: str) -> list[str]:
    return [part for part in _END.split(" ".join(words.split())) if part]


def bare(words: str) -> str:
    """The words without the sentence that always follows."""
    return words.strip().removesuffix(ONLY_THIS).strip()


def whole(words: str) -> str:
    """What is sent: the words, and that nothing else is said.

    >>> whole("확인하고 있습니다.")
    '확인하고 있습니다.\\n\\n이 글 말고는 아무 말도 하지 않습니다. 개인 계정도 쉽니다.'
    """
    said = bare(words)
    return f"{said}\n\n{ONLY_THIS}" if said else ONLY_THIS


def digest(words: str) -> str:
    """SHA-256 of the text's UTF-8 bytes, hex."""
    return hashlib.sha256(words.encode()).hexdigest()


def in_force(room: Room) -> OneVoice | None:
    return room.one_voice if room.one_voice is not None and room.one_voice.in_force else None


def may_order(room: Room, *, by: str, roles: Sequence[str], at: datetime) -> bool:
    """The leader, whoever holds the level's lead role, and whoever the charter gives `one_voice`."""
    here = roles_in(room, person=by, roles=roles)
    if room.leader == by or room.ground.row(room.level).lead_role in here:
        return True
    return may(room.charter, roles=here, act=ACT, level=room.level, at=at).verdict == "yes"


def order(
    room: Room,
    *,
    by: str,
    roles: Sequence[str],
    words: str,
    seen: str,
    people: Sequence[Person],
    touchpoints: Sequence[TouchPoint],
    at: datetime,
) -> e.OneVoiceOrdered:
    """Send the order to every touch-point and everybody. A new one takes the place of the old and is asked for anew.

    seen   digest of the order that was in force on the screen of `by`; empty: none. Of two who order at one instant,
           the second reads the first one's text before replacing it.

    Raises OutsideMandate, StaleText, ReasonMissing, TextTooLong.
    """
    text.open_room(room)
    text.a_person(by)
    if not may_order(room, by=by, roles=roles, at=at):
        raise OutsideMandate(level=room.level, need="")
    standing = in_force(room)
    if seen != (standing.digest if standing else ""):
        raise StaleText()
    said = whole(text.needed(words, most=TEXT, what="text"))
    if standing and digest(said) == standing.digest:
        raise AlreadyDone(what="one_voice")
    known = {p.key for p in people}
    points = tuple((t.key, *_who(t, known)) for t in touchpoints)
    return e.OneVoiceOrdered(
        order=room.fresh("v"),
        version=(room.one_voice.version if room.one_voice else 0) + 1,
        text=said,
        digest=digest(said),
        points=points,
        people=tuple(p.key for p in people),
    )


def _who(point: TouchPoint, known: set[str]) -> tuple[str, str]:
    """(who answers for a touch-point, their deputy): the owner, else the deputy; who has left answers for nothing."""
    owner, deputy = (key if key in known else "" for key in (point.owner or "", point.deputy or ""))
    return (owner, deputy) if owner else (deputy, "")


def points_of(order: OneVoice, person: str) -> tuple[str, ...]:
    """Touch-points that wait for this person: the owner's, and the deputy's."""
    return tuple(p.key for p in order.points if p.read_at is None and person in (p.person, p.deputy))


def read(room: Room, *, by: str, digest: str, silent: bool, at: datetime) -> e.OneVoiceRead:
    """I have read this very text and say nothing else; `silent`: my own accounts rest too.

    Raises NoOrder, StaleText when a newer order is out, AlreadyDone, NotYours for somebody it was never sent to.
    """
    standing = _standing(room)
    text.a_person(by)
    if digest != standing.digest:
        raise StaleText()
    points = points_of(standing, by)
    if by not in standing.unread and not points:
        asked = by in standing.loud or any(by in (p.person, p.deputy) for p in standing.points)
        raise AlreadyDone(what="one_voice") if asked or by in room.team else NotYours(owner="")
    return e.OneVoiceRead(order=standing.id, person=by, points=points, silent=silent and by in standing.loud)


def rest(room: Room, *, by: str, at: datetime) -> e.OneVoiceSilent:
    """My own accounts rest until this is over."""
    standing = _standing(room)
    text.a_person(by)
    if by not in standing.loud:
        raise AlreadyDone(what="silent")
    return e.OneVoiceSilent(order=standing.id, person=by)


def told(room: Room, *, by: str, point: str, at: datetime) -> e.OneVoiceTold:
    """I told a touch-point myself: by phone, at the counter."""
    standing = _standing(room)
    text.a_person(by)
    known = next((p for p in standing.points if p.key == point), None)
    if known is None:
        raise NoSuchThing(what="touchpoint", key=point)
    if known.read_at is not None:
        raise AlreadyDone(what="one_voice")
    return e.OneVoiceTold(order=standing.id, point=point)


def lift(room: Room, *, by: str, at: datetime) -> e.OneVoiceLifted:
    """Everybody may speak as usual again."""
    standing = _standing(room)
    text.a_person(by)
    only_leader(room, by)
    return e.OneVoiceLifted(order=standing.id)


def skip(room: Room, *, by: str, why: str, at: datetime) -> e.OneVoiceSkipped:
    """No order yet: the leader says why, and is asked no more."""
    text.open_room(room)
    text.a_person(by)
    only_leader(room, by)
    if in_force(room) or room.one_voice_skipped:
        raise AlreadyDone(what="one_voice")
    return e.OneVoiceSkipped(why=text.needed(why, most=text.WHY, what="why"))


def _standing(room: Room) -> OneVoice:
    text.open_room(room)
    standing = in_force(room)
    if standing is None:
        raise NoOrder()
    return standing


# ── by the clock ───────────────────────────────────────────────────────────────────────────────────────────────────
def due(room: Room) -> tuple[datetime, ...]:
    """When deputies of silent touch-points are asked."""
    standing = in_force(room)
    if standing is None or not _silent(standing):
        return ()
    return (standing.at + timedelta(seconds=room.ground.deputy_after_s),)


def overdue(room: Room, *, people: Sequence[Person], at: datetime) -> tuple[e.Event, ...]:
    """The deputies of all touch-points that nobody answered for, at once."""
    standing = in_force(room)
    if standing is None or not any(when <= at for when in due(room)):
        return ()
    return (e.OneVoiceDeputiesAsked(order=standing.id, points=_silent(standing)),)


def _silent(standing: OneVoice) -> tuple[tuple[str, str], ...]:
    return tuple((p.key, p.deputy) for p in standing.points if p.read_at is None and p.deputy and not p.deputy_asked)
