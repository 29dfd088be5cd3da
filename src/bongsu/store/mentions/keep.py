"""Mentions on their way in (core.ports.Inbox) and what analysis leaves behind (core.ports.Mentions).

One transaction each: `put` makes repeats vanish and the rest durable, `keep` stores what a batch brought
and forgets it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from django.db import transaction

from bongsu.core import errors
from bongsu.core.ports import Ahead, BrandRef, ClaimRow, CursorAt, InboxBatch, Kept, Receipt
from bongsu.core.values import Finding, Mention, Picture
from bongsu.store import codec, prepared
from bongsu.store.clock import real_now
from bongsu.store.mentions import bulk, models as m
from bongsu.store.mentions.picture import picture
from bongsu.store.operations.models import Brand, Org
from bongsu.store.router import mentions_alias
from bongsu.store.words import words_of

#: Rows of the inbox looked at in one take; each may hold thousands of mentions.
INBOX_ROWS = 200
#: Claims a brand's analysis gets back when it starts: the most recently heard of.
CLAIMS_BACK = 2000


def seen_key(org: int, source: str, id_: str) -> bytes:
    """16 bytes that stand for one mention of one organisation.

    Ids that differ in their last three characters only share the first 5 bytes: where a source counts its posts, what
    comes together lies together, and a batch touches a few pages of the index instead of one for each mention.
    """
    whole = f"{org}|{source}|{id_}".encode("utf-8", "surrogatepass")
    return _neighbourhood(f"{org}|{source}|{id_[:-3]}") + blake2b(whole, digest_size=11).digest()


@lru_cache(64)
def _neighbourhood(near: str) -> bytes:
    return blake2b(near.encode("utf-8", "surrogatepass"), digest_size=5).digest()


class DjangoInbox:
    """core.ports.Inbox as a table."""

    def put(self, org: int, brand: int | None, mentions: Sequence[Mention]) -> Receipt:
        by_key: dict[bytes, Mention] = {}
        for mention in mentions:
            by_key.setdefault(seen_key(org, mention.source, mention.id), mention)
        if not by_key:
            return Receipt(0, 0)
        alias = mentions_alias()
        with transaction.atomic(using=alias, durable=True):
            fresh = bulk.insert_new_keys(alias, m.SeenKey, list(by_key))
            new = tuple(mention for key, mention in by_key.items() if key in fresh)
            if new:
                body = codec.mentions_to(new)
                m.InboxBatch.objects.create(org=org, brand=brand, received_at=real_now(), count=len(new), body=body)
        return Receipt(accepted=len(new), repeated=len(mentions) - len(new))

    def take(self, *, limit: int = 1000) -> tuple[InboxBatch, ...]:
        chosen: dict[int, tuple[int, int | None]] = {}
        total = 0
        rows = m.InboxBatch.objects.order_by("id").values_list("id", "org", "brand", "count")
        for id_, org, brand, count in rows[:INBOX_ROWS]:
            if chosen and total + count > limit:
                break
            chosen[id_] = (org, brand)
            total += count
        if not chosen:
            return ()
        bodies = m.InboxBatch.objects.filter(pk__in=chosen).values_list("id", "body")
        found = {id_: codec.mentions_from(bytes(body)) for id_, body in bodies}
        grouped: dict[tuple[int, int | None], list[int]] = {}
        for id_, of in chosen.items():
            if id_ in found:  # else another worker was quicker
                grouped.setdefault(of, []).append(id_)
        return tuple(
            InboxBatch(ids=tuple(ids), org=org, brand=brand, mentions=tuple(x for i in ids for x in found[i]))
            for (org, brand), ids in grouped.items()
        )


class DjangoMentions:
    """core.ports.Mentions on the mentions' tables; brands are the operations'."""

    def brands(self, org: int | None = None) -> tuple[BrandRef, ...]:
        only = {} if org is None else {"org_id": org}
        rows = prepared.select(Brand, ("id", "org_id", "name", "words"), where=only, order=("id",))
        zones = dict(prepared.select(Org, ("id", "zone"), where={}))
        return tuple(
            BrandRef(id=brand, org=of, name=name, words=words_of(words), zone=zones[of])
            for brand, of, name, words in rows
            if of in zones  # else it was removed while we looked
        )

    def state(self, brand: int) -> tuple[bytes | None, tuple[ClaimRow, ...]]:
        state = m.BrandState.objects.filter(brand=brand).values_list("state", flat=True).first()
        claims = m.Claim.objects.filter(brand=brand).order_by("-last_at")[:CLAIMS_BACK]
        return (None if state is None else bytes(state)), tuple(_claim(c) for c in claims)

    def keep(self, kept: Sequence[Kept], *, taken: Sequence[int] = (), cursor: CursorAt | None = None) -> None:
        """See core.ports.Mentions.

        Raises AlreadyKept when a row of `taken` is gone: another worker stored that batch, and this one's memory of
        the brand is behind. Nothing is stored then.
        """
        alias = mentions_alias()
        with transaction.atomic(using=alias, durable=True):
            if taken:
                gone, _ = m.InboxBatch.objects.filter(pk__in=taken).delete()
                if gone != len(set(taken)):
                    raise errors.AlreadyKept
            real = real_now()
            bulk.insert(alias, m.Mention, _MENTION, _mention_rows(kept, real))
            bulk.add_minutes(
                alias, m.MinuteCount, [(k.org, k.brand, at, n) for k in kept for at, n in k.minutes.items()]
            )
            bulk.upsert(
                alias, m.Claim, _CLAIM, ("brand", "key"), [_claim_row(k.org, c) for k in kept for c in k.claims]
            )
            bulk.insert(
                alias, m.FindingOut, _FINDING, [_finding_row(k, f) for k in kept for f in k.findings], once=True
            )
            states = [(k.brand, k.org, k.state, real) for k in kept]
            bulk.upsert(alias, m.BrandState, ("brand", "org", "state", "at"), ("brand",), states)
            if cursor is not None:
                m.SourceCursor.objects.update_or_create(source=cursor.source, defaults={"value": dict(cursor.value)})

    def cursor(self, source: int) -> Mapping[str, str]:
        """How far a source was read; empty when never."""
        value = m.SourceCursor.objects.filter(pk=source).values_list("value", flat=True).first()
        return value or {}

    def minutes(self, brand: int, since: datetime, until: datetime) -> Mapping[datetime, int]:
        """Minutes from `since` up to, not at, `until`; quiet ones are left out."""
        rows = m.MinuteCount.objects.filter(brand=brand, minute__gte=since, minute__lt=until).order_by("minute")
        return dict(rows.values_list("minute", "count"))

    def foretold(self, org: int) -> Mapping[int, datetime]:
        return dict(m.Foretold.objects.filter(org=org).values_list("brand", "hour"))

    def foretell(self, org: int, brand: int, hour: datetime, coming: Sequence[Ahead]) -> None:
        body = [[one.hours, one.mean, list(one.quantiles)] for one in coming]
        m.Foretold.objects.update_or_create(brand=brand, defaults={"org": org, "hour": hour, "coming": body})

    def picture(self, org: int, brand: int, at: datetime) -> Picture:
        return picture(org, brand, at)

    def findings_waiting(self, org: int, *, limit: int = 100) -> tuple[tuple[int, Finding], ...]:
        rows = m.FindingOut.objects.filter(org=org, done=False).order_by("id").values_list("id", "body")[:limit]
        return tuple((id_, codec.finding_from(body)) for id_, body in rows)

    def findings_done(self, ids: Sequence[int]) -> None:
        m.FindingOut.objects.filter(pk__in=ids).update(done=True)

    def tell(self, org: int, findings: Sequence[Finding]) -> None:
        alias = mentions_alias()
        rows = [(org, f.brand, f.key, f.at, f.level, f.kind.value, codec.finding_to(f), False) for f in findings]
        with transaction.atomic(using=alias, durable=True):
            bulk.insert(alias, m.FindingOut, _FINDING, rows, once=True)

    def addresses(self, org: int, keys: Sequence[str]) -> tuple[str, ...]:
        rows = m.Mention.objects.filter(org=org, key__in=list(dict.fromkeys(keys))).exclude(url="")
        return tuple(dict.fromkeys(rows.order_by("ts", "id").values_list("url", flat=True)))


_MENTION = ("org", "brand", "key", "source", "ts", "seen_at", "author", "text", "url", "flags", "matched")
_CLAIM = (
    "org",
    "brand",
    "key",
    "text",
    "first_at",
    "last_at",
    "size",
    "authors",
    "copies",
    "first_mention",
    "evidence",
    "category",
    "memory",
)
_FINDING = ("org", "brand", "key", "at", "level", "kind", "body", "done")

_SOURCE_MAX, _AUTHOR_MAX, _URL_MAX, _KEY_MAX, _FLAGS_MAX = 60, 120, 600, 200, 60


def _mention_rows(kept: Sequence[Kept], real: datetime) -> list[tuple[Any, ...]]:
    safe = codec.keepable
    return [
        (
            batch.org,
            batch.brand,
            safe(f"{x.source}:{x.id}")[:_KEY_MAX],
            safe(x.source)[:_SOURCE_MAX],
            x.ts,
            x.seen_at or real,
            safe(x.author)[:_AUTHOR_MAX] if x.author else "",
            safe(x.text),
            # Half an address leads nowhere.
            safe(x.url) if x.url and len(x.url) <= _URL_MAX else "",
            ",".join(x.flags)[:_FLAGS_MAX],
            matched,
        )
        for batch in kept
        for mentions, matched in ((batch.mentions, True), (batch.unmatched, False))
        for x in mentions
    ]


def _claim_row(org: int, c: ClaimRow) -> tuple[Any, ...]:
    evidence = codec.canonical(codec.builtins(c.evidence)).decode()
    return (
        org,
        c.brand,
        c.key,
        codec.keepable(c.text),
        c.first_at,
        c.last_at,
        c.size,
        c.authors,
        c.copies,
        codec.keepable(c.first_mention),
        evidence,
        c.category or "",
        c.memory,
    )


def _finding_row(kept: Kept, f: Finding) -> tuple[Any, ...]:
    return kept.org, kept.brand, f.key, f.at, f.level, f.kind.value, codec.finding_to(f), False


def _claim(row: m.Claim) -> ClaimRow:
    return ClaimRow(
        key=row.key,
        brand=row.brand,
        text=row.text,
        first_at=row.first_at,
        last_at=row.last_at,
        size=row.size,
        authors=row.authors,
        first_mention=row.first_mention,
        evidence=tuple(row.evidence),
        category=row.category or None,
        copies=row.copies,
        memory=bytes(row.memory),
    )
