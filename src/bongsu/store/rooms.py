"""Rooms and their journals on Django's ORM (core.ports.Store). SQLite or PostgreSQL, the same code.

A room is locked by its row (PostgreSQL), or by the one writer that SQLite has (immediate transactions). Lines are
numbered under that lock, so that a reader who follows a room by number misses none.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from bongsu.core import errors
from bongsu.core.events import Event, FileAdded, RoomOpened
from bongsu.core.line import Line
from bongsu.core.ports import (
    CallJob,
    Clock,
    DeliveryJob,
    Forming,
    HandoverJob,
    KeptPost,
    LinkJob,
    NoticeJob,
    Revoked,
    StepInJob,
)
from bongsu.core.values import Ground, LevelRow, OutletRef, Person, ShiftChange, TouchPoint
from bongsu.crisis import fold
from bongsu.crisis.executives import Question
from bongsu.crisis.ground import parse_levels
from bongsu.crisis.room import Room
from bongsu.store import (
    calling,
    charters,
    clips,
    decision_links,
    files,
    handover as handovers,
    information,
    journal,
    known,
    notices,
    prepared,
    projections,
    public_reports,
    questions,
    spending,
    step_in as step_ins,
    waiting,
    work,
)
from bongsu.store.clock import OrgClock, real_now
from bongsu.store.ground import ground_of
from bongsu.store.operations import models as m
from bongsu.store.registry import touchpoints_in
from bongsu.store.rota import duty

_PERSON = ("key", "name", "roles", "on_duty", "deputy", "locale", "zone", "title", "department", "skills")


def reconnect() -> None:
    """Drop a connection that failed, so that a database that came back is found again."""
    if connection.errors_occurred and not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()


class DjangoRoomTx:
    """One locked room (core.ports.RoomTx). What is appended is seen by others once the `with` ends."""

    def __init__(self, room: Room, head: str) -> None:
        self._room = room
        self._head = head

    @property
    def room(self) -> Room:
        return self._room

    @property
    def seen(self) -> known.Seen:
        return known.Seen(self._head, self._room)

    def append(self, *events: Event, by: str, at: datetime) -> tuple[Line, ...]:
        before, room = self._room.seq, self._room
        written: list[journal.Written] = []
        head = self._head
        for number, event in enumerate(events, start=before + 1):
            one = journal.write(event, org=room.org, room=room.id, seq=number, at=at, by=by, prev=head)
            room = fold.apply(room, one.line)
            head = one.hash
            written.append(one)
        if not written:
            return ()
        lines = tuple(w.line for w in written)
        projections.save(before, room, head, written)
        projections.follow(room, lines)
        self._room, self._head = room, head
        return lines

    def spent_on(self, day: str, mandates: Sequence[str]) -> Mapping[str, int]:
        return spending.locked(self._room, day, mandates)

    def bytes_held(self) -> int:
        return files.bytes_held(self._room.org, self._room.id)

    def keep_file(self, added: FileAdded, content: bytes) -> None:
        files.keep(self._room.org, self._room.id, added, content)

    def drop_file(self, key: str) -> None:
        files.drop(self._room.org, self._room.id, key)


class DjangoStore:
    """core.ports.Store[crisis.room.Room]. `clock` tells the time at which people are on duty by the rota."""

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or OrgClock()
        self._known = known.Known()

    # ── rooms ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def open_room(
        self,
        org: int,
        opened: RoomOpened,
        *,
        by: str,
        at: datetime,
        unless_open: bool = False,
        then: Callable[[Room], Sequence[Event]] | None = None,
    ) -> tuple[int, bool]:
        """See core.ports.Store. Raises AlreadyDone when the brand has an open room and `unless_open` is not set."""
        reconnect()
        for _ in range(5):
            standing = self._open_of(org, opened) if unless_open else None
            if standing is not None:
                return standing, False
            try:
                with transaction.atomic(durable=True):
                    tx = self._create(org, opened, by=by, at=at)
                    if then is not None:
                        tx.append(*then(tx.room), by=by, at=at)
                    return tx.room.id, True
            except IntegrityError as problem:
                # Somebody else was first; theirs is found on the next turn, unless it was closed meanwhile.
                if not m.Brand.objects.filter(pk=opened.brand, org_id=org).exists():
                    raise errors.NoSuchThing(what="brand", key=opened.brand) from problem
                if not unless_open:
                    raise errors.AlreadyDone(what="open_room", room=self._open_of(org, opened)) from problem
        raise errors.AlreadyDone(what="open_room")

    def _open_of(self, org: int, opened: RoomOpened) -> int | None:
        rows = m.Room.objects.filter(org_id=org, brand_id=opened.brand, kind=opened.kind, is_open=True)
        return rows.order_by("-id").values_list("id", flat=True).first()

    def _create(self, org: int, opened: RoomOpened, *, by: str, at: datetime) -> DjangoRoomTx:
        if not m.Brand.objects.filter(pk=opened.brand, org_id=org).exists():
            raise errors.NoSuchThing(what="brand", key=opened.brand)
        row = m.Room.objects.create(
            org_id=org,
            brand_id=opened.brand,
            kind=opened.kind,
            title="",
            level=opened.level,
            is_open=True,
            opened_at=at,
        )
        first = journal.write(opened, org=org, room=row.pk, seq=1, at=at, by=by, prev="")
        room = fold.begin(room=row.pk, org=org, line=first.line)
        projections.save(0, room, first.hash, [first])
        return DjangoRoomTx(room, first.hash)

    @contextmanager
    def room(self, org: int, room: int, *, once: str | None = None) -> Iterator[DjangoRoomTx]:
        reconnect()
        with transaction.atomic(durable=True):
            found = self._known.read(org, room, lock=True)
            if found is None:
                raise errors.NoSuchRoom(room=room)
            if once is not None:
                try:
                    prepared.insert(m.Once, [{"org_id": org, "key": once, "at": real_now()}])
                except IntegrityError as problem:
                    raise errors.Repeated(key=once) from problem
            tx = DjangoRoomTx(found.room, found.head)
            yield tx
        self._known.keep(tx.seen)

    def peek(self, org: int, room: int) -> Room:
        reconnect()
        found = self._known.read(org, room)
        if found is None:
            raise errors.NoSuchRoom(room=room)
        self._known.keep(found)
        return found.room

    def lines(self, org: int, room: int, *, after: int = 0, limit: int = 500) -> tuple[Line, ...]:
        """Journal lines with numbers above `after`, in order."""
        bodies = m.JournalLine.objects.filter(org_id=org, room_id=room, seq__gt=after).order_by("seq")
        return tuple(journal.read(body) for body in bodies.values_list("body", flat=True)[:limit])

    def open_rooms(self, org: int, brand: int | None = None) -> tuple[int, ...]:
        rows = m.Room.objects.filter(org_id=org, is_open=True)
        if brand is not None:
            rows = rows.filter(brand_id=brand)
        return tuple(rows.order_by("id").values_list("id", flat=True))

    def latest_room(self, org: int, brand: int) -> int | None:
        rows = m.Room.objects.filter(org_id=org, brand_id=brand, kind="crisis")
        return rows.order_by("-id").values_list("id", flat=True).first()

    def rooms_due(self, org: int, at: datetime) -> tuple[int, ...]:
        rows = m.Room.objects.filter(org_id=org, is_open=True, due_at__lte=at)
        return tuple(rows.order_by("due_at", "id").values_list("id", flat=True))

    # ── the organisation ───────────────────────────────────────────────────────────────────────────────────────────
    def orgs(self) -> tuple[int, ...]:
        reconnect()
        return tuple(org for (org,) in prepared.select(m.Org, ("id",), where={}, order=("id",)))

    def people(self, org: int) -> tuple[Person, ...]:
        """Everybody, each on duty as the rota says; where no rota speaks for their roles, as was set by hand."""
        now = duty(org, self._clock.now(org))
        rows = prepared.select(m.Person, _PERSON, where={"org_id": org}, order=("order", "id"))
        return tuple(
            Person(
                key=key,
                name=name,
                roles=tuple(roles),
                on_duty=now.on_duty(key, roles, flag=on_duty),
                deputy=deputy or None,
                locale=locale,
                zone=zone,
                title=title,
                department=department,
                skills=tuple(skills),
            )
            for key, name, roles, on_duty, deputy, locale, zone, title, department, skills in rows
        )

    def outlets(self, org: int) -> tuple[OutletRef, ...]:
        """Those in use."""
        return tuple(
            OutletRef(key=o.key, kind=o.kind, name=o.name, owner=o.owner or None, purpose=o.purpose)
            for o in m.Outlet.objects.filter(org_id=org, enabled=True)
        )

    def touchpoints(self, org: int, brand: int | None = None) -> tuple[TouchPoint, ...]:
        rows = m.TouchPoint.objects.filter(org_id=org, enabled=True)
        if brand is not None:
            rows = rows.filter(Q(brand=None) | Q(brand_id=brand))
        return tuple(point for point, _ in touchpoints_in(rows))

    def ground(self, org: int) -> Ground:
        return ground_of(m.Org.objects.get(pk=org))

    def level_table(self, org: int) -> tuple[LevelRow, ...]:
        [(levels,)] = prepared.select(m.Org, ("levels",), where={"id": org})
        return parse_levels(levels)

    # ── the charter ────────────────────────────────────────────────────────────────────────────────────────────────
    def revoke(self, org: int, mandate: str, *, by: str, why: str, at: datetime) -> None:
        charters.revoke(org, mandate, by=by, why=why, at=at)

    def revoked(self, org: int, since: datetime) -> tuple[Revoked, ...]:
        return charters.revocations(org, since=since)

    def enact_charter(self, org: int, at: datetime) -> bool:
        return charters.enact_due(org, at)

    def expire_information(self, org: int, at: datetime) -> int:
        return information.expire(org, at)

    # ── what people kept, and what was reported without an account ─────────────────────────────────────────────────
    def uncounted(self, org: int) -> tuple[KeptPost, ...]:
        return clips.uncounted(org)

    def counted(self, org: int, post: KeptPost) -> None:
        clips.counted(org, post)

    def forget_reporters(self, org: int, at: datetime) -> int:
        return public_reports.forget_due(org, at)

    # ── questions to executives ────────────────────────────────────────────────────────────────────────────────────
    def questions_late(self, org: int, at: datetime) -> tuple[int, ...]:
        return questions.late(org, at)

    def keep_question(self, org: int, asked: Question) -> Question:
        return questions.keep(org, asked)

    def question_room(self, org: int, number: int) -> int | None:
        return questions.room_of(org, number)

    def change_question(self, org: int, number: int, rule: Callable[[Question], Question]) -> Question:
        return questions.change(org, number, rule)

    def claim_question(self, *, org: int, lease_s: float) -> tuple[int, str, tuple[CallJob, ...]] | None:
        reconnect()
        return questions.claim(org=org, lease_s=lease_s, real=real_now())

    def question_tried(self, *, org: int, number: int, channel: str, problem: str) -> None:
        questions.tried(org=org, number=number, channel=channel, problem=problem)

    # ── work ───────────────────────────────────────────────────────────────────────────────────────────────────────
    def waiting(self) -> frozenset[str]:
        reconnect()
        real = real_now()
        found = waiting.for_all(real=real)
        for org in prepared.select(m.Org, ("id",), where={}):
            found |= waiting.in_an_org(org[0], at=self._clock.now(org[0]), real=real)
        return found

    def claim_delivery(self, *, org: int, at: datetime, lease_s: float) -> DeliveryJob | None:
        reconnect()
        return work.claim_delivery(org=org, at=at, lease_s=lease_s, real=real_now())

    def claim_call(self, *, org: int, at: datetime, lease_s: float) -> CallJob | None:
        reconnect()
        return calling.claim_call(org=org, at=at, lease_s=lease_s, real=real_now())

    def claim_link(self, *, org: int, at: datetime, lease_s: float) -> LinkJob | None:
        reconnect()
        return decision_links.claim(org=org, at=at, lease_s=lease_s, real=real_now())

    def link_until(self, *, org: int, link: int) -> datetime:
        return decision_links.until(org=org, link=link)

    def link_tried(self, *, org: int, link: int, sent: bool) -> None:
        decision_links.tried(org=org, link=link, sent=sent)

    def channel_tried(self, *, org: int, channel: int, problem: str, gone: Sequence[str], at: datetime) -> None:
        calling.channel_tried(org=org, channel=channel, problem=problem, gone=gone, at=at)

    def claim_notice(self, *, org: int, at: datetime, lease_s: float) -> NoticeJob | None:
        reconnect()
        return notices.claim(org=org, at=at, lease_s=lease_s, real=real_now())

    def notice_tried(self, job: NoticeJob, *, problem: str, at: datetime) -> None:
        notices.tried(job, problem=problem, at=at)

    # ── a change of shift ──────────────────────────────────────────────────────────────────────────────────────────
    def change_to_tell(self, org: int, at: datetime) -> ShiftChange | None:
        reconnect()
        return handovers.change_to_tell(org, at)

    def forming(self, org: int, at: datetime) -> Forming:
        return handovers.forming(org, at, real=real_now())

    def keep_handover(self, org: int, change: ShiftChange, brief: Mapping[str, Any], *, at: datetime) -> None:
        handovers.keep(org, change, brief, at=at)

    def claim_handover(self, *, org: int, at: datetime, lease_s: float) -> HandoverJob | None:
        return handovers.claim(org=org, at=at, lease_s=lease_s, real=real_now())

    def handover_tried(self, *, org: int, handover: int, problem: str, on_screen: bool, at: datetime) -> None:
        handovers.tried(org=org, handover=handover, problem=problem, on_screen=on_screen, at=at)

    # ── somebody else has it now ───────────────────────────────────────────────────────────────────────────────────
    def claim_step_in(self, *, org: int, at: datetime, lease_s: float) -> StepInJob | None:
        reconnect()
        return step_ins.claim(org=org, at=at, lease_s=lease_s, real=real_now())

    def step_in_tried(self, job: StepInJob, *, problem: str, on_screen: bool, at: datetime) -> None:
        step_ins.tried(job, problem=problem, on_screen=on_screen, at=at)

    def lease(self, name: str, *, holder: str, ttl_s: float) -> bool:
        reconnect()
        real = real_now()
        until = real + timedelta(seconds=ttl_s)
        mine = m.Lease.objects.filter(Q(holder=holder) | Q(until__lt=real), name=name)
        if mine.update(holder=holder, until=until):
            return True
        m.Lease.objects.bulk_create([m.Lease(name=name, holder=holder, until=until)], ignore_conflicts=True)
        return m.Lease.objects.filter(name=name, holder=holder).exists()

    def release(self, name: str, *, holder: str) -> None:
        m.Lease.objects.filter(name=name, holder=holder).delete()
