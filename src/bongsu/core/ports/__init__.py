"""What the inside asks of the outside. Each port has one suite in tests/contracts, run over all implementations."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol

from bongsu.core.ports.intake import (
    CursorAt as CursorAt,
    Inbox as Inbox,
    InboxBatch as InboxBatch,
    Item as Item,
    Receipt as Receipt,
    Refusal as Refusal,
)
from bongsu.core.ports.jobs import (
    CallChannel as CallChannel,
    CallJob as CallJob,
    DeliveryJob as DeliveryJob,
    Device as Device,
    Forming as Forming,
    HandoverJob as HandoverJob,
    LinkJob as LinkJob,
    NoticeJob as NoticeJob,
    PacketJob as PacketJob,
    PacketShelf as PacketShelf,
    StepInJob as StepInJob,
)
from bongsu.core.ports.mentions import (
    Ahead as Ahead,
    BrandRef as BrandRef,
    ClaimRow as ClaimRow,
    Kept as Kept,
    Mentions as Mentions,
)
from bongsu.core.ports.mirrors import (
    Mirror as Mirror,
    MirrorJob as MirrorJob,
    MirrorLine as MirrorLine,
    MirrorShelf as MirrorShelf,
    MirrorWork as MirrorWork,
)
from bongsu.core.ports.outside import (
    Called as Called,
    Caller as Caller,
    Outlet as Outlet,
    Posted as Posted,
    Poster as Poster,
)
from bongsu.core.ports.rooms import (
    Clock as Clock,
    KeptPost as KeptPost,
    Revoked as Revoked,
    RoomTx as RoomTx,
    Store as Store,
)
from bongsu.core.ports.scores import (
    ScoreJob as ScoreJob,
    Scores as Scores,
)
from bongsu.core.ports.sources import (
    Bell as Bell,
    Budget as Budget,
    Polled as Polled,
    Silences as Silences,
    SilenceSeen as SilenceSeen,
    Source as Source,
    SourceJob as SourceJob,
    SourceShelf as SourceShelf,
)


class Wake(Protocol):
    """Carries only "room 7 is at 41". Losing one makes us slower, never wrong."""

    def publish(self, org: int, room: int, seq: int) -> None: ...
    def subscribe(self) -> AbstractContextManager[AsyncIterator[tuple[int, int, int]]]: ...


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything a use case may ask for. Built in one place: bongsu.boot.wiring."""

    store: Store[Any]
    mentions: Mentions
    inbox: Inbox
    clock: Clock
    wake: Wake
    outlets: Mapping[str, Outlet] = field(default_factory=dict)  # by connector kind
    callers: Mapping[str, Caller] = field(default_factory=dict)  # by kind of channel; none: nobody is called from here
    sources: Mapping[str, Source] = field(default_factory=dict)
    bells: Mapping[str, Bell] = field(default_factory=dict)
    silences: Silences | None = None
    shelf: SourceShelf | None = None
    mirrors: Mapping[str, Mirror] = field(default_factory=dict)  # by connector kind
    mirror_shelf: MirrorShelf | None = None
    tell: Callable[[MirrorWork], MirrorJob] | None = None  # writes a mirror's message
    scores: Scores | None = None
    packets: PacketShelf | None = None
    pack: Callable[[PacketJob], bytes] | None = None  # writes a packet: an encrypted PDF
    posters: Mapping[str, Poster] = field(default_factory=dict)  # by kind of channel: which of them carry a file
