"""Values, events and rooms as JSON, and back. Total: what goes out comes back equal.

Canonical bytes are UTF-8 JSON with sorted keys, no spaces and no floats, so that a hash over them is the same on every
machine. Times are UTC with six digits of a second, whatever zone they came in.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from enum import Enum
from functools import cache, lru_cache
from typing import Any, TypeVar

import msgspec

from bongsu.core.events import EVENTS, Event
from bongsu.core.values import Charter, Finding, Ground, Mention
from bongsu.crisis import fold
from bongsu.crisis.room import Room

T = TypeVar("T")

#: What databases and UTF-8 cannot hold: NUL, and halves of surrogate pairs.
_UNKEEPABLE = {0: "\ufffd", **dict.fromkeys(range(0xD800, 0xE000), "\ufffd")}


def utc(at: datetime) -> str:
    """`2026-03-02T00:00:00.000000Z`. Raises ValueError for a time without a zone."""
    if at.tzinfo is None:
        raise ValueError(f"a time needs a zone: {at.isoformat()}")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")


def parse_utc(text: str) -> datetime:
    return msgspec.convert(text, datetime)


def builtins(value: object) -> Any:
    """Dicts, lists, strings, integers, booleans and None. Raises TypeError for a float or anything else."""
    return _plain(msgspec.to_builtins(value, builtin_types=(datetime,)))


def _plain(value: object) -> Any:
    if isinstance(value, Enum):
        return _plain(value.value)
    if isinstance(value, str):
        return keepable(value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, datetime):
        return utc(value)
    if isinstance(value, Mapping):
        return {keepable(str(k)): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(v) for v in value]
    raise TypeError(f"a journal holds no {type(value).__name__}: {value!r}")


def keepable(text: str) -> str:
    """`text` with what no database can hold replaced by U+FFFD."""
    if "\0" not in text:
        try:
            text.encode()
        except UnicodeEncodeError:
            pass
        else:
            return text
    return text.translate(_UNKEEPABLE)


def canonical(plain: object) -> bytes:
    """The one spelling of plain builtins (of `builtins`)."""
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def to_json(value: object) -> str:
    """Any of our dataclasses as canonical JSON."""
    return canonical(builtins(value)).decode()


def from_json(text: str | bytes, as_: type[T]) -> T:
    """Raises msgspec.ValidationError when it is not one."""
    return msgspec.json.decode(text, type=as_)


def event_from(type_: str, data: Mapping[str, Any]) -> Event:
    """The event of a journal line. Raises KeyError for a type this version does not know."""
    return msgspec.convert(data, EVENTS[type_])


#: Stands in a stored state for the ground, which is kept apart.
_APART = Ground(table=(), charter=Charter(version=""))


def room_to(room: Room) -> str:
    """The state as JSON, without its ground: that never changes, and would be written again with every line.

    Nothing is hashed over a state, so its spelling need not be canonical: msgspec's is ten times as fast.
    """
    return msgspec.json.encode(replace(room, ground=_APART)).decode()


def room_from(state: str, ground: str) -> Room:
    """The room of a stored state and its ground (`ground_to`)."""
    return replace(from_json(state, Room), ground=_ground(ground))


@cache
def shape() -> str:
    """What a stored state of this version is made of, and how lines fold into it. Another one is folded anew."""
    made_of = canonical([fold.VERSION, msgspec.json.schema(Room)])
    return hashlib.sha256(made_of).hexdigest()[:16]


def ground_to(ground: Ground) -> str:
    return to_json(ground)


@lru_cache(maxsize=64)
def _ground(text: str) -> Ground:
    return from_json(text, Ground)


def finding_to(finding: Finding) -> str:
    return to_json(finding)


def finding_from(text: str) -> Finding:
    return from_json(text, Finding)


_mentions_out = msgspec.msgpack.Encoder()
_mentions_in = msgspec.msgpack.Decoder(tuple[Mention, ...])


def mentions_to(mentions: tuple[Mention, ...]) -> bytes:
    """MessagePack, for the inbox."""
    return _mentions_out.encode(mentions)


def mentions_from(body: bytes) -> tuple[Mention, ...]:
    return _mentions_in.decode(body)
