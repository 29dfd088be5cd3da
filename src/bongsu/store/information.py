"""What executives share, kept and read. Each function is one transaction; words are sealed at rest.

Nothing here goes into a journal. Whoever asks is named, and gets only what they are cleared for: there is no look-up
of an item without its reader.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from bongsu.core.errors import AlreadyDone, NoSuchThing, StaleText
from bongsu.crisis import information as rules
from bongsu.crisis.information import Alignment, Item
from bongsu.store import secrets
from bongsu.store.operations import models as m

SHOWN_READS = 200


@dataclass(frozen=True, slots=True)
class Past:
    """A version as it stood."""

    number: int
    title: str
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Reading:
    person: str
    number: int
    way: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Met:
    at: datetime
    attendees: tuple[str, ...]
    notes: str
    by: str


# ── reading ────────────────────────────────────────────────────────────────────────────────────────────────────────
def all_of(org: int) -> tuple[Item, ...]:
    """Everything that stands, whoever may know. Screens ask `for_reader`."""
    rows = m.Information.objects.filter(org_id=org, gone_at=None)
    bodies = dict(
        m.InformationVersion.objects.filter(item__org_id=org, item__gone_at=None)
        .order_by("number")
        .values_list("item_id", "body")
    )
    return tuple(_item(row, bodies[row.pk]) for row in rows if row.pk in bodies)


def for_reader(org: int, *, person: str, roles: Sequence[str], at: datetime) -> tuple[Item, ...]:
    """What one person may know, with its words."""
    return tuple(item for item in all_of(org) if rules.sees(item, person=person, roles=roles, at=at))


def one(org: int, number: int, *, person: str, roles: Sequence[str], at: datetime) -> Item:
    """Raises NoSuchThing, in the same words for what is not there and for what this person may not know."""
    row = m.Information.objects.filter(org_id=org, gone_at=None, pk=number).first()
    version = row.versions.first() if row else None
    item = _item(row, version.body) if row and version else None
    if item is None or not rules.sees(item, person=person, roles=roles, at=at):
        raise NoSuchThing(what="information", key=str(number))
    return item


def _item(row: m.Information, body: str) -> Item:
    said = json.loads(secrets.open_(body))
    return Item(
        id=row.pk,
        kind=row.kind,
        title=said["title"],
        text=said["text"],
        categories=tuple(said["categories"]),
        words=tuple(said["words"]),
        phrases=tuple(said["phrases"]),
        owner=row.owner,
        from_at=row.from_at,
        until=row.until,
        roles=tuple(row.roles),
        people=tuple(row.people),
        must_read=row.must_read,
        brand=row.brand_id,
        happens_at=row.happens_at,
        lead_days=row.lead_days,
        end=row.end,
        review_on=row.review_on,
        number=row.number,
    )


def versions(item: Item) -> tuple[Past, ...]:
    """All of them, the newest first. The caller has shown that its reader may know the item."""
    found = []
    for row in m.InformationVersion.objects.filter(item_id=item.id):
        said = json.loads(secrets.open_(row.body))
        found.append(Past(row.number, said["title"], said["text"], row.by, row.at))
    return tuple(found)


def readings(item: Item) -> tuple[Reading, ...]:
    """Who has read it, the latest first."""
    rows = m.InformationRead.objects.filter(item_id=item.id).order_by("-id")[:SHOWN_READS]
    return tuple(Reading(r.person, r.number, r.way, r.at) for r in rows)


def readers(org: int) -> Mapping[int, frozenset[str]]:
    """Item → who has read the version that stands."""
    found: dict[int, set[str]] = {}
    rows = m.InformationRead.objects.filter(item__org_id=org, item__gone_at=None, way="read")
    for item, number, person, current in rows.values_list("item_id", "number", "person", "item__number"):
        if number == current:
            found.setdefault(item, set()).add(person)
    return {item: frozenset(people) for item, people in found.items()}


# ── writing ────────────────────────────────────────────────────────────────────────────────────────────────────────
def keep(org: int, item: Item, *, by: str, at: datetime, base: int | None = None) -> int:
    """A new item, or a new version over `base`, the number that was read. It was checked by `crisis.information`.

    Raises StaleText, NoSuchThing.
    """
    if item.brand is not None and not m.Brand.objects.filter(org_id=org, pk=item.brand).exists():
        raise NoSuchThing(what="brand", key=item.brand)
    values = {
        "kind": item.kind,
        "owner": item.owner,
        "roles": list(item.roles),
        "people": list(item.people),
        "must_read": item.must_read,
        "brand_id": item.brand,
        "from_at": item.from_at,
        "until": item.until,
        "happens_at": item.happens_at,
        "lead_days": item.lead_days,
        "end": item.end,
        "review_on": item.review_on,
    }
    with transaction.atomic():
        if base is None:
            row, number = m.Information.objects.create(org_id=org, **values), 1
        else:
            found = m.Information.objects.select_for_update().filter(org_id=org, pk=item.id, gone_at=None).first()
            if found is None:
                raise NoSuchThing(what="information", key=str(item.id))
            if found.number != base:
                raise StaleText(version=found.number)
            row, number = found, base + 1
            m.Information.objects.filter(pk=row.pk).update(**values, number=number)
        body = secrets.seal(
            json.dumps(
                {
                    "title": item.title,
                    "text": item.text,
                    "categories": list(item.categories),
                    "words": list(item.words),
                    "phrases": list(item.phrases),
                },
                ensure_ascii=False,
            )
        )
        m.InformationVersion.objects.create(item=row, number=number, body=body, by=by, at=at)
        return int(row.pk)


def read(item: Item, *, person: str, at: datetime) -> None:
    """`person` has read the version that stands. Said twice, the first stands."""
    m.InformationRead.objects.get_or_create(
        item_id=item.id, number=item.number, person=person, way="read", defaults={"at": at}
    )


def opened(item: Item, *, person: str, at: datetime) -> None:
    """`person` was shown the words of a fact; each time."""
    m.InformationRead.objects.create(item_id=item.id, number=item.number, person=person, way="opened", at=at)


def put_away(org: int, number: int, *, at: datetime) -> None:
    """It no longer stands. A fact's words are erased; who read it stays on record."""
    with transaction.atomic():
        rows = m.Information.objects.filter(org_id=org, pk=number, gone_at=None)
        kind = rows.values_list("kind", flat=True).first()
        if not rows.update(gone_at=at):
            raise AlreadyDone(what="put_away")
        if kind == rules.FACT:
            m.InformationVersion.objects.filter(item_id=number).delete()


def expire(org: int, at: datetime) -> int:
    """Erase the words of facts whose embargo ended and that were to be deleted then; how many."""
    ended = m.Information.objects.filter(org_id=org, gone_at=None, kind=rules.FACT, end=rules.DELETE, until__lte=at)
    if not ended.exists():
        return 0
    with transaction.atomic():
        keys = list(ended.values_list("pk", flat=True))
        m.InformationVersion.objects.filter(item_id__in=keys).delete()
        return ended.update(gone_at=at)


# ── the meeting ────────────────────────────────────────────────────────────────────────────────────────────────────
def alignment(org: int) -> Alignment:
    plan = m.AlignmentPlan.objects.filter(org_id=org).first()
    held = m.AlignmentMeeting.objects.filter(org_id=org).values_list("at", flat=True).first()
    if plan is None:
        return Alignment(held_at=held)
    return Alignment(every_days=plan.every_days, since=plan.since, held_at=held, next_at=plan.next_at)


def aligned(org: int, at: datetime) -> bool | None:
    """Whether executives and team have met in time; None: nobody has said how often."""
    state = rules.alignment_state(alignment(org), at)
    return None if state == "unset" else state != "overdue"


def attendees(org: int) -> tuple[str, ...]:
    return tuple(m.AlignmentPlan.objects.filter(org_id=org).values_list("attendees", flat=True).first() or ())


def plan_meeting(
    org: int, *, every_days: int, next_at: datetime | None, attendees: Sequence[str], at: datetime
) -> None:
    """How often, when next, who. A new cadence does not excuse a meeting that was missed."""
    with transaction.atomic():
        m.Org.objects.select_for_update().get(pk=org)
        values = {"every_days": every_days, "next_at": next_at, "attendees": list(attendees)}
        m.AlignmentPlan.objects.update_or_create(org_id=org, defaults=values, create_defaults={**values, "since": at})


def meeting_held(org: int, *, at: datetime, attendees: Sequence[str], notes: str, by: str) -> None:
    with transaction.atomic():
        m.AlignmentMeeting.objects.create(
            org_id=org, at=at, attendees=list(attendees), notes=secrets.seal(notes), by=by
        )
        m.AlignmentPlan.objects.filter(Q(next_at__lte=at), org_id=org).update(next_at=None)


def meetings(org: int, *, limit: int = 6) -> tuple[Met, ...]:
    rows = m.AlignmentMeeting.objects.filter(org_id=org)[:limit]
    return tuple(Met(r.at, tuple(r.attendees), secrets.open_(r.notes), r.by) for r in rows)
