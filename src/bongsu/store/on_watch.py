"""Findings and reports that stand on the Watch, in no room: who has one in hand, and who had it on their screen.

A room has its lock and its journal; the Watch has neither. Here the table's own constraint decides: of two who take a
finding at one instant the database lets one in, and the other is told who.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Count, Q

from bongsu.core.errors import AlreadyDone, AlreadyTaken, NotYours
from bongsu.store.operations import models as m

SEEN, HAND = "seen", "hand"
#: Of what a row is meant.
FINDING, REPORT = "finding", "report"


@dataclass(frozen=True, slots=True)
class OnWatch:
    """One finding as people have it."""

    by: str = ""  # person key of whoever has it in hand
    name: str = ""
    seen: int = 0  # how many people had it on their screen


NOBODY = OnWatch()


def take(org: int, finding: int, *, person: str, at: datetime, of: str = FINDING) -> None:
    """This person sees to it. Raises AlreadyTaken (and who has it), AlreadyDone."""
    try:
        with transaction.atomic():
            m.WatchMark.objects.create(org_id=org, of=of, finding=finding, person=person, kind=HAND, at=at)
    except IntegrityError:
        other = holder(org, finding, of=of)
        if other is None:  # let go of in this very moment
            return take(org, finding, person=person, at=at, of=of)
        if other == person:
            raise AlreadyDone(what="take") from None
        raise AlreadyTaken(owner=_names(org, [other]).get(other, other)) from None


def release(org: int, finding: int, *, person: str, at: datetime, of: str = FINDING) -> None:
    """Let go of it. Raises NotYours, AlreadyDone (nobody has it)."""
    mine = m.WatchMark.objects.filter(org_id=org, of=of, finding=finding, kind=HAND, person=person, released_at=None)
    if not mine.update(released_at=at):
        other = holder(org, finding, of=of)
        raise NotYours(owner=other) if other else AlreadyDone(what="release")


def holder(org: int, finding: int, *, of: str = FINDING) -> str | None:
    """Key of whoever has it in hand."""
    row = m.WatchMark.objects.filter(org_id=org, of=of, finding=finding, kind=HAND, released_at=None).first()
    return None if row is None else row.person


def see(org: int, findings: Collection[int], *, person: str, at: datetime, of: str = FINDING) -> None:
    """Note what this person has on their screen for the first time."""
    mine = m.WatchMark.objects.filter(org_id=org, of=of, kind=SEEN, person=person, finding__in=findings)
    known = set(mine.values_list("finding", flat=True))
    fresh = [finding for finding in findings if finding not in known]
    if fresh:
        rows = (m.WatchMark(org_id=org, of=of, finding=one, person=person, kind=SEEN, at=at) for one in fresh)
        m.WatchMark.objects.bulk_create(rows, ignore_conflicts=True)


def marks(org: int, findings: Collection[int], *, of: str = FINDING) -> Mapping[int, OnWatch]:
    """Each of these findings as people have it."""
    if not findings:
        return {}
    rows = m.WatchMark.objects.filter(org_id=org, of=of, finding__in=findings)
    held = dict(rows.filter(kind=HAND, released_at=None).values_list("finding", "person"))
    seen = rows.filter(kind=SEEN).values("finding").annotate(n=Count("id"))
    counted = dict(seen.values_list("finding", "n"))
    names = _names(org, held.values())
    return {
        one: OnWatch(held.get(one, ""), names.get(held.get(one, ""), held.get(one, "")), counted.get(one, 0))
        for one in findings
    }


def who_saw(org: int, finding: int, *, of: str = FINDING) -> tuple[tuple[str, datetime], ...]:
    """(name, when they first had it on their screen), the first one first."""
    rows = list(
        m.WatchMark.objects.filter(org_id=org, of=of, finding=finding, kind=SEEN)
        .order_by("at", "id")
        .values_list("person", "at")
    )
    names = _names(org, [person for person, _ in rows])
    return tuple((names.get(person, person), at) for person, at in rows)


def version(org: int) -> int:
    """Counts up whenever somebody takes one or lets go of it."""
    rows = m.WatchMark.objects.filter(org_id=org, kind=HAND)
    counts = rows.aggregate(taken=Count("id"), let_go=Count("id", filter=Q(released_at__isnull=False)))
    return int(counts["taken"]) + int(counts["let_go"])


def _names(org: int, keys: Collection[str]) -> Mapping[str, str]:
    return dict(m.Person.objects.filter(org_id=org, key__in=list(keys)).values_list("key", "name"))
