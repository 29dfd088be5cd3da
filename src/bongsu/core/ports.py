"""What the inside asks of the outside. Each port has one suite in tests/contracts, run over all implementations."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar

from bongsu.core.events import Event, FileAdded, RoomOpened
from bongsu.core.line import Line
from bongsu.core.values import (
    Finding,
    Ground,
    Mention,
    OutletRef,
    Person,
    Picture,
    ShiftChange,
    TouchPoint,
    WatchWords,
)

R = TypeVar("R", covariant=True)


# ── time ───────────────────────────────────────────────────────────────────────────────────────────────────────────
class Clock(Protocol):
    def now(self, org: int) -> datetime:
        """The time an organisation lives in (UTC). A demo's and a drill's clock run at their own speed."""
        ...


# ── rooms ──────────────────────────────────────────────────────────────────────────────────────────────────────────
class RoomTx(Protocol[R]):
    """One room, locked. Leaving the `with` commits; an exception appends nothing."""

    @property
    def room(self) -> R: ...

    def append(self, *events: Event, by: str, at: datetime) -> tuple[Line, ...]:
        """Number, seal, hash and store `events`, fold them into the room, keep the rows found by query in step."""
        ...

    def spent_on(self, day: str, mandates: Sequence[str]) -> Mapping[str, int]:
        """Won given on `day` by mandate, in all rooms of the organisation and of this room's kind.

        Nobody else gives money under these mandates before the `with` ends.
        """
        ...

    def bytes_held(self) -> int:
        """Of all files of this room that stand."""
        ...

    def keep_file(self, added: FileAdded, content: bytes) -> None:
        """Beside the line that names it: both, or neither."""
        ...

    def drop_file(self, key: str) -> None:
        """Its bytes, for good."""
        ...


class Store(Protocol[R]):
    def open_room(
        self, org: int, opened: RoomOpened, *, by: str, at: datetime, unless_open: bool = False
    ) -> tuple[int, bool]:
        """Create a room with its first line. With `unless_open`, an open room of the same brand is returned instead.

        Returns (room id, whether it is new). Two at once: one room.
        """
        ...

    def room(self, org: int, room: int, *, once: str | None = None) -> AbstractContextManager[RoomTx[R]]:
        """Lock a room. `once` is the request's idempotency key.

        Raises:
            NoSuchRoom: not in this organisation.
            Repeated: this key was committed before; nothing happens a second time.
        """
        ...

    def peek(self, org: int, room: int) -> R:
        """The room as of now, without a lock. Raises NoSuchRoom."""
        ...

    def open_rooms(self, org: int, brand: int | None = None) -> tuple[int, ...]: ...
    def people(self, org: int) -> tuple[Person, ...]:
        """Everybody; `on_duty` is the rota's word at the organisation's now, else what was set by hand."""
        ...

    def outlets(self, org: int) -> tuple[OutletRef, ...]: ...
    def touchpoints(self, org: int, brand: int | None = None) -> tuple[TouchPoint, ...]:
        """Those in use; with `brand`, its own and those of all brands."""
        ...

    def ground(self, org: int) -> Ground:
        """Level table, charter and playbook in force, to be frozen into a room."""
        ...

    def revoke(self, org: int, mandate: str, *, by: str, why: str, at: datetime) -> None:
        """Take leave back in the charter in force. Raises AlreadyDone."""
        ...

    def revoked(self, org: int, since: datetime) -> "tuple[Revoked, ...]":
        """What was taken back from `since` on."""
        ...

    def enact_charter(self, org: int, at: datetime) -> bool:
        """Bring a charter that all executives have signed into force once its time has come. True: it did now."""
        ...

    def expire_information(self, org: int, at: datetime) -> int:
        """Erase the facts whose embargo has ended and that were to be deleted then; how many."""
        ...

    # what people kept, and what was reported without an account
    def uncounted(self, org: int) -> "tuple[KeptPost, ...]":
        """What has not become a mention yet."""
        ...

    def counted(self, org: int, post: "KeptPost") -> None: ...
    def forget_reporters(self, org: int, at: datetime) -> int:
        """Erase names and phone numbers of reporters that were kept as long as was said; how many."""
        ...

    # questions to executives (crisis.executives.Question)
    def questions_late(self, org: int, at: datetime) -> tuple[int, ...]: ...
    def keep_question(self, org: int, asked: Any) -> Any: ...
    def question_room(self, org: int, number: int) -> int | None:
        """The room in whose journal it stands. Raises NoSuchThing."""
        ...

    def change_question(self, org: int, number: int, rule: Callable[[Any], Any]) -> Any: ...
    def claim_question(self, *, org: int, lease_s: float) -> "tuple[int, str, tuple[CallJob, ...]] | None": ...
    def question_tried(self, *, org: int, number: int, channel: str, problem: str) -> None: ...

    def orgs(self) -> tuple[int, ...]: ...
    def rooms_due(self, org: int, at: datetime) -> tuple[int, ...]:
        """Open rooms whose next deadline (crisis.clock.next_due) has come."""
        ...

    # work that is claimed by conditional UPDATE with a lease
    def waiting(self) -> frozenset[str]:
        """Kinds of work a hand should look for now: "speak", "call", "notice", "poll", "mirror", "listen", "findings".

        Cheap. A kind that is named may turn out to be another's; one that is not named has nothing to do.
        """
        ...

    def claim_delivery(self, *, org: int, at: datetime, lease_s: float) -> "DeliveryJob | None": ...
    def claim_call(self, *, org: int, at: datetime, lease_s: float) -> "CallJob | None": ...
    def claim_link(self, *, org: int, at: datetime, lease_s: float) -> "LinkJob | None":
        """The next person whose decision is asked and who has no link to it yet."""
        ...

    def link_until(self, *, org: int, link: int) -> datetime:
        """When a link ends; long ago where it was used, or there is none."""
        ...

    def link_tried(self, *, org: int, link: int, sent: bool) -> None:
        """What came of one try: done with, or the next channel."""
        ...

    def channel_tried(self, *, org: int, channel: int, problem: str, gone: Sequence[str], at: datetime) -> None:
        """Keep what a person's channel last said ("": it went out), and forget devices that are `gone`."""
        ...

    def claim_notice(self, *, org: int, at: datetime, lease_s: float) -> "NoticeJob | None": ...
    def notice_tried(self, job: "NoticeJob", *, problem: str, at: datetime) -> None:
        """Keep what came of a try ("": a channel took it) and when the next is due."""
        ...

    # a change of shift
    def change_to_tell(self, org: int, at: datetime) -> ShiftChange | None:
        """The last change of the duty role by the rota, while somebody who came on has not been told."""
        ...

    def forming(self, org: int, at: datetime) -> "Forming":
        """What stirs outside rooms."""
        ...

    def keep_handover(self, org: int, change: ShiftChange, brief: Mapping[str, Any], *, at: datetime) -> None:
        """One row for each person who comes; a second time changes nothing."""
        ...

    def claim_handover(self, *, org: int, at: datetime, lease_s: float) -> "HandoverJob | None": ...
    def handover_tried(self, *, org: int, handover: int, problem: str, on_screen: bool, at: datetime) -> None: ...

    def lease(self, name: str, *, holder: str, ttl_s: float) -> bool:
        """Take or renew a named duty ("watch": one analyser at a time). False: another holder's lease still runs."""
        ...

    def release(self, name: str, *, holder: str) -> None: ...


@dataclass(frozen=True, slots=True)
class KeptPost:
    """A clip or a report, as it is to stand among the mentions."""

    id: int
    brand: int
    kind: str  # "clip" | "report"
    key: str  # identity of a clip, receipt of a report
    place: str
    said: str
    author: str
    url: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Revoked:
    """A mandate that an executive took back."""

    mandate: str
    by: str
    why: str
    at: datetime


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


# ── outside services ───────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Posted:
    url: str


class Outlet(Protocol):
    """One kind of place to speak. Raises TryLater, Refused or MaybeSent; never sends twice under one key."""

    def post(self, job: DeliveryJob) -> Posted: ...
    def find(self, job: DeliveryJob) -> Posted | None:
        """Is the text there already? Raises MaybeSent where the outlet cannot be asked."""
        ...


@dataclass(frozen=True, slots=True)
class Called:
    """A channel took the call."""

    gone: tuple[str, ...] = ()  # ids of devices that no longer take any


class Caller(Protocol):
    """Reaches a person through one kind of channel. At least once."""

    def call(self, job: CallJob, *, title: str, body: str) -> Called:
        """Try `job.channel`. Raises NotReached when it did not take the call, within 30 s even when it hangs."""
        ...


class Poster(Protocol):
    """Carries a file to a person through one kind of channel. At least once."""

    def post(self, job: CallJob, *, title: str, body: str, name: str, content: bytes) -> Called:
        """Try `job.channel`. Raises NotReached when it did not take the file."""
        ...


@dataclass(frozen=True, slots=True)
class Item:
    """One mention as somebody sent it, before any judgement."""

    id: str
    ts: datetime
    source: str
    text: str
    author: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    index: int  # position in what was sent, from 0
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Polled:
    items: tuple[Item, ...]
    cursor: Mapping[str, str]  # to be given back next time
    refused: tuple[Refusal, ...] = ()
    next_in_s: float = 60.0
    before: tuple[Item, ...] = ()  # what had been there before we began to listen: for a trial to show, not taken in


class Source(Protocol):
    """Reads one outside service. Raises SourceError; keeps nothing but the cursor."""

    def poll(self, settings: Mapping[str, str], cursor: Mapping[str, str], *, at: datetime) -> Polled:
        """What is new since `cursor`. `at` is the organisation's now."""
        ...


class Bell(Protocol):
    """A source that can be told when to look. Content is read by `Source.poll` only, so a bell may ring in vain."""

    def listen(
        self, settings: Mapping[str, str], ring: Callable[[], None], *, within_s: float, wanted: Callable[[], bool]
    ) -> None:
        """Call `ring` at each sign of something new, for about `within_s` at most and while it is `wanted`.

        Raises SourceError.
        """
        ...


class Budget(Protocol):
    """What may be asked of a service in a day, by all of its sources together, in whatever process."""

    def spend(self, purse: str, *, calls: int, per_day: int, at: datetime) -> bool:
        """Take `calls` out of the day's `per_day`. False: not so many are left, and none was taken."""
        ...


# ── mentions ───────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Receipt:
    accepted: int
    repeated: int
    refused: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class InboxBatch:
    """What `take` hands out; it stays in the inbox until `Mentions.keep` commits it."""

    ids: tuple[int, ...]
    org: int
    brand: int | None  # None: watch words decide
    mentions: tuple[Mention, ...]


class Inbox(Protocol):
    def put(self, org: int, brand: int | None, mentions: Sequence[Mention]) -> Receipt:
        """Durable when it returns. Repeats, by (source, id), vanish and are counted."""
        ...

    def take(self, *, limit: int = 1000) -> tuple[InboxBatch, ...]: ...


@dataclass(frozen=True, slots=True)
class BrandRef:
    id: int
    org: int
    name: str
    words: WatchWords
    zone: str = "Asia/Seoul"


@dataclass(frozen=True, slots=True)
class Kept:
    """What one batch leaves behind, written in one transaction of the mentions' file."""

    org: int
    brand: int
    mentions: tuple[Mention, ...]  # that matched
    unmatched: tuple[Mention, ...]  # kept, not counted
    minutes: Mapping[datetime, int]  # minute → how many to add
    claims: tuple["ClaimRow", ...]  # changed claims, whole
    findings: tuple[Finding, ...]  # the outbox towards rooms
    state: bytes  # the brand's memory after this batch


@dataclass(frozen=True, slots=True)
class ClaimRow:
    key: str
    brand: int
    text: str  # representative post
    first_at: datetime
    last_at: datetime
    size: int
    authors: int
    first_mention: str
    evidence: tuple[str, ...]
    category: str | None
    copies: int  # posts nearly identical to the first
    memory: bytes  # what sense needs to go on


class Mentions(Protocol):
    def brands(self, org: int | None = None) -> tuple[BrandRef, ...]: ...
    def state(self, brand: int) -> tuple[bytes | None, tuple[ClaimRow, ...]]: ...
    def keep(self, kept: Sequence[Kept], *, taken: Sequence[int] = (), cursor: "CursorAt | None" = None) -> None:
        """Store everything and forget the inbox rows `taken`, in one transaction. A repeated batch is harmless."""
        ...

    def minutes(self, brand: int, since: datetime, until: datetime) -> Mapping[datetime, int]: ...
    def picture(self, org: int, brand: int, at: datetime) -> Picture:
        """What is told of a brand, for a situation report. Its cost does not grow with the storm."""
        ...

    def findings_waiting(self, org: int, *, limit: int = 100) -> tuple[tuple[int, Finding], ...]:
        """Findings not yet handed to a room: (row id, Finding), oldest first."""
        ...

    def findings_done(self, ids: Sequence[int]) -> None: ...
    def tell(self, org: int, findings: Sequence[Finding]) -> None:
        """Findings that come of no batch, on their way to rooms and the Watch. The same key twice is one."""
        ...

    def addresses(self, org: int, keys: Sequence[str]) -> tuple[str, ...]:
        """Where the mentions with these keys can be read, oldest first, each once; what has no address is left out."""
        ...


@dataclass(frozen=True, slots=True)
class CursorAt:
    source: int
    value: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SourceJob:
    """A source whose turn it is, held by a lease."""

    id: int
    org: int
    brand: int | None
    kind: str  # connector name
    settings: Mapping[str, str]  # secret included, decrypted
    cursor: Mapping[str, str]
    leased_until: datetime  # real time; tells this lease from a later one


class SourceShelf(Protocol):
    """Hands out sources that are due, one worker each. Times are real time, not an organisation's."""

    def claim_source(self, at: datetime, lease_s: float, *, kinds: Sequence[str]) -> SourceJob | None: ...
    def source_done(self, job: SourceJob, polled: Polled, receipt: Receipt, *, at: datetime) -> None:
        """Save cursor and heartbeat, after the inbox has committed: dying in between repeats a batch harmlessly."""
        ...

    def source_failed(self, job: SourceJob, reason: str, retry_in_s: float, *, at: datetime) -> None: ...
    def with_bell(self, *, kinds: Sequence[str]) -> Sequence["SourceJob"]:
        """Enabled sources that asked for a stream. Not leased: `cursor` and `leased_until` mean nothing."""
        ...

    def ring(self, source: int, *, at: datetime) -> bool:
        """Let a source be read as soon as politeness allows. False: it is being read just now; ask again."""
        ...


@dataclass(frozen=True, slots=True)
class SilenceSeen:
    """A source that says nothing where it usually does. Times are the organisation's."""

    source: int
    name: str
    brands: tuple[int, ...]  # whom it concerns
    since: datetime  # the last that was heard of it
    missed_milli: int  # 1000 × moments of news that were to be expected since
    usual_s: int  # seconds between two of them, at this time of the week


class Silences(Protocol):
    """Who was heard when, and whose silence is news. Times are the organisation's."""

    def heard(self, source: int, *, at: datetime) -> None:
        """It brought something new: learn from it, and end its silence."""
        ...

    def judge(self, org: int, *, at: datetime) -> tuple[SilenceSeen, ...]:
        """Sources that have just become silent beyond their habit; they come again until `note` has kept them."""
        ...

    def note(self, org: int, seen: SilenceSeen, *, at: datetime) -> bool:
        """Keep it. False: another did, or the source has spoken meanwhile."""
        ...


# ── forecasts ──────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class ScoreJob:
    """One thing that somebody said of the future, whose time has come."""

    id: int
    org: int
    room: int
    brand: int
    what: str  # crisis.assess.scoring.Asked.what
    low: int
    high: int
    sent_at: datetime
    look_at: datetime


class Scores(Protocol):
    """Keeps what people forecast until its outcome is known. Each is settled once."""

    def due(self, org: int, at: datetime, *, limit: int) -> tuple[ScoreJob, ...]: ...
    def settle(self, job: ScoreJob, *, outcome: int | None, loss: float | None, at: datetime) -> bool:
        """False: somebody was quicker. `loss` None: it cannot be held to what it said."""
        ...

    def wait(self, job: ScoreJob) -> None:
        """Its outcome is not known yet; news of the room brings it back."""
        ...

    def levels(self, job: ScoreJob, *, until: datetime) -> tuple[tuple[datetime, int], ...]:
        """(when, beacon from then on) of its room, oldest first."""
        ...


# ── mirrors ────────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class MirrorWork:
    """The next lines of one room for one mirror, held by a lease: numbers above `after` up to `upto`."""

    id: int
    org: int
    kind: str  # connector name
    settings: Mapping[str, str]  # decrypted
    room: int
    after: int
    upto: int
    verbs: tuple[str, ...]  # kinds of lines it shows; none: all
    personal: bool  # whether words that may describe living people are sent
    locale: str
    failures: int  # in a row
    every_min: int  # at most one message in so many minutes; 0: as they come
    leased_until: datetime


@dataclass(frozen=True, slots=True)
class MirrorLine:
    seq: int
    at: str  # 22:40, in the organisation's zone
    who: str
    words: str  # as on the screen; may hold a stranger's text
    link: str


@dataclass(frozen=True, slots=True)
class MirrorJob:
    """One message, in the mirror's language."""

    settings: Mapping[str, str]
    key: str  # the same whenever these lines are sent again
    head: str
    link: str  # of the room
    open_words: str  # "상황실 열기"
    lines: tuple[MirrorLine, ...]  # oldest first; none: nothing to show


class Mirror(Protocol):
    """Shows a room's lines in one outside service; at least once. Escapes every word for its target."""

    def post(self, job: MirrorJob) -> None:
        """Raises TryLater, Refused or MaybeSent."""
        ...


class MirrorShelf(Protocol):
    """Hands out mirrors that are behind, one worker each. Times are real time."""

    def claim_mirror(self, at: datetime, lease_s: float, *, kinds: Sequence[str]) -> MirrorWork | None: ...
    def mirror_done(self, work: MirrorWork, *, at: datetime) -> None: ...
    def mirror_failed(self, work: MirrorWork, reason: str, retry_in_s: float, *, at: datetime) -> None: ...


# ── being woken ────────────────────────────────────────────────────────────────────────────────────────────────────
class Wake(Protocol):
    """Carries only "room 7 is at 41". Losing one makes us slower, never wrong."""

    def publish(self, org: int, room: int, seq: int) -> None: ...
    def subscribe(self) -> AbstractContextManager[AsyncIterator[tuple[int, int, int]]]: ...


# ── what a flow is given ───────────────────────────────────────────────────────────────────────────────────────────
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
