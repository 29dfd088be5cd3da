"""Setting an organisation up: plain functions, each one transaction, each harmless when repeated.

What exists is matched by its key and changed; nothing is deleted by bringing the same list in again.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from bongsu.core.errors import NoSuchThing, SetupError
from bongsu.core.values import Person, WatchWords
from bongsu.crisis.calling import parse_calling, to_mapping
from bongsu.store import channels, codec, edits, secrets
from bongsu.store.mentions.models import FindingOut
from bongsu.store.operations import models as m
from bongsu.store.words import words_to

#: What an organisation edits and signs, and what an empty one looks like.
DOCUMENTS: Mapping[str, type] = {
    "levels": list,
    "charter": dict,
    "playbook": list,
    "formations": list,
    "holding": dict,
    "statutory": list,
    "calling": dict,
    "packet": dict,
    "setup": dict,
}


@dataclass(frozen=True, slots=True)
class OutletSetup:
    key: str
    kind: str
    name: str
    purpose: str = ""
    owner: str = ""  # person key
    deputy: str = ""
    settings: Mapping[str, str] | None = None  # plain; encrypted here. None: those kept stay
    enabled: bool = True


# ── organisations ──────────────────────────────────────────────────────────────────────────────────────────────────
def create_org(
    slug: str, name: str, *, at: datetime, zone: str = "Asia/Seoul", synthetic: bool = False, **documents: Any
) -> int:
    """The organisation with this slug, made if need be. `documents`: any of DOCUMENTS, set when given."""
    with transaction.atomic():
        org, _ = m.Org.objects.update_or_create(
            slug=slug,
            defaults={"name": name, "zone": zone},
            create_defaults={"name": name, "zone": zone, "synthetic": synthetic, "created_at": at},
        )
        set_documents(org.pk, **documents)
    return int(org.pk)


def begin_org(slug: str, name: str, *, at: datetime, zone: str, documents: Mapping[str, Any]) -> tuple[int, bool]:
    """(id, whether it was here already) of a real organisation; `documents` are kept only where it is new.

    Raises SetupError when the slug is a synthetic organisation's.
    """
    row = m.Org.objects.filter(slug=slug).values_list("id", "synthetic").first()
    if row is None:
        return create_org(slug, name, at=at, zone=zone, **documents), False
    if row[1]:
        raise SetupError(
            problem=f"{slug!r} is a demo's organisation.", hint="Name another data folder with BONGSU_HOME."
        )
    return int(row[0]), True


def find_org(slug: str | None = None) -> int:
    """Id of the organisation with this slug, or of the only one. Raises SetupError with the names there are."""
    known = dict(m.Org.objects.order_by("id").values_list("slug", "id"))
    if slug is None and len(known) == 1:
        return next(iter(known.values()))
    if slug in known:
        return known[slug]
    if not known:
        raise SetupError(problem="There is no organisation yet.", hint="Run bongsu init first.")
    problem = f"There is no organisation {slug!r}." if slug else "There is more than one organisation."
    raise SetupError(problem=problem, hint=f"Name one with --org: {', '.join(known)}.")


def set_documents(org: int, *, edit: edits.By | None = None, **documents: Any) -> None:
    """Replace level table, charter, playbook, holding statement or set-up answers.

    They are plain JSON, already checked by `crisis`; times may be datetimes. With `edit`, their history says whose
    it was. Raises TypeError for an unknown name.
    """
    changes: dict[str, Any] = {}
    for name, value in documents.items():
        if not isinstance(value, DOCUMENTS.get(name, ())):
            raise TypeError(f"{name} is no document of an organisation, or not of its shape")
        changes[name] = codec.builtins(value)
    with transaction.atomic():
        if edit is not None:
            row = m.Org.objects.select_for_update().get(pk=org)
            for name, after in changes.items():
                edits.note(org, name, "", by=edit, before=_in_full(name, getattr(row, name)), after=after)
        if changes:
            m.Org.objects.filter(pk=org).update(**changes)


def change_document(org: int, name: str, rule: Callable[[Any], Any], *, edit: edits.By) -> None:
    """Replace a document by what `rule` makes of it, with nobody else changing it meanwhile.

    What `rule` raises passes, and nothing is changed.
    """
    with transaction.atomic():
        m.Org.objects.select_for_update().get(pk=org)
        set_documents(org, edit=edit, **{name: rule(document(org, name))})


def _in_full(name: str, value: Any) -> Any:
    """A document with what it leaves to the product written out, so that only what changed is told as changed."""
    return to_mapping(parse_calling(value)) if name == "calling" else value


def document(org: int, name: str) -> Any:
    """One of DOCUMENTS as it stands."""
    if name not in DOCUMENTS:
        raise TypeError(f"{name} is no document of an organisation")
    return m.Org.objects.values_list(name, flat=True).get(pk=org)


def add_signature(org: int, *, person: str, version: str, at: datetime) -> None:
    """`person` signed this version of the charter. A second signature under one version changes nothing."""
    with transaction.atomic():
        row = m.Org.objects.select_for_update().get(pk=org)
        if any(s["person"] == person and s["version"] == version for s in row.signed):
            return
        row.signed = [*row.signed, {"person": person, "version": version, "at": codec.utc(at)}]
        row.save(update_fields=("signed",))


# ── people ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def upsert_people(
    org: int,
    people: Iterable[Person],
    *,
    emails: Mapping[str, str] | None = None,
    addresses: Mapping[str, Sequence[str]] | None = None,
    phones: Mapping[str, str] | None = None,
) -> None:
    """Keep these people, in this order.

    `emails`, `addresses` (Apprise URLs, each a channel) and `phones` are by key; without, they stay.
    """
    emails, addresses, phones = emails or {}, addresses or {}, phones or {}
    with transaction.atomic():
        for order, person in enumerate(people, start=1):
            values: dict[str, Any] = {
                "name": person.name,
                "roles": list(person.roles),
                "on_duty": person.on_duty,
                "deputy": person.deputy or "",
                "locale": person.locale,
                "zone": person.zone,
                "title": person.title,
                "department": person.department,
                "skills": list(person.skills),
                "order": order,
            }
            if person.key in emails:
                values["email"] = emails[person.key]
            if person.key in phones:
                values["phone"] = secrets.seal(phones[person.key])
            row, _ = m.Person.objects.update_or_create(org_id=org, key=person.key, defaults=values)
            if person.key in addresses:
                channels.set_urls(row, addresses[person.key])


def operator_of(org: int, email: str) -> str | None:
    """Key of the operator with this address."""
    rows = m.Person.objects.filter(org_id=org, email__iexact=email).values_list("key", "roles")
    return next((key for key, roles in rows if "operator" in roles), None)


def add_person(org: int, person: Person, *, email: str) -> str:
    """Key of a person added behind those there are; a key that is taken gets a number."""
    with transaction.atomic():
        m.Org.objects.select_for_update().get(pk=org)
        taken = set(m.Person.objects.filter(org_id=org).values_list("key", flat=True))
        key, number = person.key, 2
        while key in taken:
            key, number = f"{person.key}{number}", number + 1
        m.Person.objects.create(
            org_id=org,
            key=key,
            name=person.name,
            email=email,
            roles=list(person.roles),
            zone=person.zone,
            locale=person.locale,
            order=len(taken) + 1,
        )
    return key


def person_key(org: int, who: str) -> str:
    """Key of the person with this key or e-mail address. Raises NoSuchThing."""
    rows = m.Person.objects.filter(org_id=org)
    found = rows.filter(key=who).first() or rows.filter(email__iexact=who).first()
    if found is None:
        raise NoSuchThing(what="person", key=who)
    return found.key


def person_id(org: int, key: str) -> int:
    """Row id of a person. Raises NoSuchThing."""
    found = m.Person.objects.filter(org_id=org, key=key).values_list("id", flat=True).first()
    if found is None:
        raise NoSuchThing(what="person", key=key)
    return int(found)


def set_duty(org: int, person: str, *, on_duty: bool) -> None:
    m.Person.objects.filter(org_id=org, key=person).update(on_duty=on_duty)


def user_for(org: int, person: str) -> int:
    """Id of the account of a person (key), made without a password if need be. Raises NoSuchThing.

    A new person never inherits the account, and with it the password, of somebody who had the same key.
    """
    with transaction.atomic():
        row = m.Person.objects.select_for_update().filter(org_id=org, key=person).first()
        if row is None:
            raise NoSuchThing(what="person", key=person)
        if row.user_id is not None:
            return int(row.user_id)
        row.user = user = get_user_model().objects.create_user(username=_free_username(org, person), email=row.email)
        row.save(update_fields=("user",))
        return int(user.pk)


def _free_username(org: int, person: str) -> str:
    first = f"{org}-{person}"
    taken = set(get_user_model().objects.filter(username__startswith=first).values_list("username", flat=True))
    return next(name for n in count(1) if (name := first if n == 1 else f"{first}.{n}") not in taken)


# ── brands and what is heard of them ───────────────────────────────────────────────────────────────────────────────
def upsert_brand(org: int, name: str, words: WatchWords | None = None) -> int:
    """The brand with this name; its watch words are replaced when given."""
    with transaction.atomic():
        row, _ = m.Brand.objects.get_or_create(org_id=org, name=name)
        if words is not None:
            row.words = words_to(words)
            row.save(update_fields=("words",))
    return int(row.pk)


def brand_named(org: int, name: str, *, words: WatchWords | None = None) -> int:
    """Id of a brand there is; with `words`, theirs from now on. Raises SetupError with the names there are."""
    known = dict(m.Brand.objects.filter(org_id=org).values_list("name", "id"))
    if name not in known:
        there = ", ".join(known) or "none yet"
        raise SetupError(problem=f"There is no brand {name!r}.", hint=f"Brands of this organisation: {there}.")
    if words is not None:
        upsert_brand(org, name, words)
    return known[name]


def upsert_source(
    org: int,
    kind: str,
    name: str,
    *,
    brand: int | None = None,
    settings: Mapping[str, Any] | None = None,
    secret: str | None = None,
    enabled: bool = True,
) -> int:
    """The source of this kind and name. Without `settings` or `secret`, those kept stay."""
    values: dict[str, Any] = {"brand_id": brand, "enabled": enabled}
    if settings is not None:
        values["settings"] = dict(settings)
    if secret is not None:
        values["secret"] = secrets.seal(secret)
    with transaction.atomic():
        m.Org.objects.select_for_update().get(pk=org)
        row, _ = m.Source.objects.update_or_create(org_id=org, kind=kind, name=name, defaults=values)
    return int(row.pk)


def upsert_outlets(org: int, outlets: Iterable[OutletSetup]) -> None:
    with transaction.atomic():
        for outlet in outlets:
            values: dict[str, Any] = {
                "kind": outlet.kind,
                "name": outlet.name,
                "purpose": outlet.purpose,
                "owner": outlet.owner,
                "deputy": outlet.deputy,
                "enabled": outlet.enabled,
            }
            if outlet.settings is not None:
                values["settings"] = secrets.seal(json.dumps(dict(outlet.settings)))
            m.Outlet.objects.update_or_create(org_id=org, key=outlet.key, defaults=values)


def latest_findings(brand: int, *, limit: int = 5) -> tuple[str, ...]:
    """The newest findings of a brand in one line each, for a terminal."""
    bodies = FindingOut.objects.filter(brand=brand).order_by("-at", "-id").values_list("body", flat=True)[:limit]
    return tuple(
        f"{f.at.isoformat()} {f.kind.value} level {f.level}: {f.count} in {f.window_s // 60} min, "
        f"usual {f.expected_milli / 1000:g}, {f.authors} authors"
        for f in map(codec.finding_from, bodies)
    )
