"""What managers ask for in peace, by topic (대응 지침), and which of it applies to what is happening."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from bongsu.store.operations import models as m
from bongsu.store.words import words_of


@dataclass(frozen=True, slots=True)
class Guideline:
    topic: str
    text: str
    category: str
    owner: str  # person key
    owner_name: str
    review_on: date | None


def all_of(org: int) -> tuple[Guideline, ...]:
    names = dict(m.Person.objects.filter(org_id=org).values_list("key", "name"))
    return tuple(
        Guideline(g.topic, g.text, g.category, g.owner, names.get(g.owner, g.owner), g.review_on)
        for g in m.Guideline.objects.filter(org_id=org)
    )


def that_apply(org: int, found: Collection[str]) -> tuple[Guideline, ...]:
    """Those for a risk category that was `found`, then those that always hold."""
    known = [g for g in all_of(org) if not g.category or g.category in found]
    return tuple(sorted(known, key=lambda g: not g.category))


def categories(org: int) -> tuple[str, ...]:
    """Risk categories that the organisation's brands listen for."""
    rows = m.Brand.objects.filter(org_id=org).values_list("words", flat=True)
    return tuple(dict.fromkeys(category for words in rows for category in words_of(words).risk))


def keep(org: int, *, topic: str, text: str, category: str, owner: str, review_on: date | None, at: datetime) -> None:
    """The guideline of this topic, made if need be."""
    values = {"text": text, "category": category, "owner": owner, "review_on": review_on, "at": at}
    m.Guideline.objects.update_or_create(org_id=org, topic=topic, defaults=values)


def remove(org: int, topic: str) -> None:
    m.Guideline.objects.filter(org_id=org, topic=topic).delete()
