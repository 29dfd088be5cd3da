"""Texts that people are to have: rows that follow the journal, claimed by a loop until a channel took them.

A notice stands on the person's screen while it is open. Beside that each kind has its own patience (`KINDS`): orders
and flashes are repeated until they are answered, the rest goes out once. A drill's texts stay on screens.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from bongsu.core import events as e
from bongsu.core.line import Line
from bongsu.core.ports import NoticeJob
from bongsu.core.values import SYSTEM
from bongsu.crisis.convene.one_voice import in_force
from bongsu.crisis.room import Room
from bongsu.store import calling, codec, journal, links
from bongsu.store.operations import models as m

CANDIDATES = 8


@dataclass(frozen=True, slots=True)
class Patience:
    again_s: int  # from one try to the next
    most: int  # tries
    until_answered: bool  # keep trying though a channel took it


KINDS: Mapping[str, Patience] = {
    "voice": Patience(600, 6, until_answered=True),
    "flash": Patience(120, 10, until_answered=True),
    "answer": Patience(120, 10, until_answered=False),
    "lifted": Patience(600, 3, until_answered=False),
    "thanks": Patience(600, 3, until_answered=False),
    "promise": Patience(120, 5, until_answered=False),
    "quiet": Patience(60, 5, until_answered=False),
}


# ── following the journal ──────────────────────────────────────────────────────────────────────────────────────────
def follow(room: Room, lines: Sequence[Line]) -> None:
    """Open and close notices as `lines` say; `room` is the state after them."""
    for line in lines:
        match line.event:
            case e.OneVoiceOrdered(order=key, people=people, points=points):
                _of(room, "voice").exclude(ref=key).update(open=False)
                _open(room, "voice", key, (*people, *(owner for _, owner, _ in points)), line.at)
            case e.OneVoiceDeputiesAsked(order=key, points=points):
                asked = [deputy for _, deputy in points]
                _open(room, "voice", key, asked, line.at)
                _of(room, "voice", key).filter(person__key__in=asked).update(open=True, attempts=0, next_at=line.at)
            case e.OneVoiceRead(order=key, person=person) | e.OneVoiceSilent(order=key, person=person):
                order = room.one_voice
                if order is None or person not in order.unread:
                    done = _of(room, "voice", key).filter(person__key=person)
                    # Read is enough for the phone; the screen asks on until their own accounts rest.
                    done.update(next_at=None, open=order is not None and person in order.loud)
            case e.OneVoiceLifted(order=key):
                told = _of(room, "voice", key)
                _open(room, "lifted", key, told.values_list("person__key", flat=True), line.at)
                told.update(open=False)
            case e.FlashSent(flash=key, to=to):
                _open(room, "flash", key, to, line.at)
            case e.FlashRead(flash=key, person=person):
                # Read is enough for the phone and the top of every page; the room asks on for an answer.
                _of(room, "flash", key).filter(person__key=person).update(open=False)
            case e.FlashAnswered(flash=key, person=person, answer=answer):
                _of(room, "flash", key).filter(person__key=person).update(open=False)
                flash = room.flash(key)
                if flash is not None and answer != "ack":
                    _open(room, "answer", f"{key}.{line.seq}", (flash.by,), line.at)
            case e.FlashWithdrawn(flash=key):
                _of(room, "flash", key).update(open=False)
            case e.ThanksSent(to=to):
                _open(room, "thanks", str(line.seq), to, line.at)
            case e.LeaderQuiet(leader=leader, standby=standby):
                _open(room, "quiet", str(line.seq), (leader, *([standby] if standby else [])), line.at)
            case e.PromiseMade(promise=key, owner=owner, text=text, due_at=due_at):
                m.OpenPromise.objects.update_or_create(
                    room_id=room.id,
                    key=key,
                    defaults={"org_id": room.org, "owner": owner, "text": text, "due_at": due_at},
                )
            case e.PromiseSoon(promise=key, owner=owner):
                _open(room, "promise", key, (owner,), line.at)
            case e.PromiseHandedOn(promise=key, owner=owner, due_at=due_at):
                _promise(room, key).update(owner=owner, due_at=due_at)
                _of(room, "promise", key).delete()  # its next owner is warned anew
            case e.PromiseKept(promise=key) | e.PromiseBroken(promise=key):
                _promise(room, key).delete()
            case e.ReviewBooked(on=on, owner=owner):
                m.Appointment.objects.update_or_create(
                    room_id=room.id, defaults={"org_id": room.org, "on": on, "owner": owner}
                )
            case e.RoomClosed():
                m.Notice.objects.filter(room_id=room.id, kind__in=("voice", "flash", "quiet")).update(open=False)
            case _:
                pass


def _of(room: Room, kind: str, ref: str | None = None) -> QuerySet[m.Notice]:
    rows = m.Notice.objects.filter(room_id=room.id, kind=kind)
    return rows if ref is None else rows.filter(ref=ref)


def _promise(room: Room, key: str) -> QuerySet[m.OpenPromise]:
    return m.OpenPromise.objects.filter(room_id=room.id, key=key)


def _open(room: Room, kind: str, ref: str, people: Iterable[str], at: datetime) -> None:
    """One row for each person there is; whoever has one keeps it."""
    keys = {key for key in people if key and key != SYSTEM}
    m.Notice.objects.bulk_create(
        (
            m.Notice(org_id=room.org, room_id=room.id, kind=kind, ref=ref, person=person, next_at=at)
            for person in m.Person.objects.filter(org_id=room.org, key__in=keys)
        ),
        ignore_conflicts=True,
    )


# ── work ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def claim(*, org: int, at: datetime, lease_s: float, real: datetime) -> NoticeJob | None:
    """The next text that is due to go out at `at`. None: nothing waits."""
    free = Q(lease_until=None) | Q(lease_until__lt=real)
    due = m.Notice.objects.filter(free, org_id=org, open=True, next_at__lte=at)
    for row in due.select_related("person", "room").order_by("next_at", "id")[:CANDIDATES]:
        mine = m.Notice.objects.filter(free, pk=row.pk, open=True, attempts=row.attempts)
        if mine.update(lease_until=real + timedelta(seconds=lease_s)):
            return _job(row, at)
    return None


def _job(row: m.Notice, at: datetime) -> NoticeJob:
    room = codec.room_from(row.room.state, row.room.ground)
    text, about = _words(row, room)
    link = links.room_address(room.id)
    if row.kind == "voice":
        link = links.order_address(row.org_id, room.id, row.ref, row.person.key)
    tag = f"{row.kind}-{row.org_id}-{row.room_id}-{row.ref}"
    calls = calling.each_channel(
        row.person, room, title=room.title, at=at, link=link, tag=tag, attempt=row.attempts + 1
    )
    return NoticeJob(
        id=row.pk,
        org=row.org_id,
        room=row.room_id,
        kind=row.kind,
        ref=row.ref,
        attempt=row.attempts + 1,
        text=text,
        about=about,
        calls=() if room.kind == "drill" else calls,
    )


def _words(row: m.Notice, room: Room) -> tuple[str, str]:
    """(what it says, whom it is from or about), from the state or the line it came of."""
    match row.kind:
        case "voice":
            order = in_force(room)
            return (order.text if order and order.id == row.ref else ""), ""
        case "flash":
            flash = room.flash(row.ref)
            return (_said(room, flash.text), _name(room, flash.by)) if flash else ("", "")
        case "promise":
            promise = room.promise(row.ref)
            return (promise.text, "") if promise else ("", "")
        case "answer":
            event = _line(room, int(row.ref.partition(".")[2]))
            if isinstance(event, e.FlashAnswered):
                return _said(room, event.words), _name(room, event.person)
        case "thanks":
            event = _line(room, int(row.ref))
            if isinstance(event, e.ThanksSent):
                return _said(room, event.text), ""
        case "quiet":
            event = _line(room, int(row.ref))
            if isinstance(event, e.LeaderQuiet):
                return "", _name(room, event.leader)
        case _:
            pass
    return "", ""


def _line(room: Room, seq: int) -> e.Event | None:
    body = m.JournalLine.objects.filter(room_id=room.id, seq=seq).values_list("body", flat=True).first()
    return journal.read(body).event if body else None


def _said(room: Room, words: str) -> str:
    return journal.unseal(room.id, [words]).get(words, "") if words.startswith(journal.SEALED) else words


def _name(room: Room, key: str) -> str:
    return m.Person.objects.filter(org_id=room.org, key=key).values_list("name", flat=True).first() or key


def tried(job: NoticeJob, *, problem: str, at: datetime) -> None:
    """Keep what came of a try, and when the next is due; None once a channel took it or patience is at its end."""
    patience = KINDS[job.kind]
    rows = m.Notice.objects.filter(pk=job.id)
    taken = not problem and bool(job.calls)
    over = job.attempt >= patience.most or not job.calls or (taken and not patience.until_answered)
    stays = patience.until_answered
    rows.filter(open=True).update(
        attempts=job.attempt,
        problem=codec.keepable(problem)[:300],
        next_at=None if over else at + timedelta(seconds=patience.again_s),
        open=stays or not over,
        lease_until=None,
    )
    if taken:
        rows.filter(sent_at=None).update(sent_at=at)
    rows.filter(open=True, next_at__isnull=False).exclude(room__is_open=True).filter(
        kind__in=("voice", "flash")
    ).update(open=False)
