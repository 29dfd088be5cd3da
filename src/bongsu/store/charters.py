"""Versions of the charter: drafted, reviewed, signed by every executive, in force. Each function is one transaction.

The organisation's row is the lock: two people who edit, sign or bring into force come one after the other.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from bongsu.core.errors import AlreadyDone, NoSuchThing, StaleText
from bongsu.core.ports import Revoked
from bongsu.store import codec, edits, signing
from bongsu.store.operations import models as m
from bongsu.store.signing import digest

EXECUTIVES = ("executive", "committee_head")


@dataclass(frozen=True, slots=True)
class Signed:
    person: str
    name: str
    at: datetime
    current: bool  # what was signed is what stands


@dataclass(frozen=True, slots=True)
class Version:
    number: int
    state: str
    charter: Mapping[str, Any]
    playbook: Sequence[Mapping[str, Any]]
    by: str
    at: datetime
    from_at: datetime | None
    in_force_at: datetime | None
    ended_at: datetime | None
    digest: str
    signed: tuple[Signed, ...]
    missing: tuple[str, ...]  # names of executives who have not signed it as it stands
    readers: Mapping[str, datetime]
    changed_since: tuple[str, ...] = ()  # documents that stood beside it when it took force, and changed since


# ── reading ────────────────────────────────────────────────────────────────────────────────────────────────────────
def versions(org: int) -> tuple[Version, ...]:
    """The newest first."""
    row = m.Org.objects.get(pk=org)
    found = m.CharterVersion.objects.filter(org_id=org).prefetch_related("signatures", "readers")
    names = dict(m.Person.objects.filter(org_id=org).values_list("key", "name"))
    signers = _signers(org)
    return tuple(_version(row, v, names, signers) for v in found)


def version(org: int, number: int) -> Version:
    """Raises NoSuchThing."""
    found = next((v for v in versions(org) if v.number == number), None)
    if found is None:
        raise NoSuchThing(what="charter", key=str(number))
    return found


def _version(org: m.Org, v: m.CharterVersion, names: Mapping[str, str], signers: Sequence[str]) -> Version:
    stands = digest(org, v.charter, v.playbook)
    settled = v.state in ("in_force", "past")
    signed = tuple(
        Signed(
            s.person,
            names.get(s.person, s.person),
            s.at,
            settled or signing.verify(org, v.charter, v.playbook, s.digest),
        )
        for s in sorted(v.signatures.all(), key=lambda s: s.at)
    )
    have = {s.person for s in signed if s.current}
    return Version(
        number=v.number,
        state=v.state,
        charter=v.charter,
        playbook=v.playbook,
        by=names.get(v.by, v.by),
        at=v.at,
        from_at=v.from_at,
        in_force_at=v.in_force_at,
        ended_at=v.ended_at,
        digest=stands,
        signed=signed,
        missing=() if settled else tuple(names.get(key, key) for key in signers if key not in have),
        readers={r.person: r.at for r in v.readers.all()},
        changed_since=signing.changed_since(org, v.stood) if v.state == "in_force" else (),
    )


def _signers(org: int) -> tuple[str, ...]:
    """Everybody who must sign: each executive and head of the committee."""
    people = m.Person.objects.filter(org_id=org).values_list("key", "roles")
    return tuple(key for key, roles in people if set(EXECUTIVES) & set(roles))


def revocations(org: int, *, since: datetime | None = None) -> tuple[Revoked, ...]:
    """Those that hold; with `since`, all from then on, also where a later charter gave the leave again."""
    rows = m.Revocation.objects.filter(org_id=org)
    rows = rows.filter(lifted_at=None) if since is None else rows.filter(at__gte=since)
    return tuple(Revoked(r.mandate, r.by, r.why, r.at) for r in rows)


def sections(charter: Mapping[str, Any], playbook: Sequence[Any]) -> dict[str, Any]:
    """All that a version says: its charter's sections, and the playbook beside them."""
    return {**charter, "playbook": playbook}


# ── drafting ───────────────────────────────────────────────────────────────────────────────────────────────────────
def begin(org: int, *, by: str, at: datetime) -> int:
    """Number of the version on its way; a copy of what stands, where there is none."""
    with transaction.atomic():
        row = m.Org.objects.select_for_update().get(pk=org)
        _take_in(row, by=by, at=at)
        open_ = m.CharterVersion.objects.filter(org=row, state__in=("draft", "review")).first()
        if open_ is not None:
            return int(open_.number)
        number = _next(org)
        m.CharterVersion.objects.create(
            org=row, number=number, state="draft", charter=row.charter, playbook=row.playbook, by=by, at=at
        )
        return number


def take_in(org: int, *, by: str, at: datetime) -> None:
    """Give what stands, and was signed before there were versions, a number."""
    with transaction.atomic():
        _take_in(m.Org.objects.select_for_update().get(pk=org), by=by, at=at)


def _take_in(row: m.Org, *, by: str, at: datetime) -> None:
    if not row.charter or m.CharterVersion.objects.filter(org=row, state="in_force").exists():
        return
    version = m.CharterVersion.objects.create(
        org=row,
        number=_next(row.pk),
        state="in_force",
        charter=row.charter,
        playbook=row.playbook,
        by=by,
        at=at,
        in_force_at=at,
        stood=signing.beside(row),
    )
    m.CharterSignature.objects.bulk_create(
        m.CharterSignature(version=version, person=s["person"], digest=s["version"], at=codec.parse_utc(s["at"]))
        for s in row.signed
        if signing.verify(row, row.charter, row.playbook, s["version"])
    )


def _next(org: int) -> int:
    last = m.CharterVersion.objects.filter(org_id=org).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def change(org: int, number: int, rule: Callable[[Mapping[str, Any]], Mapping[str, Any]], *, edit: edits.By) -> None:
    """Replace what a draft says by what `rule` makes of its `sections`, with nobody else changing it meanwhile.

    It was checked by `crisis`; what `rule` raises passes, and nothing is changed. A version under review goes back to
    being a draft: no signature outlives what it signed.

    Raises NoSuchThing, AlreadyDone (it is in force, and never changes again).
    """
    with transaction.atomic():
        v = _open(m.Org.objects.select_for_update().get(pk=org), number)
        before = sections(v.charter, v.playbook)
        after = codec.builtins(rule(before))
        edits.note(org, "charter", str(number), by=edit, before=before, after=after)
        v.playbook = after.pop("playbook")
        v.charter, v.state = after, "draft"
        v.save(update_fields=("charter", "playbook", "state"))


def submit(org: int, number: int, *, base: str, from_at: datetime | None) -> None:
    """Ask the executives to sign. `from_at`: not in force before."""
    with transaction.atomic():
        row = m.Org.objects.select_for_update().get(pk=org)
        v = _open(row, number)
        if digest(row, v.charter, v.playbook) != base:
            raise StaleText(version=number)
        v.state, v.from_at = "review", from_at
        v.save(update_fields=("state", "from_at"))


def drop(org: int, number: int) -> None:
    with transaction.atomic():
        v = _open(m.Org.objects.select_for_update().get(pk=org), number)
        v.state = "dropped"
        v.save(update_fields=("state",))


def _open(row: m.Org, number: int) -> m.CharterVersion:
    v = m.CharterVersion.objects.filter(org=row, number=number).first()
    if v is None:
        raise NoSuchThing(what="charter", key=str(number))
    if v.state not in ("draft", "review"):
        raise AlreadyDone(what=f"charter_{v.state}")
    return v


# ── signing and taking force ───────────────────────────────────────────────────────────────────────────────────────
def sign(org: int, number: int, *, person: str, shown: str, at: datetime) -> bool:
    """`person` signs the version as it was shown (its digest). True: with this signature it took force.

    Raises StaleText, AlreadyDone, NoSuchThing (no executive of this organisation).
    """
    with transaction.atomic():
        row = m.Org.objects.select_for_update().get(pk=org)
        v = _open(row, number)
        if v.state != "review":
            raise AlreadyDone(what="charter_draft")
        if digest(row, v.charter, v.playbook) != shown:
            raise StaleText(version=number)
        if person not in _signers(org):
            raise NoSuchThing(what="signer", key=person)
        m.CharterSignature.objects.get_or_create(version=v, person=person, digest=shown, defaults={"at": at})
        return _enact(row, v, at)


def enact_due(org: int, at: datetime) -> bool:
    """Bring a version that all have signed into force, once its time has come."""
    waiting = m.CharterVersion.objects.filter(org_id=org, state="review", from_at__lte=at)
    if not waiting.exists():
        return False
    with transaction.atomic():
        row = m.Org.objects.select_for_update().get(pk=org)
        v = waiting.first()
        return v is not None and _enact(row, v, at)


def _enact(row: m.Org, v: m.CharterVersion, at: datetime) -> bool:
    good = [s for s in v.signatures.order_by("at") if signing.verify(row, v.charter, v.playbook, s.digest)]
    have = {s.person: s for s in good}
    needed = _signers(row.pk)
    if not needed or not set(needed) <= set(have) or (v.from_at is not None and v.from_at > at):
        return False
    m.CharterVersion.objects.filter(org=row, state="in_force").update(state="past", ended_at=at)
    m.Revocation.objects.filter(org=row, lifted_at=None).update(lifted_at=at)
    v.state, v.in_force_at, v.stood = "in_force", at, signing.beside(row)
    v.save(update_fields=("state", "in_force_at", "stood"))
    row.charter, row.playbook = v.charter, v.playbook
    row.signed = [
        *row.signed,
        *({"person": s.person, "version": s.digest, "at": codec.utc(s.at)} for s in have.values()),
    ]
    row.save(update_fields=("charter", "playbook", "signed"))
    return True


def read(org: int, number: int, *, person: str, at: datetime) -> None:
    """`person` has read the version in force. Said twice, the first stands."""
    v = m.CharterVersion.objects.filter(org_id=org, number=number, state="in_force").first()
    if v is None:
        raise NoSuchThing(what="charter", key=str(number))
    m.CharterRead.objects.get_or_create(version=v, person=person, defaults={"at": at})


def revoke(org: int, mandate: str, *, by: str, why: str, at: datetime) -> None:
    """Take leave back, from this minute on. Raises AlreadyDone."""
    try:
        with transaction.atomic():
            m.Revocation.objects.create(org_id=org, mandate=mandate, by=by, why=why, at=at)
    except IntegrityError as problem:
        raise AlreadyDone(what="revoke") from problem
