"""Clips and their keepings: written once, read, and proved. Nothing here changes or deletes what was kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from bongsu.core.errors import NoSuchThing
from bongsu.core.ports import KeptPost
from bongsu.crisis import clips as rules
from bongsu.crisis.clips import Clipped
from bongsu.crisis.public_reports import COUNTED_MOST, COUNTED_WITHIN
from bongsu.store import brought, evidence
from bongsu.store.evidence import Part
from bongsu.store.operations import models as m

LISTED = 60


@dataclass(frozen=True, slots=True)
class Keeping:
    """One record of the chain."""

    record: rules.Record
    digest: str
    by_name: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Clip:
    id: int
    brand: int
    brand_name: str
    identity: str
    place: str
    url: str
    title: str
    text: str
    author: str
    at: datetime
    counted: bool
    keepings: tuple[Keeping, ...]  # the first one first
    receipt: str = ""  # where it is a report (store.public_reports)

    @property
    def said(self) -> str:
        return rules.said(self.title, self.text, "" if any(k.parts for k in self.keepings) else self.url)

    @property
    def witnesses(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(k.by_name for k in self.keepings))

    @property
    def parts(self) -> tuple[Part, ...]:
        return tuple(part for k in self.keepings for part in k.parts)

    @property
    def digest(self) -> str:
        """Of the latest keeping: it names all before it."""
        return self.keepings[-1].digest


@dataclass(frozen=True, slots=True)
class Fault:
    """What is not as it was kept. `what`: "text" | "picture" | "record" | "chain"."""

    what: str
    number: int  # of the keeping; 0: the clip itself


def keep(org: int, brand: int, told: Clipped, *, by: str, at: datetime) -> tuple[int, bool]:
    """(clip, whether something was added). The same person's same keeping again changes nothing.

    Two at once stand in line: the organisation's chain grows by one record at a time. Raises NoSuchThing.
    """
    if not m.Brand.objects.filter(pk=brand, org_id=org).exists():
        raise NoSuchThing(what="brand", key=brand)
    whole = rules.sha256(rules.canonical([p.sha256 for p in told.pictures]))
    with transaction.atomic():
        m.Org.objects.select_for_update().get(pk=org)
        clip, _ = m.Clip.objects.get_or_create(
            org_id=org,
            identity=told.identity,
            defaults={
                "brand_id": brand,
                "place": told.place,
                "url": told.url,
                "title": told.title,
                "text": told.text,
                "author": told.author,
                "at": at,
            },
        )
        if m.ClipKeeping.objects.filter(clip=clip, by=by, parts_sha256=whole).exists():
            return int(clip.pk), False
        last = m.ClipKeeping.objects.filter(org_id=org).order_by("-number").first()
        record = rules.Record(
            number=last.number + 1 if last else 1,
            before=last.digest if last else "",
            clip=clip.identity,
            by=by,
            place=told.place,
            url=clip.url,
            title=told.title,
            text_sha256=rules.sha256(clip.text.encode()),
            author=told.author,
            seen_at=told.seen_at,
            kept_at=at,
            parts=tuple(rules.PartRecord(n, p.kind, p.size, p.sha256) for n, p in enumerate(told.pictures, start=1)),
        )
        row = m.ClipKeeping.objects.create(
            org_id=org,
            clip=clip,
            number=record.number,
            before=record.before,
            by=by,
            place=told.place,
            title=told.title,
            author=told.author,
            seen_at=told.seen_at,
            kept_at=at,
            parts_sha256=whole,
            digest=rules.digest(record),
        )
        evidence.keep(org, told.pictures, keeping=row.pk)
    return int(clip.pk), True


def get(org: int, clip: int) -> Clip:
    """Raises NoSuchThing."""
    row = m.Clip.objects.filter(org_id=org, pk=clip).select_related("brand", "report").first()
    if row is None:
        raise NoSuchThing(what="clip", key=clip)
    return _clip(row, _names(org))


def by_identity(org: int, start: str) -> int | None:
    """The clip whose identity begins so: what the key of its mention says."""
    return m.Clip.objects.filter(org_id=org, identity__startswith=start).values_list("pk", flat=True).first()


def latest(org: int, *, words: str = "", brand: int | None = None, reports: bool = False) -> tuple[Clip, ...]:
    """The newest, at most `LISTED`; `words` in place, address, title or text. `reports`: nothing but these."""
    rows = m.Clip.objects.filter(org_id=org).select_related("brand", "report")
    if reports:
        rows = rows.filter(report__isnull=False)
    if brand is not None:
        rows = rows.filter(brand_id=brand)
    if words:
        rows = rows.filter(
            Q(place__icontains=words) | Q(url__icontains=words) | Q(title__icontains=words) | Q(text__icontains=words)
        )
    names = _names(org)
    return tuple(_clip(row, names) for row in rows.order_by("-id")[:LISTED])


def uncounted(org: int) -> tuple[KeptPost, ...]:
    """What was kept and has not become a mention, the first one first; its keeping may have been cut short."""
    rows = m.Clip.objects.filter(org_id=org, counted=False).select_related("report").order_by("id")[:LISTED]
    return tuple(_post(row) for row in rows)


def _post(row: m.Clip) -> KeptPost:
    report = getattr(row, "report", None)
    if report is not None:
        return KeptPost(
            row.pk,
            row.brand_id,
            "report",
            report.receipt,
            brought.NAMES["report"],
            row.text,
            rules.witness_of(report.link_id),  # one link is one voice, however many write by it
            "",  # its address stays here: whoever reads a mention must not be led on by a stranger's link
            row.at,
            counts_as_mention(report),
        )
    seen_at = row.keepings.values_list("seen_at", flat=True)[0]
    said = rules.said(row.title, row.text, "" if row.keepings.filter(parts__isnull=False).exists() else row.url)
    return KeptPost(row.pk, row.brand_id, "clip", row.identity, row.place, said, row.author, row.url, seen_at)


def counts_as_mention(report: m.Report) -> bool:
    """Whether fewer than so many of its link came in the hour before it: the same whenever it is asked."""
    within = Q(at__gt=report.at - COUNTED_WITHIN, at__lte=report.at)
    return m.Report.objects.filter(within, link_id=report.link_id, id__lt=report.pk).count() < COUNTED_MOST


def counted(org: int, post: KeptPost) -> None:
    brought.heard(org, post.kind)
    m.Clip.objects.filter(org_id=org, pk=post.id).update(counted=True)


def prove(org: int, clip: int) -> tuple[Fault, ...]:
    """Compute everything anew, from the bytes that lie there. Empty: it is as it was kept. Raises NoSuchThing."""
    found = get(org, clip)
    faults = []
    bare = not (found.url or found.text)
    if not bare and rules.identity(found.url, found.text, (), receipt=found.receipt) != found.identity:
        faults.append(Fault("text", 0))
    before = dict(m.ClipKeeping.objects.filter(org_id=org).values_list("number", "digest"))
    for one in found.keepings:
        number = one.record.number
        if rules.digest(one.record) != one.digest:
            faults.append(Fault("record", number))
        if before.get(number - 1, "") != one.record.before:
            faults.append(Fault("chain", number))
        faults += [Fault("picture", number) for p in one.parts if evidence.sha256_of(p.id) != p.sha256]
    return tuple(faults)


def chain(org: int) -> Iterator[m.ClipKeeping]:
    return m.ClipKeeping.objects.filter(org_id=org).order_by("number").iterator()


def _clip(row: m.Clip, names: dict[str, str]) -> Clip:
    keepings = []
    for k in row.keepings.prefetch_related("parts"):
        parts = tuple(evidence.part(p) for p in k.parts.all())
        record = rules.Record(
            number=k.number,
            before=k.before,
            clip=row.identity,
            by=k.by,
            place=k.place,
            url=row.url,
            title=k.title,
            text_sha256=rules.sha256(row.text.encode()),
            author=k.author,
            seen_at=k.seen_at,
            kept_at=k.kept_at,
            parts=tuple(rules.PartRecord(p.n, p.kind, p.size, p.sha256) for p in parts),
        )
        keepings.append(Keeping(record, k.digest, names.get(k.by, k.by), parts))
    return Clip(
        row.pk,
        row.brand_id,
        row.brand.name,
        row.identity,
        row.place,
        row.url,
        row.title,
        row.text,
        row.author,
        row.at,
        row.counted,
        tuple(keepings),
        getattr(getattr(row, "report", None), "receipt", ""),
    )


def _names(org: int) -> dict[str, str]:
    """Of whoever may stand in a record: people, and the links that reports came by."""
    links = m.ReportLink.objects.filter(org_id=org).values_list("id", "name")
    people = m.Person.objects.filter(org_id=org).values_list("key", "name")
    return {rules.witness_of(link): name for link, name in links} | dict(people)
