"""The demo's executive information: briefs, events to come, one embargo, and a meeting that is a little late."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bongsu.crisis.information import Item, checked
from bongsu.store import information

Sample = Callable[[str], Any]


def seed(org: int, sample: Sample, *, brands: Mapping[str, int], start: datetime, zone: str) -> None:
    """Keep the sample, with days counted from `start`. An earlier start that was killed after this left it whole."""
    about = sample("information")
    if information.all_of(org):
        return
    today = start.astimezone(ZoneInfo(zone)).date()
    for row in about["items"]:
        item = item_of(row, start, brands)
        if "review_in" in row:
            item = replace(item, review_on=today + timedelta(days=row["review_in"]))
        checked(item, item.from_at)
        number = information.keep(org, item, by=row["owner"], at=item.from_at)
        kept = next(one for one in information.all_of(org) if one.id == number)
        for reader in row.get("read_by", ()):
            information.read(kept, person=reader, at=start - timedelta(days=1))
    meeting = about["meeting"]
    information.plan_meeting(
        org,
        every_days=meeting["every_days"],
        next_at=None,
        attendees=meeting["attendees"],
        at=start - timedelta(days=meeting["since_days"]),
    )
    for row in meeting["held"]:
        information.meeting_held(
            org,
            at=start - timedelta(days=row["days_ago"]),
            attendees=meeting["attendees"],
            notes=row["notes"],
            by=meeting["by"],
        )


def item_of(row: Mapping[str, Any], start: datetime, brands: Mapping[str, int]) -> Item:
    def ahead(name: str) -> datetime | None:
        return start + timedelta(days=row[name]) if name in row else None

    return Item(
        id=0,
        kind=row["kind"],
        title=row["title"],
        text=row["text"].strip(),
        owner=row["owner"],
        from_at=start - timedelta(days=row.get("from_days", 0)),
        until=ahead("until_in"),
        happens_at=ahead("happens_in"),
        must_read=row.get("must_read", False),
        brand=brands[row["brand"]] if "brand" in row else None,
        lead_days=row.get("lead_days", 0),
        end=row.get("end", ""),
        roles=tuple(row.get("roles", ())),
        people=tuple(row.get("people", ())),
        categories=tuple(row.get("categories", ())),
        words=tuple(row.get("words", ())),
        phrases=tuple(row.get("phrases", ())),
    )
