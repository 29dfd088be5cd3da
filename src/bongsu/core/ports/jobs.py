"""Work that is due, as the store hands it out to workers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class DeliveryJob:
    org: int
    room: int
    delivery: str
    outlet: str
    outlet_kind: str
    settings: Mapping[str, str]  # decrypted
    statement: str
    title: str
    text: str
    approved_at: datetime
    next_update_at: datetime | None
    key: str  # the same for every attempt: "{org}-{room}-{delivery}"
    was_started: bool  # an earlier attempt may have left: look, do not send


@dataclass(frozen=True, slots=True)
class Device:
    """A browser that takes web push."""

    id: str
    subscription: str  # JSON as the browser gave it, decrypted


@dataclass(frozen=True, slots=True)
class CallChannel:
    """The channel whose turn it is, with what its caller needs."""

    id: int
    step: int  # its place in the person's order
    kind: str  # one of core.values.CHANNELS
    address: str = ""  # decrypted: an Apprise URL, a mail address, a phone number
    settings: Mapping[str, str] = field(default_factory=dict)  # of the gateway, decrypted
    devices: tuple[Device, ...] = ()


@dataclass(frozen=True, slots=True)
class CallJob:
    org: int
    room: int
    call: str
    person: str
    name: str
    locale: str
    attempt: int
    channel: CallChannel | None  # None: nothing but the screen
    room_title: str
    level: int
    link: str  # address of the page that says who is called for what; opening it answers nothing
    more: bool = False  # this person has another channel after this one
    despite_hours: bool = False  # outside their hours: the level overrides
    tag: str = ""  # the same for every try of one call: a device replaces what it showed before


@dataclass(frozen=True, slots=True)
class LinkJob:
    """Somebody whose decision is asked is to get a link, through one of their channels."""

    link: int
    decision: str
    question: str
    due_at: datetime
    zone: str
    call: CallJob  # as a call is made: whom, through which channel, with which address
    last: bool  # no other channel after this one


@dataclass(frozen=True, slots=True)
class NoticeJob:
    """A text that one person is to have: an order, a flash, thanks."""

    id: int
    org: int
    room: int
    kind: str
    ref: str
    attempt: int
    text: str
    about: str  # who sent it, whom it is about
    calls: tuple[CallJob, ...]  # one for each channel to try, in the person's order; none: the screen only


@dataclass(frozen=True, slots=True)
class StepInJob:
    """Somebody who had something of the Watch in hand, to be told that another has it now."""

    id: int
    org: int
    of: str  # "finding" | "report"
    about: str  # name of the finding's brand, or the report's receipt
    since: datetime  # from when they had it
    zone: str
    by: str  # name of whoever stepped in
    calls: tuple[CallJob, ...]  # one for each channel to try, in the person's order; none: the screen only


@dataclass(frozen=True, slots=True)
class Forming:
    findings: int  # that opened no room
    silent: tuple[str, ...]  # names of sources that are not heard


@dataclass(frozen=True, slots=True)
class HandoverJob:
    """Somebody who comes on duty, to be told what is open."""

    id: int
    call: CallJob  # its channel's turn
    brief: Mapping[str, Any]  # crisis.rota.handover.Brief as plain JSON
    titles: Mapping[int, str]  # of the rooms that are open
    leaving: tuple[str, ...]  # names


@dataclass(frozen=True, slots=True)
class PacketJob:
    """An emergency packet on its way to the one person who can open it."""

    id: int
    org: int
    person: str
    number: int  # the how manieth of this person
    locale: str
    zone: str
    attempt: int
    at: datetime  # the organisation's time: what is told is true then
    content: bytes  # the encrypted PDF; empty: still to be built
    calls: tuple[CallJob, ...]  # one for each channel, mail first
    leased_until: datetime


class PacketShelf(Protocol):
    """Packets: due, claimed by lease, kept until they reached their person. Contracts: one a week and cause, ever."""

    def issue(self, org: int, at: datetime) -> int:
        """Write down each packet that is due; returns how many. Two at once: one each."""
        ...

    def claim_packet(self, *, org: int, at: datetime, lease_s: float) -> PacketJob | None: ...
    def packet_built(self, job: PacketJob, content: bytes, *, at: datetime) -> bool:
        """Keep what was built. False: the lease has passed to another."""
        ...

    def packet_tried(self, job: PacketJob, *, how: str, problem: str, at: datetime) -> None:
        """`how`: "mail" (attached), "notice" (told to download), "page" (nobody to tell), "": try again later."""
        ...
