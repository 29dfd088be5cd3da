"""The demo's registers: fifty touch-points with a few honest holes, risks, stakeholders. All invented."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bongsu.core.values import Risk, Stakeholder, TouchPoint
from bongsu.store import registry

Sample = Callable[[str], Any]


def seed(org: int, sample: Sample, *, brands: Mapping[str, int], people: frozenset[str], start: datetime) -> None:
    """Keep the sample's registers, with days counted back from `start`."""
    rows = sample("touchpoints")["touchpoints"]
    registry.keep_touchpoints(org, [(touchpoint_of(row, brands), True) for row in rows])
    for row in rows:
        by = next((key for key in (row.get("key_holder"), row.get("owner")) if key in people), None)
        if by and "proven_days" in row:
            registry.prove(org, row["key"], by=by, at=start - timedelta(days=row["proven_days"], hours=7))
    today = start.astimezone(ZoneInfo("Asia/Seoul")).date()
    about = sample("registers")
    registry.keep_risks(org, [risk_of(row, today) for row in about["risks"]])
    registry.keep_stakeholders(org, [stakeholder_of(row, today) for row in about["stakeholders"]])


def touchpoint_of(row: Mapping[str, Any], brands: Mapping[str, int]) -> TouchPoint:
    plain = {name: value for name, value in row.items() if name not in ("proven_days", "brand")}
    return TouchPoint(**plain, brand=brands[row["brand"]] if "brand" in row else None)


def risk_of(row: Mapping[str, Any], today: date) -> Risk:
    plain = {name: value for name, value in row.items() if name not in ("reviewed_days", "review_in")}
    reviewed, ahead = row.get("reviewed_days"), row.get("review_in")
    return Risk(
        **plain | {name: tuple(plain.get(name, ())) for name in ("words", "categories")},
        reviewed_on=None if reviewed is None else today - timedelta(days=reviewed),
        review_on=None if ahead is None else today + timedelta(days=ahead),
    )


def stakeholder_of(row: Mapping[str, Any], today: date) -> Stakeholder:
    plain = {name: value for name, value in row.items() if name != "reviewed_days"}
    plain["categories"] = tuple(plain.get("categories", ()))
    reviewed = row.get("reviewed_days")
    return Stakeholder(**plain, reviewed_on=None if reviewed is None else today - timedelta(days=reviewed))
