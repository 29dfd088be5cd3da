"""What setting-up leaves behind: answers of the first hour, what was tried and when. Kept in Org.setup, key by key."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from bongsu.store import codec, secrets
from bongsu.store.operations import models as m
from bongsu.store.queries.watch import POSTED
from bongsu.store.sources import texts


def note(org: int, **answers: Any) -> None:
    """Merge `answers` into what is known; two people at once lose nothing. None forgets a key."""
    with transaction.atomic():
        row = m.Org.objects.select_for_update().get(pk=org)
        kept = {**row.setup, **codec.builtins(answers)}
        row.setup = {key: value for key, value in kept.items() if value is not None}
        row.save(update_fields=("setup",))


def tried(org: int, what: str, key: str, *, at: datetime | None, problem: str = "") -> None:
    """An outlet ("proven") answered, or a person ("tested") was reached, at `at`; None and `problem`: it failed."""
    with transaction.atomic():
        row = m.Org.objects.select_for_update().get(pk=org)
        times: dict[str, str] = dict(row.setup.get(what, {}))
        problems: dict[str, str] = dict(row.setup.get(f"{what}_problems", {}))
        problems.pop(key, None)
        if at is not None:
            times[key] = codec.utc(at)
        else:
            times.pop(key, None)
            problems[key] = problem[:200]
        row.setup = {**row.setup, what: times, f"{what}_problems": problems}
        row.save(update_fields=("setup",))


def rename(org: int, *, name: str, zone: str) -> None:
    m.Org.objects.filter(pk=org).update(name=name, zone=zone)


def switch_source(org: int, source: int, *, enabled: bool) -> bool:
    """Turn a source on or off; an old error is forgotten. False: there is no such source here."""
    rows = m.Source.objects.filter(org_id=org, pk=source)
    return bool(rows.update(enabled=enabled, last_error="", next_poll_at=None))


def new_secret(org: int, source: int, secret: str) -> bool:
    """Give an intake another secret; what was signed with the old one is refused from now on."""
    rows = m.Source.objects.filter(org_id=org, pk=source, kind__in=POSTED)
    return bool(rows.update(secret=secrets.seal(secret)))


def switch_outlet(org: int, outlet: str, *, enabled: bool) -> bool:
    return bool(m.Outlet.objects.filter(org_id=org, key=outlet).update(enabled=enabled))


def source_job(org: int, source: int) -> tuple[str, str, Mapping[str, str], Mapping[str, str]] | None:
    """(kind, name, settings with the secret, cursor) of one source, for its connector."""
    row = m.Source.objects.filter(org_id=org, pk=source).first()
    if row is None:
        return None
    secret = {"secret": secrets.open_(row.secret)} if row.secret else {}
    return row.kind, row.name, {**texts(row.settings), **secret}, row.cursor


def invited(org: int, person: str) -> tuple[int, str] | None:
    """(account id, e-mail) of a person with an account."""
    row = m.Person.objects.filter(org_id=org, key=person).values_list("user_id", "email").first()
    return None if row is None or row[0] is None else (int(row[0]), row[1])
