"""Questions to executives, kept and read. Each function is one transaction; words are sealed at rest."""

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import Q

from bongsu.core.errors import NoSuchThing
from bongsu.core.ports import CallJob
from bongsu.crisis.executives import Question
from bongsu.store import calling, codec, links, secrets
from bongsu.store.operations import models as m

SHOWN = 30


def _question(row: m.ExecutiveQuestion) -> Question:
    return Question(
        id=row.pk,
        text=secrets.open_(row.text),
        by=row.by,
        first=row.first,
        person=row.person,
        role=row.role,
        minutes=row.minutes,
        asked_at=row.asked_at,
        due_at=row.due_at,
        room=row.room_id,
        seen_at=row.seen_at,
        passed_at=row.passed_at,
        late_at=row.late_at,
        answer=secrets.open_(row.answer),
        answered_at=row.answered_at,
        answered_by=row.answered_by,
    )


def _values(asked: Question) -> dict[str, object]:
    plain = {name: value for name, value in asdict(asked).items() if name not in ("id", "room")}
    return plain | {"text": secrets.seal(asked.text), "answer": secrets.seal(asked.answer), "room_id": asked.room}


def all_of(org: int, *, room: int | None = None) -> tuple[Question, ...]:
    """The newest first."""
    rows = m.ExecutiveQuestion.objects.filter(org_id=org)
    return tuple(map(_question, (rows if room is None else rows.filter(room_id=room))[:SHOWN]))


def waiting(org: int, person: str) -> tuple[Question, ...]:
    """What one person has to answer, the most urgent first."""
    rows = m.ExecutiveQuestion.objects.filter(org_id=org, person=person, answered_at=None)
    return tuple(map(_question, rows.order_by("due_at")[:SHOWN]))


def keep(org: int, asked: Question) -> Question:
    """The question with its number. Raises NoSuchThing for a room of others."""
    if asked.room is not None and not m.Room.objects.filter(org_id=org, pk=asked.room).exists():
        raise NoSuchThing(what="room", key=str(asked.room))
    with transaction.atomic():
        row = m.ExecutiveQuestion.objects.create(org_id=org, key=uuid4().hex[:20], **_values(asked))
        # No two questions share a key within a room; the row's own number is one.
        m.ExecutiveQuestion.objects.filter(pk=row.pk).update(key=f"x{row.pk}")
    return replace(asked, id=row.pk)


def room_of(org: int, number: int) -> int | None:
    """The room in whose journal a question stands. Raises NoSuchThing."""
    row = m.ExecutiveQuestion.objects.filter(org_id=org, pk=number).values_list("room_id", flat=True)
    found = list(row)
    if not found:
        raise NoSuchThing(what="question", key=str(number))
    return found[0]


def change(org: int, number: int, rule: Callable[[Question], Question]) -> Question:
    """What `rule` makes of it, under the row's lock. Handed to somebody else, it is sent to them."""
    with transaction.atomic():
        row = m.ExecutiveQuestion.objects.select_for_update().filter(org_id=org, pk=number).first()
        if row is None:
            raise NoSuchThing(what="question", key=str(number))
        before = _question(row)
        after = rule(before)
        if after != before:
            sent = {} if after.person == before.person else {"open": True, "attempts": 0, "lease_until": None}
            m.ExecutiveQuestion.objects.filter(pk=number).update(**_values(after), **sent)
        return after


def late(org: int, at: datetime) -> tuple[int, ...]:
    rows = m.ExecutiveQuestion.objects.filter(org_id=org, answered_at=None, late_at=None, due_at__lte=at)
    return tuple(rows.values_list("pk", flat=True))


# ── sending ────────────────────────────────────────────────────────────────────────────────────────────────────────
def claim(*, org: int, lease_s: float, real: datetime) -> tuple[int, str, tuple[CallJob, ...]] | None:
    """(number, its words, a job for each channel of its person) of the next to be sent, held by a lease."""
    free = Q(lease_until=None) | Q(lease_until__lt=real)
    rows = m.ExecutiveQuestion.objects.filter(free, org_id=org, open=True, answered_at=None).order_by("id")
    for row in rows[:8]:
        mine = m.ExecutiveQuestion.objects.filter(free, pk=row.pk, open=True, attempts=row.attempts)
        if not mine.update(lease_until=real + timedelta(seconds=lease_s)):
            continue
        person = m.Person.objects.filter(org_id=org, key=row.person).first()
        channels = [c for c in calling.rows_of(person) if calling.channel_of(c).ready] if person else []
        jobs = tuple(
            CallJob(
                org=org,
                room=row.room_id or 0,
                call="",
                person=row.person,
                name=person.name if person else "",
                locale=person.locale if person else "ko",
                attempt=row.attempts + 1,
                channel=calling.call_channel(channel),
                room_title="",
                level=1,
                link=links.questions_address(),
                tag=f"question-{row.pk}-{row.person}",
            )
            for channel in channels
        )
        return row.pk, secrets.open_(row.text), jobs
    return None


def tried(*, org: int, number: int, channel: str, problem: str) -> None:
    """One round through the channels is the round; the card on every page stays."""
    m.ExecutiveQuestion.objects.filter(org_id=org, pk=number).update(
        open=False, attempts=1, lease_until=None, sent_by=channel, problem=codec.keepable(problem)[:300]
    )
