"""Keeping the three registers: touch-points, risks, stakeholders. Plain functions, each one transaction.

What exists is matched by its key and changed; bringing the same table in again changes nothing. Whoever edits one gives
a rule, which is asked with what stands while nobody else can change it; what it raises passes, and nothing is written.
With `edit`, the history of the register says whose the change was (store.edits).
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from bongsu.core.errors import NoSuchThing
from bongsu.core.values import Risk, Stakeholder, TouchPoint
from bongsu.store import edits
from bongsu.store.edits import By
from bongsu.store.operations import models as m

#: The same person proving the same thing again so soon is a double tap.
PROOF_AGAIN = timedelta(minutes=1)
#: Proofs kept of one touch-point: the newest.
PROOFS_KEPT = 50


def keep_touchpoints(org: int, points: Iterable[tuple[TouchPoint, bool]], *, edit: By | None = None) -> None:
    """Add these touch-points, each with whether it is in use, or change those with the same key.

    Proofs of access stay as they are: they are acts (`prove`), never cells of a table. Raises NoSuchThing for an
    outlet or a brand that the organisation does not have.
    """
    with transaction.atomic():
        _keep_touchpoints(org, points).note_table(edit)


def _keep_touchpoints(org: int, points: Iterable[tuple[TouchPoint, bool]]) -> "_Kept":
    _lock(org)
    outlets = dict(m.Outlet.objects.filter(org_id=org).values_list("key", "id"))
    brands = _brands(org)
    rows = {p.key: {**_touchpoint(p, outlets, brands), "enabled": on} for p, on in points}
    return _keep(m.TouchPoint, org, rows, {"outlet_id": {pk: key for key, pk in outlets.items()}, "brand_id": brands})


def edit_touchpoint(
    org: int, key: str, rule: Callable[[TouchPoint, bool], tuple[TouchPoint, bool]], *, edit: By | None = None
) -> None:
    """Make of one, and of whether it is in use, what `rule` makes of it. Raises NoSuchThing."""
    with transaction.atomic():
        row = _locked(m.TouchPoint, org, key)
        _keep_touchpoints(org, [rule(touchpoint_of(row), row.enabled)]).note(edit)


def add_touchpoint(org: int, point: TouchPoint, *, enabled: bool = True, edit: By | None = None) -> str:
    """Key of a new one; a key that is taken gets a number."""
    with transaction.atomic():
        point = replace(point, key=_free(m.TouchPoint, org, point.key))
        _keep_touchpoints(org, [(point, enabled)]).note(edit)
    return point.key


def prove(org: int, key: str, *, by: str, at: datetime) -> bool:
    """`by` got in at `at`. False: they had said so a moment ago. Raises NoSuchThing."""
    with transaction.atomic():
        row = _locked(m.TouchPoint, org, key)
        if m.AccessProof.objects.filter(touchpoint=row, by=by, at__gt=at - PROOF_AGAIN).exists():
            return False
        m.AccessProof.objects.create(touchpoint=row, by=by, at=at)
        row.proven_at = max(at, row.proven_at or at)
        row.save(update_fields=("proven_at",))
        kept = list(m.AccessProof.objects.filter(touchpoint=row).values_list("id", flat=True)[:PROOFS_KEPT])
        m.AccessProof.objects.filter(touchpoint=row).exclude(id__in=kept).delete()
    return True


def keep_risks(org: int, risks: Iterable[Risk], *, edit: By | None = None) -> None:
    """Add these, or change those with the same key. Raises NoSuchThing for a brand that is not there."""
    with transaction.atomic():
        _keep_risks(org, risks).note_table(edit)


def _keep_risks(org: int, risks: Iterable[Risk]) -> "_Kept":
    _lock(org)
    brands = _brands(org)
    return _keep(m.Risk, org, {risk.key: _risk(risk, brands) for risk in risks}, {"brand_id": brands})


def edit_risk(org: int, key: str, rule: Callable[[Risk], Risk], *, edit: By | None = None) -> None:
    """Make of one what `rule` makes of it. Raises NoSuchThing."""
    with transaction.atomic():
        _keep_risks(org, [rule(risk_of(_locked(m.Risk, org, key)))]).note(edit)


def add_risk(org: int, risk: Risk, *, edit: By | None = None) -> str:
    with transaction.atomic():
        risk = replace(risk, key=_free(m.Risk, org, risk.key))
        _keep_risks(org, [risk]).note(edit)
    return risk.key


def keep_stakeholders(org: int, stakeholders: Iterable[Stakeholder], *, edit: By | None = None) -> None:
    """Add these, or change those with the same key."""
    with transaction.atomic():
        _keep_stakeholders(org, stakeholders).note_table(edit)


def _keep_stakeholders(org: int, stakeholders: Iterable[Stakeholder]) -> "_Kept":
    _lock(org)
    return _keep(m.Stakeholder, org, {one.key: _stakeholder(one) for one in stakeholders}, {})


def edit_stakeholder(org: int, key: str, rule: Callable[[Stakeholder], Stakeholder], *, edit: By | None = None) -> None:
    """Make of one what `rule` makes of it. Raises NoSuchThing."""
    with transaction.atomic():
        _keep_stakeholders(org, [rule(stakeholder_of(_locked(m.Stakeholder, org, key)))]).note(edit)


def add_stakeholder(org: int, one: Stakeholder, *, edit: By | None = None) -> str:
    with transaction.atomic():
        one = replace(one, key=_free(m.Stakeholder, org, one.key))
        _keep_stakeholders(org, [one]).note(edit)
    return one.key


def forget(org: int, register: str, key: str, *, edit: By | None = None) -> bool:
    """Delete one entry of a register for good, and what its history told of it. False: it was not there."""
    with transaction.atomic():
        _lock(org)
        row = number(org, register, key)
        if not row:
            return False
        _MODELS[register].objects.filter(pk=row).delete()
        edits.forget(org, register, key, row=row, by=edit)
    return True


def number(org: int, register: str, key: str) -> int:
    """Of the entry's row: it tells one from a later one with the same key. 0: there is none."""
    return _MODELS[register].objects.filter(org_id=org, key=key).values_list("id", flat=True).first() or 0


_MODELS: Mapping[str, Any] = {"touchpoints": m.TouchPoint, "risks": m.Risk, "stakeholders": m.Stakeholder}


# ── rows and values ────────────────────────────────────────────────────────────────────────────────────────────────
_COLUMNS = (
    *("key", "name", "kind", "purpose", "department", "owner", "deputy", "key_holder", "outlet__key"),
    *("brand_id", "url", "capacity", "proven_at", "enabled"),
)


def touchpoints_in(rows: QuerySet[m.TouchPoint]) -> tuple[tuple[TouchPoint, bool], ...]:
    """Touch-points of a query, each with whether it is in use. Straight from columns: hundreds cost little."""
    return tuple(
        (
            TouchPoint(key, name, kind, purpose, department, owner or None, deputy or None, holder or None, *more),
            enabled,
        )
        for key, name, kind, purpose, department, owner, deputy, holder, *more, enabled in rows.values_list(*_COLUMNS)
    )


def touchpoint_of(row: m.TouchPoint) -> TouchPoint:
    """The row as a value; select its outlet along."""
    return TouchPoint(
        key=row.key,
        name=row.name,
        kind=row.kind,
        purpose=row.purpose,
        department=row.department,
        owner=row.owner or None,
        deputy=row.deputy or None,
        key_holder=row.key_holder or None,
        outlet=row.outlet.key if row.outlet else None,
        brand=row.brand_id,
        url=row.url,
        capacity=row.capacity,
        proven_at=row.proven_at,
    )


def risk_of(row: m.Risk) -> Risk:
    return Risk(
        key=row.key,
        name=row.name,
        owner=row.owner or None,
        likelihood=row.likelihood,
        impact=row.impact,
        hurt=row.hurt,
        words=tuple(row.words),
        categories=tuple(row.categories),
        brand=row.brand_id,
        scenario=row.scenario,
        slots=dict(row.slots),
        reviewed_on=row.reviewed_on,
        review_on=row.review_on,
    )


def stakeholder_of(row: m.Stakeholder) -> Stakeholder:
    return Stakeholder(
        key=row.key,
        name=row.name,
        kind=row.kind,
        stance=row.stance,
        categories=tuple(row.categories),
        channel=row.channel,
        owner=row.owner or None,
        note=row.note,
        reviewed_on=row.reviewed_on,
    )


def _touchpoint(point: TouchPoint, outlets: Mapping[str, int], brands: Collection[int]) -> dict[str, Any]:
    if point.outlet and point.outlet not in outlets:
        raise NoSuchThing(what="outlet", key=point.outlet)
    return {
        "name": point.name,
        "kind": point.kind,
        "purpose": point.purpose,
        "department": point.department,
        "owner": point.owner or "",
        "deputy": point.deputy or "",
        "key_holder": point.key_holder or "",
        "outlet_id": outlets.get(point.outlet or ""),
        "brand_id": _brand(point.brand, brands),
        "url": point.url,
        "capacity": point.capacity,
    }


def _risk(risk: Risk, brands: Collection[int]) -> dict[str, Any]:
    return {
        "name": risk.name,
        "owner": risk.owner or "",
        "likelihood": risk.likelihood,
        "impact": risk.impact,
        "hurt": risk.hurt,
        "words": list(risk.words),
        "categories": list(risk.categories),
        "brand_id": _brand(risk.brand, brands),
        "scenario": risk.scenario,
        "slots": dict(risk.slots),
        "reviewed_on": risk.reviewed_on,
        "review_on": risk.review_on,
    }


def _stakeholder(one: Stakeholder) -> dict[str, Any]:
    return {
        "name": one.name,
        "kind": one.kind,
        "stance": one.stance,
        "categories": list(one.categories),
        "channel": one.channel,
        "owner": one.owner or "",
        "note": one.note,
        "reviewed_on": one.reviewed_on,
    }


def _brands(org: int) -> dict[int, str]:
    return dict(m.Brand.objects.filter(org_id=org).values_list("id", "name"))


def _brand(brand: int | None, brands: Collection[int]) -> int | None:
    if brand is not None and brand not in brands:
        raise NoSuchThing(what="brand", key=brand)
    return brand


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was written, as the history tells it."""

    org: int
    register: str
    before: Mapping[str, Mapping[str, Any]]  # of the rows that were there
    after: Mapping[str, Mapping[str, Any]]

    def note(self, edit: By | None) -> None:
        if edit is not None:
            for key, value in self.after.items():
                edits.note(self.org, self.register, key, by=edit, before=self.before.get(key), after=value)

    def note_table(self, edit: By | None) -> None:
        if edit is not None:
            edits.note_table(self.org, self.register, by=edit, before=self.before, after=self.after)


def _keep(model: Any, org: int, rows: Mapping[str, Mapping[str, Any]], names: Mapping[str, Mapping[int, str]]) -> _Kept:
    """Write rows by key, in few statements: whoever brings in thousands must not make a crisis wait for the file.

    names   of a column that holds an id: what the history calls it
    """
    there = {row.key: row for row in model.objects.filter(org_id=org)}

    def told(values: Mapping[str, Any]) -> dict[str, Any]:
        return {
            name.removesuffix("_id"): names[name].get(value, "") if name in names else value
            for name, value in values.items()
        }

    before = {
        key: told({name: getattr(there[key], name) for name in values}) for key, values in rows.items() if key in there
    }
    changed = []
    for key, values in rows.items():
        row = there.get(key)
        if row is not None and any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            changed.append(row)
    model.objects.bulk_create([model(org_id=org, key=key, **rows[key]) for key in rows if key not in there], 500)
    if changed:
        model.objects.bulk_update(changed, [*next(iter(rows.values()))], 100)
    register = next(name for name, kept in _MODELS.items() if kept is model)
    return _Kept(org, register, before, {key: told(values) for key, values in rows.items()})


def _lock(org: int) -> None:
    """One editor of an organisation's registers at a time."""
    m.Org.objects.select_for_update().only("id").get(pk=org)


def _locked(model: Any, org: int, key: str) -> Any:
    _lock(org)
    row = model.objects.filter(org_id=org, key=key).first()
    if row is None:
        raise NoSuchThing(what=model.__name__.lower(), key=key)
    return row


def _free(model: Any, org: int, key: str) -> str:
    _lock(org)
    taken = set(model.objects.filter(org_id=org, key__startswith=key[:36]).values_list("key", flat=True))
    number, free = 2, key
    while free in taken:
        free, number = f"{key[:36]}-{number}", number + 1
    return free
