"""Findings and reports that stand on the Watch, in no room: who has one in hand, and who had it on their screen.

A room has its lock and its journal; the Watch has neither. Here the table's own constraint decides: of two who take a
finding at one instant the database lets one in, and the other is told who.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Count, Q

from bongsu.core.errors import AlreadyDone, AlreadyTaken, NotYours
from bongsu.store.operations import models as m

SEEN, HAND = "seen", "hand"
#: Who has had one for so long, and neither let go nor opened a room, may be stepped in for.
STEP_IN = timedelta(minutes=15)
#: Of what a row is meant.
FINDING, REPORT = "finding", "report"


@dataclass(frozen=True, slots=True)
class OnWatch:
    """One finding as people have it."""

    by: str = ""  # person key of whoever has it in hand
    name: str = ""
    seen: int = 0  # how many people had it on their screen
    since: datetime | None = None
    instead_of: str = ""  # person key of whoever had it before, and did not let go
    before: str = ""  # their name
    told: str = ""  # how far they have been told of it: "waiting" | "sent" | "on_screen" | "failed"

    def may_step_in(self, at: datetime) -> bool:
        return self.since is not None and at - self.since >= STEP_IN


NOBODY = OnWatch()


def take(org: int, finding: int, *, person: str, at: datetime, of: str = FINDING) -> None:
    """This person sees to it, also in place of somebody who has had it too long.

    Raises AlreadyTaken (and who has it), AlreadyDone.
    """
    try:
        with transaction.atomic():
            mark = m.WatchMark(org_id=org, of=of, finding=finding, person=person, kind=HAND, at=at)
            before = _stepped_in_for(mark)
            mark.instead_of = before.person if before else ""
            mark.save()
            if before is not None:
                m.StepInNotice.objects.create(org_id=org, mark=mark, since=before.at, next_at=at)
    except IntegrityError:
        other = holder(org, finding, of=of)
        if other is None:  # let go of in this very moment
            return take(org, finding, person=person, at=at, of=of)
        if other == person:
            raise AlreadyDone(what="take") from None
        raise AlreadyTaken(owner=_names(org, [other]).get(other, other)) from None


def _stepped_in_for(mark: m.WatchMark) -> m.WatchMark | None:
    """End the hand of somebody who has had it too long, and give it back; None where nobody has."""
    about = {"org_id": mark.org_id, "of": mark.of, "finding": mark.finding, "kind": HAND, "released_at": None}
    late = m.WatchMark.objects.filter(**about, at__lte=mark.at - STEP_IN).exclude(person=mark.person)
    before = late.first()
    # Of two who step in at one instant one ends the old hand, and the database keeps the other's out.
    if before is None or not late.filter(pk=before.pk).update(released_at=mark.at):
        return None
    return before


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
    held = {mark.finding: mark for mark in rows.filter(kind=HAND, released_at=None).select_related("notice")}
    seen = rows.filter(kind=SEEN).values("finding").annotate(n=Count("id"))
    counted = dict(seen.values_list("finding", "n"))
    names = _names(org, [key for mark in held.values() for key in (mark.person, mark.instead_of)])
    return {one: _on_watch(held.get(one), counted.get(one, 0), names) for one in findings}


def _on_watch(mark: m.WatchMark | None, seen: int, names: Mapping[str, str]) -> OnWatch:
    if mark is None:
        return OnWatch(seen=seen)
    before = mark.instead_of
    # Steps of an earlier version were told on screens only, and have no row.
    told = mark.notice.state if hasattr(mark, "notice") else ""
    name = names.get(mark.person, mark.person)
    return OnWatch(mark.person, name, seen, mark.at, before, names.get(before, before), told)


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
    """Counts up whenever somebody takes one, lets go of it, or has been told who has it now."""
    rows = m.WatchMark.objects.filter(org_id=org, kind=HAND)
    counts = rows.aggregate(taken=Count("id"), let_go=Count("id", filter=Q(released_at__isnull=False)))
    told = m.StepInNotice.objects.filter(org_id=org).exclude(state="waiting").count()
    return int(counts["taken"]) + int(counts["let_go"]) + told


def _names(org: int, keys: Collection[str]) -> Mapping[str, str]:
    return dict(m.Person.objects.filter(org_id=org, key__in=list(keys)).values_list("key", "name"))
