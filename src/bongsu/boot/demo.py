"""The demo: an invented food company, four quiet weeks, and a storm that begins on a Saturday night.

Everything in it is synthetic and says so. Its clock runs thirty times as fast until the first room opens, then like a
wall clock until somebody makes it faster (a button on the Watch).
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from bongsu.core.ports import Item, Ports
from bongsu.flows import listen
from bongsu.sense.pipeline import BrandWatch
from bongsu.store import setup
from bongsu.store.clock import OrgClock
from bongsu.storm.history import earlier_posts, minute_counts
from bongsu.storm.script import STORMS

SLUG = "demo"
SEED = 20111
STORY = "glass"
FAST, CALM = 30, 1
WEEKS = 4
#: Roles that `bongsu demo` prints a sign-in link for, and who plays them.
CAST = {"practitioner": "haneul", "leader": "seojun", "legal": "jiwoo", "executive": "minseo"}


def sample(name: str) -> Any:
    """One of the sample files that ship: organisation, levels, charter, playbook, holding."""
    return yaml.safe_load((files("bongsu.boot") / "sample" / f"{name}.yaml").read_text(encoding="utf-8"))


def story_start(real_now: datetime) -> datetime:
    """The Saturday before `real_now`, 21:30 in Seoul: the demo lives in the past, at the hour when juniors are alone."""
    seoul = real_now.astimezone(ZoneInfo("Asia/Seoul"))
    saturday = seoul - timedelta(days=(seoul.weekday() - 5) % 7 or 7)
    return saturday.replace(hour=21, minute=30, second=0, microsecond=0).astimezone(UTC)
