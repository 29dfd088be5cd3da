"""Mirrors: which lines of which room are next for whom (core.ports.MirrorShelf), and what operators set about them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet

from bongsu.core.errors import AlreadyDone, NoSuchThing
from bongsu.core.ports import MirrorWork
from bongsu.store import codec, secrets
from bongsu.store.operations.models import Mirror, MirrorCursor, Room

#: Lines a message holds, and how far back a room begins that a mirror sees for the first time.
BATCH, BACK = 20, 50
LOOKED_AT = 100
MOST_WAIT_S = 6 * 3600.0


class DjangoMirrors:
    """Conditional UPDATEs: two workers never hold one mirror, and a lease that ran out is void. Times are real."""

    def claim_mirror(self, at: datetime, lease_s: float, *, kinds: Sequence[str]) -> MirrorWork | None:
        free, due = Q(lease_until=None) | Q(lease_until__lte=at), Q(next_at=None) | Q(next_at__lte=at)
        waiting = Mirror.objects.filter(free, due, enabled=True, kind__in=kinds)
        until = at + timedelta(seconds=lease_s)
        for row in waiting.order_by(F("next_at").asc(nulls_first=True), "id")[:LOOKED_AT]:
            room = _behind(row)
            if room is None:
                continue
            if Mirror.objects.filter(free, due, pk=row.pk, enabled=True).update(lease_until=until):
                return _work(row, room, until)
        return None

    def mirror_done(self, work: MirrorWork, *, at: datetime) -> None:
        """Move its place on; nothing when the lease has passed to another, who will send the same again."""
        with transaction.atomic():
            wait = at + timedelta(minutes=work.every_min) if work.every_min else None
            mine = self._mine(work).update(next_at=wait, lease_until=None, failures=0, problem="", last_ok_at=at)
            if mine:
                rows = MirrorCursor.objects.filter(mirror_id=work.id, room_id=work.room, seq__lt=work.upto)
                rows.update(seq=work.upto)

    def mirror_failed(self, work: MirrorWork, reason: str, retry_in_s: float, *, at: datetime) -> None:
        self._mine(work).update(
            problem=codec.keepable(reason)[:300],
            failures=F("failures") + 1,
            next_at=at + timedelta(seconds=min(retry_in_s, MOST_WAIT_S)),
            lease_until=None,
        )

    def _mine(self, work: MirrorWork) -> QuerySet[Mirror]:
        return Mirror.objects.filter(pk=work.id, org_id=work.org, lease_until=work.leased_until)


def _behind(row: Mirror) -> int | None:
    """A room with lines that this mirror has not taken: of its kinds, and at its level now or once before."""
    begun = MirrorCursor.objects.filter(mirror=row)
    rooms = Room.objects.filter(org_id=row.org_id, kind__in=row.room_kinds)
    new = rooms.filter(level__gte=row.min_level).exclude(pk__in=begun.values("room_id"))
    on = begun.filter(room__seq__gt=F("seq"), room__kind__in=row.room_kinds).order_by("room_id")
    found = on.values_list("room_id", flat=True).first() or new.order_by("id").values_list("id", flat=True).first()
    return None if found is None else int(found)


def _work(row: Mirror, room: int, until: datetime) -> MirrorWork:
    """Fixes which lines the next message holds, so that a repeat holds the same."""
    last = Room.objects.values_list("seq", flat=True).get(pk=room)
    place, _new = MirrorCursor.objects.get_or_create(
        mirror=row, room_id=room, defaults={"seq": max(0, last - BACK), "upto": 0}
    )
    if place.upto <= place.seq:
        place.upto = min(last, place.seq + BATCH)
        place.save(update_fields=("upto",))
    settings = _plain(row)
    every = settings.get("every_min", "")
    return MirrorWork(
        id=row.pk,
        org=row.org_id,
        kind=row.kind,
        settings=settings,
        room=room,
        after=place.seq,
        upto=place.upto,
        verbs=tuple(row.verbs),
        personal=row.personal,
        locale=row.locale,
        failures=row.failures,
        every_min=int(every) if every.isdecimal() else 0,
        leased_until=until,
    )


def _plain(row: Mirror) -> dict[str, str]:
    return dict(codec.from_json(secrets.open_(row.settings), dict[str, str])) if row.settings else {}


# ── what operators set ─────────────────────────────────────────────────────────────────────────────────────────────
#: Settings that are secrets: an address of a hook is one.
SECRET = ("hook", "token", "smtp")


@dataclass(frozen=True, slots=True)
class MirrorView:
    id: int
    kind: str
    name: str
    enabled: bool
    room_kinds: tuple[str, ...]
    min_level: int
    verbs: tuple[str, ...]
    personal: bool
    locale: str
    problem: str
    failures: int
    last_ok_at: datetime | None
    next_at: datetime | None
    settings: Mapping[str, str]  # without secrets


def mirrors(org: int) -> tuple[MirrorView, ...]:
    return tuple(
        MirrorView(
            id=row.pk,
            kind=row.kind,
            name=row.name,
            enabled=row.enabled,
            room_kinds=tuple(row.room_kinds),
            min_level=row.min_level,
            verbs=tuple(row.verbs),
            personal=row.personal,
            locale=row.locale,
            problem=row.problem,
            failures=row.failures,
            last_ok_at=row.last_ok_at,
            next_at=row.next_at,
            settings={name: value for name, value in _plain(row).items() if name not in SECRET},
        )
        for row in Mirror.objects.filter(org_id=org)
    )


def _row(org: int, mirror: int) -> Mirror:
    found = Mirror.objects.filter(org_id=org, pk=mirror).first()
    if found is None:
        raise NoSuchThing(what="mirror", key=mirror)
    return found


def keep(org: int, mirror: int | None, *, settings: Mapping[str, str], at: datetime, **values: Any) -> int:
    """A new mirror, which begins with what happens from now on, or the one changed; empty secrets stay.

    Raises NoSuchThing, AlreadyDone when the name is taken.
    """
    try:
        with transaction.atomic():
            row = _row(org, mirror) if mirror is not None else Mirror(org_id=org, added_at=at)
            before = _plain(row)
            merged = {**settings, **{n: settings.get(n) or before.get(n, "") for n in SECRET}}
            for name, value in values.items():
                setattr(row, name, value)
            row.settings = secrets.seal(json.dumps(merged, ensure_ascii=False))
            row.problem, row.failures, row.next_at = "", 0, None
            row.save()
            if mirror is None:
                there = Room.objects.filter(org_id=org, level__gte=row.min_level).values_list("id", "seq")
                MirrorCursor.objects.bulk_create(MirrorCursor(mirror=row, room_id=r, seq=seq) for r, seq in there)
    except IntegrityError as problem:
        raise AlreadyDone(what="mirror") from problem
    return int(row.pk)


def switch(org: int, mirror: int, *, enabled: bool) -> None:
    """Switched on again, it goes on where it stood, at once."""
    Mirror.objects.filter(pk=_row(org, mirror).pk).update(enabled=enabled, next_at=None, failures=0, problem="")


def remove(org: int, mirror: int) -> None:
    _row(org, mirror).delete()


def for_trial(org: int, mirror: int) -> tuple[str, dict[str, str], str]:
    """(kind, settings with secrets, locale) of one, for a test message. Raises NoSuchThing."""
    row = _row(org, mirror)
    return row.kind, _plain(row), row.locale


def tried(org: int, mirror: int, *, problem: str, at: datetime) -> None:
    changes: dict[str, Any] = {"problem": codec.keepable(problem)[:300]} | ({} if problem else {"last_ok_at": at})
    Mirror.objects.filter(org_id=org, pk=mirror).update(**changes)
