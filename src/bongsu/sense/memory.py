"""What is remembered of a brand between two batches: a value of some kilobytes, also where an older one was kept."""

from typing import NamedTuple

import msgspec

from bongsu.sense.claim import Single
from bongsu.sense.days import Days
from bongsu.sense.episodes import Episode
from bongsu.sense.ledger import Counts, Post, Usual, Voice
from bongsu.sense.rhythm import RhythmState
from bongsu.sense.rise import RiseState
from bongsu.sense.risks import Risk
from bongsu.sense.window import Minute, Window

VERSION = 3


class Memory(msgspec.Struct, array_like=True):
    """Everything but the claims, which are rows."""

    version: int
    head: int | None  # epoch seconds of the newest event time
    window: dict[int, Minute]
    rhythm: RhythmState
    surge: Episode | None
    risks: dict[str, Risk]
    counters: tuple[int, int]
    singles: list[Single]
    bins: dict[int, Counts] = {}
    usual: Usual = msgspec.field(default_factory=Usual)
    troubled: list[Post] = []
    axes: dict[str, Episode] = {}  # tone, harm, press
    days: Days = msgspec.field(default_factory=Days)
    rises: RiseState | None = None
    voices: list[tuple[int, Voice]] = []
    telling: tuple[int, str] = (0, "")


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Memory)
_SINGLES = Memory.__struct_fields__.index("singles")
_HOUR = msgspec.msgpack.Decoder(dict[int, Minute])

encode = _ENCODER.encode


def taken_over(state: bytes) -> Memory | None:
    """A kept value; of an older one what can be read, None where that is nothing."""
    try:
        parts = msgspec.msgpack.decode(state, type=list[msgspec.Raw])
        version = msgspec.msgpack.decode(parts[0])
        if version == 1:
            # Version 1 kept signatures of single posts, which say nothing of their letters.
            parts[_SINGLES] = msgspec.Raw(encode([]))
        if version in (1, 2):
            # Up to version 2 nothing was known of what is said; that begins anew.
            parts[0] = msgspec.Raw(encode(VERSION))
        kept = _DECODER.decode(encode(parts))
    except (msgspec.MsgspecError, IndexError, TypeError):
        return None
    return kept if kept.version == VERSION else None


class Hour(NamedTuple):
    """The last hour that was heard of a brand. `head`: epoch seconds of its newest event time."""

    head: int
    window: Window


def last_hour(state: bytes) -> Hour | None:
    """Of a kept value, without reading the rest of it; None where nothing was heard or it cannot be read."""
    try:
        version, head, window, *_ = msgspec.msgpack.decode(state, type=list[msgspec.Raw])
        if msgspec.msgpack.decode(version) not in range(1, VERSION + 1):
            return None
        at = msgspec.msgpack.decode(head, type=int | None)
        return None if at is None else Hour(at, Window(_HOUR.decode(window)))
    except (msgspec.MsgspecError, ValueError, TypeError):
        return None
