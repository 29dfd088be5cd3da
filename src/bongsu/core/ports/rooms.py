"""Time, and rooms behind their lock."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from bongsu.core.events import Event, FileAdded, RoomOpened
from bongsu.core.line import Line
from bongsu.core.ports.jobs import CallJob, DeliveryJob, Forming, HandoverJob, LinkJob, NoticeJob, StepInJob
from bongsu.core.values import (
    Ground,
    LevelRow,
    OutletRef,
    Person,
    ShiftChange,
    TouchPoint,
)

R = TypeVar("R", covariant=True)


class Clock(Protocol):
    def now(self, org: int) -> datetime:
        """The time an organisation lives in (UTC). A demo's and a drill's clock run at their own speed."""
        ...


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
        self,
        org: int,
        opened: RoomOpened,
        *,
        by: str,
        at: datetime,
        unless_open: bool = False,
        then: Callable[[R], Sequence[Event]] | None = None,
    ) -> tuple[int, bool]:
        """Create a room with its first line. With `unless_open`, an open room of the same brand is returned instead.

        Returns (room id, whether it is new). Two at once: one room. What `then` says of a new one follows the first
        line in the same commit: there is no room without it.
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
    def latest_room(self, org: int, brand: int) -> int | None:
        """The brand's newest crisis, open or closed."""
        ...

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

    def level_table(self, org: int) -> tuple[LevelRow, ...]:
        """The one that is in force."""
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
        """What a hand should look for now: "speak", "call", "notice", "clock", "poll", "mirror", "listen", "findings".

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

    def claim_step_in(self, *, org: int, at: datetime, lease_s: float) -> "StepInJob | None": ...
    def step_in_tried(self, job: "StepInJob", *, problem: str, on_screen: bool, at: datetime) -> None: ...

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
    counts: bool = True  # False: it is there to be read, and no mention


@dataclass(frozen=True, slots=True)
class Revoked:
    """A mandate that an executive took back."""

    mandate: str
    by: str
    why: str
    at: datetime
