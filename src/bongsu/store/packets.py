"""Emergency packets on disk: passphrases, what is due, and what reached whom (core.ports.PacketShelf).

Due times are the organisation's; leases run in real time. A packet is written down under the lock of its person's
passphrase, so that two machines give one; its content is the encrypted PDF, and only the newest keep theirs.
"""

import hashlib
import secrets as random
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from bongsu.core.errors import NoSuchThing
from bongsu.core.ports import PacketJob
from bongsu.crisis import packet as rules
from bongsu.store import codec, secrets
from bongsu.store.calling import behind, outside_a_room, rows_of
from bongsu.store.clock import real_now
from bongsu.store.operations import models as m
from bongsu.store.queries import packets as query

CANDIDATES = 8
#: Contents and rows kept for each person.
KEEP_CONTENT, KEEP_ROWS = 2, 60
FIRST_WAIT, MOST_WAIT = timedelta(minutes=1), timedelta(hours=1)
#: 20 digits are 66 bits; so are 12 syllables of 50. Digits are typed where no Korean keyboard opens.
DIGIT_GROUPS, SYLLABLE_PAIRS = 5, 6
_HEADS, _VOWELS = (0, 2, 3, 5, 6, 7, 9, 11, 12, 18), (0, 4, 8, 13, 20)  # ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅎ, ㅏㅓㅗㅜㅣ


class DjangoPackets:
    def issue(self, org: int, at: datetime) -> int:
        able = m.PacketPhrase.objects.filter(org_id=org)
        if not able.exists():
            return 0
        who = {person.key for person in query.recipients(org)}
        row = m.Org.objects.get(pk=org)
        week, fingerprint = rules.week_of(at, row.zone), query.fingerprint(row)
        # Whoever is none of them any more gets nothing that still waits.
        m.Packet.objects.filter(org_id=org, state="waiting").exclude(person__key__in=who).update(state="replaced")
        phrases = able.filter(person__key__in=who).values_list("pk", flat=True)
        return sum(_issue(phrase, week=week, fingerprint=fingerprint, at=at) for phrase in phrases)

    def claim_packet(self, *, org: int, at: datetime, lease_s: float) -> PacketJob | None:
        real = real_now()
        free = Q(lease_until=None) | Q(lease_until__lt=real)
        until = real + timedelta(seconds=lease_s)
        due = m.Packet.objects.filter(free, org_id=org, state="waiting", next_at__lte=at)
        for row in due.select_related("person").order_by("next_at", "id")[:CANDIDATES]:
            mine = m.Packet.objects.filter(free, pk=row.pk, state="waiting", attempts=row.attempts)
            if mine.update(lease_until=until):
                return _job(row, until, at)
        return None

    def packet_built(self, job: PacketJob, content: bytes, *, at: datetime) -> bool:
        digest = hashlib.sha256(content).hexdigest()
        return bool(_mine(job).update(content=content, digest=digest, size=len(content), built_at=at))

    def packet_tried(self, job: PacketJob, *, how: str, problem: str, at: datetime) -> None:
        said = codec.keepable(problem)[:300]
        if not how:
            wait = min(MOST_WAIT, FIRST_WAIT * 2 ** min(job.attempt - 1, 10))
            _mine(job).update(problem=said, attempts=job.attempt, next_at=at + wait, lease_until=None)
            return
        done = {"state": "done", "how": how, "sent_at": at, "problem": said, "attempts": job.attempt}
        with transaction.atomic():
            if _mine(job).update(**done, next_at=None, lease_until=None):
                _forget(m.Packet.objects.filter(org_id=job.org, person__key=job.person))


def _mine(job: PacketJob) -> QuerySet[m.Packet]:
    return m.Packet.objects.filter(pk=job.id, org_id=job.org, state="waiting", lease_until=job.leased_until)


def _issue(phrase: int, *, week: str, fingerprint: str, at: datetime) -> int:
    with transaction.atomic():
        own = m.PacketPhrase.objects.select_for_update().filter(pk=phrase).first()
        if own is None:
            return 0
        theirs = m.Packet.objects.filter(person_id=own.person_id)
        last = theirs.defer("content").order_by("-number").first()
        known = rules.Issue(last.week, last.fingerprint, last.phrase, last.at) if last else None
        why = rules.cause(known, week=week, fingerprint=fingerprint, phrase=own.number, at=at)
        if why is None:
            return 0
        theirs.filter(state="waiting").update(state="replaced", next_at=None, lease_until=None)
        m.Packet.objects.create(
            org_id=own.org_id,
            person_id=own.person_id,
            number=last.number + 1 if last else 1,
            week=week,
            cause=why,
            fingerprint=fingerprint,
            phrase=own.number,
            at=at,
            next_at=at,
        )
        return 1


def _forget(theirs: QuerySet[m.Packet]) -> None:
    """Old contents go at once, old rows after a year or so."""
    done = list(theirs.order_by("-number").values_list("pk", flat=True))
    theirs.filter(pk__in=done[KEEP_CONTENT:]).exclude(digest="").update(content=b"")
    theirs.filter(pk__in=done[KEEP_ROWS:]).delete()


def _job(row: m.Packet, until: datetime, at: datetime) -> PacketJob:
    person = row.person
    rows = [c for c in rows_of(person) if c.enabled and behind(c)]
    ordered: Sequence[m.Channel] = sorted(rows, key=lambda c: c.kind != "mail")
    calls = tuple(
        outside_a_room(person, channel, attempt=row.attempts + 1, link=f"{settings.URL}/packet/", tag="packet")
        for channel in ordered
    )
    return PacketJob(
        id=row.pk,
        org=row.org_id,
        person=person.key,
        number=row.number,
        locale=person.locale,
        zone=person.zone,
        attempt=row.attempts + 1,
        at=at,
        content=bytes(row.content),
        calls=calls,
        leased_until=until,
    )


# ── passphrases ────────────────────────────────────────────────────────────────────────────────────────────────────
def new_phrase(org: int, person: str, *, kind: str, at: datetime) -> str:
    """A passphrase of digits or of Korean syllables in place of the one before. Returned once, kept sealed."""
    text = (_syllables if kind == "syllables" else _digits)()
    with transaction.atomic():
        owner = m.Person.objects.select_for_update().filter(org_id=org, key=person).first()
        if owner is None:
            raise NoSuchThing(what="person", key=person)
        row = m.PacketPhrase.objects.filter(person=owner).first()
        number = row.number + 1 if row else 1
        kept = {"org_id": org, "number": number, "phrase": secrets.seal(text), "made_at": at}
        m.PacketPhrase.objects.update_or_create(person=owner, defaults=kept)
    return text


def phrase_of(org: int, person: str) -> str:
    """The passphrase, for encrypting; never for a page. Raises NoSuchThing."""
    row = m.PacketPhrase.objects.filter(org_id=org, person__key=person).first()
    if row is None:
        raise NoSuchThing(what="passphrase", key=person)
    return secrets.open_(row.phrase)


def _digits() -> str:
    return " ".join(f"{random.randbelow(10_000):04}" for _ in range(DIGIT_GROUPS))


def _syllables() -> str:
    def one() -> str:
        return chr(0xAC00 + random.choice(_HEADS) * 588 + random.choice(_VOWELS) * 28)

    return " ".join(one() + one() for _ in range(SYLLABLE_PAIRS))


# ── fetching ───────────────────────────────────────────────────────────────────────────────────────────────────────
def fetch(org: int, person: str, *, at: datetime) -> tuple[int, bytes] | None:
    """(number, content) of somebody's own newest packet, noted as downloaded. None: there is none yet."""
    row = m.Packet.objects.filter(org_id=org, person__key=person).exclude(digest="").order_by("-number").first()
    if row is None or not row.content:
        return None
    m.Packet.objects.filter(pk=row.pk).update(downloaded_at=at)
    return row.number, bytes(row.content)


def keep_settings(org: int, *, roles: Sequence[str], pace: Sequence[rules.Fallback]) -> None:
    """Who gets a packet ((): whoever may lead, and operators), and where one turns when the usual way is down."""
    kept = {"roles": list(roles), "pace": [codec.builtins(one) for one in pace]}
    m.Org.objects.filter(pk=org).update(packet=kept)
