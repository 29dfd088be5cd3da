"""Report links and what came by them. A report's words and files are kept as a clip, in the organisation's chain."""

import hashlib
import hmac
import secrets as random
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

from django.db import IntegrityError, transaction
from django.db.models import Count, F, Max, Q, QuerySet, Sum, Window
from django.db.models.functions import RowNumber

from bongsu.core.errors import AlreadyDone, EvidenceFull, LinkRevoked, NameTaken, NoSuchThing, TooOften
from bongsu.crisis import clips as clip_rules, public_reports as rules
from bongsu.crisis.files import MB
from bongsu.crisis.public_reports import Told
from bongsu.store import clips, journal, on_watch, secrets
from bongsu.store.operations import models as m

#: What waits is shown so long; then it is found in the list of clips only.
WAITS = timedelta(days=7)
SHOWN = 8
#: Forms of the day before are no longer anybody's limit.
SENDINGS_KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Link:
    """A report link as its own page needs it."""

    id: int
    org: int
    organisation: str
    zone: str
    synthetic: bool
    name: str
    brand: int | None
    revoked: bool


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A report link as the settings show it."""

    id: int
    name: str
    touchpoint: str  # name of the touch-point; "": a general one
    brand: str
    by_name: str
    at: datetime
    revoked_at: datetime | None
    reports: int
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class PublicReport:
    """One report, as people of the organisation see it."""

    id: int
    clip: int
    receipt: str
    link: str  # its name
    brand: int
    what: str
    where_when: str
    files: int
    at: datetime
    room: int | None
    settled_at: datetime | None
    settled_by: str  # name
    name: str
    phone: str
    forget_at: datetime | None

    @property
    def waits(self) -> bool:
        return self.settled_at is None


# ── links ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def new_link(org: int, *, name: str, touchpoint: str = "", brand: int | None, by: str, at: datetime) -> tuple[int, str]:
    """(link, its token: told now and never again). Raises NameTaken; NoSuchThing for a brand that is not ours."""
    if brand is not None and not m.Brand.objects.filter(pk=brand, org_id=org).exists():
        raise NoSuchThing(what="brand", key=brand)
    token = random.token_urlsafe(18)
    try:
        with transaction.atomic():
            row = m.ReportLink.objects.create(
                org_id=org, name=name, touchpoint=touchpoint, brand_id=brand, digest=_digest(token), by=by, at=at
            )
    except IntegrityError:
        raise NameTaken(name=name) from None
    return int(row.pk), token


def new_token(org: int, link: int) -> str:
    """Another address for a link in use; the one before ends. Raises NoSuchThing."""
    token = random.token_urlsafe(18)
    if not m.ReportLink.objects.filter(pk=link, org_id=org, revoked_at=None).update(digest=_digest(token)):
        raise NoSuchThing(what="report_link", key=link)
    return token


def revoke(org: int, link: int, *, by: str, at: datetime) -> None:
    """It takes nothing more; what came by it stays. Raises AlreadyDone."""
    if not m.ReportLink.objects.filter(pk=link, org_id=org, revoked_at=None).update(revoked_at=at, revoked_by=by):
        raise AlreadyDone(what="report_link")


def find(token: str) -> Link | None:
    """None where there never was one; a revoked one says so."""
    row = m.ReportLink.objects.filter(digest=_digest(token)).select_related("org").first()
    return None if row is None else _link(row)


def named(org: int, name: str) -> Link | None:
    """The one in use of this name."""
    row = m.ReportLink.objects.filter(org_id=org, name=name, revoked_at=None).select_related("org").first()
    return None if row is None else _link(row)


def _link(row: m.ReportLink) -> Link:
    org = row.org
    return Link(row.pk, org.pk, org.name, org.zone, org.synthetic, row.name, row.brand_id, row.revoked_at is not None)


def links(org: int) -> tuple[LinkRow, ...]:
    """Those in use first, by name."""
    counted = m.ReportLink.objects.filter(org_id=org).annotate(n=Count("reports"), last=Max("reports__at"))
    points = dict(m.TouchPoint.objects.filter(org_id=org).values_list("key", "name"))
    names = dict(m.Person.objects.filter(org_id=org).values_list("key", "name"))
    rows = [
        LinkRow(
            row.pk,
            row.name,
            points.get(row.touchpoint, ""),
            row.brand.name if row.brand else "",
            names.get(row.by, row.by),
            row.at,
            row.revoked_at,
            row.n,
            row.last,
        )
        for row in counted.select_related("brand")
    ]
    return tuple(sorted(rows, key=lambda one: (one.revoked_at is not None, one.name)))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


# ── in ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
def sender_of(address: str, *, real: datetime) -> str:
    """Who sends, as far as a limit must know: a keyed digest, another one each day. IPv6 by its network (/64)."""
    try:
        parsed = ip_address(address)
    except ValueError:
        known = address[:80]
    else:
        known = str(int(parsed) >> 64) if isinstance(parsed, IPv6Address) else str(parsed)
    told = f"{real.date().isoformat()} {known}".encode()
    return hmac.new(secrets.derived("report-sender"), told, hashlib.sha256).hexdigest()[:32]


def admit(link: int, *, sender: str, real: datetime) -> None:
    """Count one form. Raises TooOften (and after how many minutes), LinkRevoked.

    Under the link's lock: of many at once, as many are let in as the limit says.
    """
    with transaction.atomic():
        if not m.ReportLink.objects.select_for_update().filter(pk=link, revoked_at=None).exists():
            raise LinkRevoked()
        rows = m.ReportSending.objects.filter(link_id=link)
        rows.filter(at__lt=real - SENDINGS_KEPT).delete()
        for those, most, within in (
            (rows.filter(sender=sender), rules.SENDER_MOST, rules.SENDER_WITHIN),
            (rows, rules.LINK_MOST, rules.LINK_WITHIN),
        ):
            lately = those.filter(at__gt=real - within).order_by("-at").values_list("at", flat=True)
            # The one whose leaving makes room for the next.
            full = next(iter(lately[most - 1 : most]), None)
            if full is not None:
                raise TooOften(minutes=max(1, -int((real - full - within).total_seconds() // 60)))
        m.ReportSending.objects.create(link_id=link, sender=sender, at=real)


def keep(link: Link, brand: int, told: Told, *, once: str, at: datetime) -> str:
    """Its receipt. Words, files, record and report in one transaction; the same form again is the same report.

    Raises LinkRevoked, EvidenceFull; NoSuchThing for a brand that is not ours.
    """
    key = told.once(once)
    with transaction.atomic():
        if not m.ReportLink.objects.select_for_update().filter(pk=link.id, revoked_at=None).exists():
            raise LinkRevoked()
        kept = m.Report.objects.filter(link_id=link.id, once=key).first()
        if kept is not None:
            return kept.receipt
        if told.files and _bytes_today(link.id, at) + sum(f.size for f in told.files) > rules.DAY_MOST:
            raise EvidenceFull(most=rules.DAY_MOST // MB)
        receipt = _receipt(link.org)
        place = link.name[: clip_rules.PLACE]
        clip, _ = clips.keep(
            link.org,
            brand,
            told.clipped(place=place, receipt=receipt, at=at),
            by=clip_rules.witness_of(link.id),
            at=at,
        )
        m.Report.objects.create(
            org_id=link.org,
            link_id=link.id,
            clip_id=clip,
            receipt=receipt,
            name=secrets.seal(told.name),
            phone=secrets.seal(told.phone),
            forget_at=at + rules.CONTACT_KEPT if told.name or told.phone else None,
            at=at,
            once=key,
        )
    return receipt


def _bytes_today(link: int, at: datetime) -> int:
    parts = m.EvidencePart.objects.filter(
        keeping__clip__report__link_id=link, keeping__clip__report__at__gt=at - timedelta(days=1)
    )
    return int(parts.aggregate(n=Sum("size"))["n"] or 0)


def _receipt(org: int) -> str:
    while True:
        plain = "".join(random.choice(rules.ALPHABET) for _ in range(8))
        receipt = f"{plain[:4]}-{plain[4:]}"
        if not m.Report.objects.filter(org_id=org, receipt=receipt).exists():
            return receipt


def received(link: Link, receipt: str) -> datetime | None:
    """When a report of this link came in."""
    return m.Report.objects.filter(link_id=link.id, receipt=receipt).values_list("at", flat=True).first()


# ── out ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def of_clip(org: int, clip: int) -> PublicReport | None:
    row = _rows(org).filter(clip_id=clip).first()
    return None if row is None else _report(row)


def counts(report: int) -> bool:
    """Whether it counts as a mention."""
    return clips.counts_as_mention(m.Report.objects.get(pk=report))


def by_receipt(org: int, receipt: str) -> int | None:
    """The clip of a report: what the key of its mention says."""
    return m.Report.objects.filter(org_id=org, receipt=receipt).values_list("clip_id", flat=True).first()


def waiting(org: int, at: datetime) -> tuple[PublicReport, ...]:
    """What nobody has settled, the latest first; at most `SHOWN`, the latest of each link before the second latest of
    any: whoever floods one link hides no other's report."""
    place = Window(RowNumber(), partition_by=[F("link_id")], order_by=[F("at").desc(), F("id").desc()])
    turns = m.Report.objects.filter(org_id=org, settled_at=None, at__gt=at - WAITS).annotate(turn=place)
    shown = list(turns.order_by("turn", "-at", "-id").values_list("id", flat=True)[:SHOWN])
    return tuple(_report(row) for row in _waiting(org, at).filter(id__in=shown))


def waiting_count(org: int, at: datetime) -> int:
    return _waiting(org, at).count()


def _waiting(org: int, at: datetime) -> "QuerySet[m.Report]":
    return _rows(org).filter(settled_at=None, at__gt=at - WAITS).order_by("-at", "-id")


def settle(org: int, report: int, *, room: int | None, by: str, at: datetime) -> None:
    """Brought into `room`, or found to need none. The first who says so settles it: raises AlreadyDone."""
    row = m.Report.objects.filter(org_id=org, pk=report, settled_at=None)
    if not row.update(room_id=room, settled_by=by, settled_at=at):
        raise AlreadyDone(what="report")


def forget(org: int, report: int) -> None:
    """The reporter asked for it: name and phone number are gone. Raises AlreadyDone."""
    with transaction.atomic():
        if not _forget(m.Report.objects.filter(org_id=org, pk=report).exclude(forget_at=None)):
            raise AlreadyDone(what="forget")


def forget_due(org: int, at: datetime) -> int:
    """The same for all that were kept as long as was said; how many."""
    rows = m.Report.objects.filter(org_id=org, forget_at__lte=at)
    if not rows.exists():
        return 0  # asked each second: the one writer that SQLite has is for people
    with transaction.atomic():
        return _forget(rows)


def _forget(rows: "QuerySet[m.Report]") -> int:
    gone = int(rows.update(name="", phone="", forget_at=None))
    if gone:
        transaction.on_commit(journal.leave_no_copy)
    return gone


def version(org: int) -> int:
    """Counts up whenever one comes in, is opened for the first time by somebody, or is settled."""
    rows = m.Report.objects.filter(org_id=org)
    counts = rows.aggregate(came=Count("id"), settled=Count("id", filter=Q(settled_at__isnull=False)))
    opened = m.WatchMark.objects.filter(org_id=org, of=on_watch.REPORT, kind=on_watch.SEEN).count()
    return int(counts["came"]) + int(counts["settled"]) + opened


def _rows(org: int) -> "QuerySet[m.Report]":
    parts = Count("clip__keepings__parts")
    return m.Report.objects.filter(org_id=org).select_related("clip", "link").annotate(parts=parts)


def _report(row: m.Report) -> PublicReport:
    by = ""
    if row.settled_by:
        by = m.Person.objects.filter(org_id=row.org_id, key=row.settled_by).values_list("name", flat=True).first() or ""
    return PublicReport(
        id=row.pk,
        clip=row.clip_id,
        receipt=row.receipt,
        link=row.link.name,
        brand=row.clip.brand_id,
        what=row.clip.text,
        where_when=row.clip.title,
        files=getattr(row, "parts", 0),
        at=row.at,
        room=row.room_id,
        settled_at=row.settled_at,
        settled_by=by or row.settled_by,
        name=secrets.open_(row.name),
        phone=secrets.open_(row.phone),
        forget_at=row.forget_at,
    )
