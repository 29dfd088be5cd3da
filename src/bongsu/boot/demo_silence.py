"""The demo's quiet place: a board that sent us its posts for four weeks, and has sent nothing for an hour.

That it is silent is not told here: the demo's own loop finds it out, as it would of a real one. Synthetic.
"""

import base64
import random
import secrets
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bongsu.store import demo, setup


def seed(org: int, about: Mapping[str, Any], *, start: datetime, zone: str, dice: int) -> None:
    """`about`: a row of sample/silence.yaml. A second start finds it as it is."""
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(24)).decode()
    source = setup.upsert_source(org, "intake", about["name"], settings={}, secret=secret)
    demo.lived(source, moments(about, start=start, zone=zone, dice=dice), until=start)


def moments(about: Mapping[str, Any], *, start: datetime, zone: str, dice: int) -> Iterator[datetime]:
    """When it sent something: at its hours, every few minutes, up to `quiet_min` before the story."""
    rolled, local = random.Random(dice), ZoneInfo(zone)
    least, most = about["every_min"]
    opens, closes = about["hours"]
    at, last = start - timedelta(weeks=about["weeks"]), start - timedelta(minutes=about["quiet_min"])
    while at <= last:
        if opens <= at.astimezone(local).hour < closes:
            yield at
        at += timedelta(minutes=rolled.randint(least, most))
