"""Real crises replayed post by post: is each found in time, and nothing before it? `python -m bench.crises`.

Reads crisislex_t26 of BONGSU_DATA (default ../shared/data beside the repository): tweets of real crises, of which some
have an official time of onset. A post is relevant when its annotators called it related. An event is found in time if
an alarm (level 2 or more) falls between its onset and two minutes after the fifth relevant post; an alarm before that
is false. Every post of an event is followed in order, by the code of `bongsu backtest posts`, without watch words.

Thresholds are not chosen on the event that is reported: for each event those are taken that do best on all others
(leave one event out), beside the result with those that ship.
"""

import gzip
import json
import os
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from scipy.stats import beta

from bongsu.boot.levels import level_table
from bongsu.core.ports import BrandRef
from bongsu.core.values import NOTICE, Mention, WatchWords
from bongsu.flows.history import History, Telling
from bongsu.sense import weigh
from bongsu.sense.axes import trouble, volume as volumes
from bongsu.sense.tone import Tones

WITHIN = timedelta(minutes=2)
FIFTH = 5
BRAND = BrandRef(1, 1, "default", WatchWords())
#: What may be chosen: how unusual a share and how surprising a volume must be.
Thresholds = tuple[float, float]
SHARES, VOLUMES = (2.5, 3.0, 4.0, 5.0, 6.0), (3.0, 4.0, 5.0, 6.0)


@dataclass(frozen=True, slots=True)
class Post:
    mention: Mention
    relevant: bool


@dataclass(frozen=True, slots=True)
class Replay:
    """What was told of one event, up to the end of its time."""

    false: int  # alarms before the onset
    first: Telling | None  # the first alarm from the onset on
    fifth: datetime
    onset: datetime

    @property
    def in_time(self) -> bool:
        return self.first is not None and self.first.at <= self.fifth + WITHIN


def folder() -> Path:
    return Path(os.environ.get("BONGSU_DATA", Path(__file__).parents[2] / "shared" / "data")) / "crisislex_t26"


def tweets(path: Path) -> Iterator[dict[str, str]]:
    """The rows of the set, as they stand there."""
    with gzip.open(path / "tweets.jsonl.gz", "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def events(path: Path) -> dict[str, list[Post]]:
    found: dict[str, list[Post]] = defaultdict(list)
    for row in tweets(path):
        mention = Mention(row["id"], datetime.fromisoformat(row["ts"]), "twitter", row["text"])
        found[row["event"]].append(Post(mention, row["informativeness"].startswith("Related")))
    for posts in found.values():
        posts.sort(key=lambda post: (post.mention.ts, post.mention.id))
    return found


def told(posts: Iterable[Post]) -> list[Telling]:
    history = History([BRAND], level_table(), Tones.load())
    return [one for one in history.follow([post.mention for post in posts]) if one.finding.level >= NOTICE]


def replay(posts: Sequence[Post], onset: datetime) -> Replay:
    relevant = [post.mention.ts for post in posts if post.relevant and post.mention.ts >= onset]
    fifth = relevant[FIFTH - 1]
    alarms = told(post for post in posts if post.mention.ts <= fifth + timedelta(hours=12))
    return Replay(
        false=sum(one.at < onset for one in alarms),
        first=next((one for one in alarms if one.at >= onset), None),
        fifth=fifth,
        onset=onset,
    )


@contextmanager
def thresholds(share: float, volume: float) -> Iterator[None]:
    """Other thresholds than those that ship, for a measurement."""
    before = weigh.UNUSUAL, trouble.UNUSUAL, volumes.THRESHOLD
    weigh.UNUSUAL = trouble.UNUSUAL = share
    volumes.THRESHOLD = volume
    try:
        yield
    finally:
        weigh.UNUSUAL, trouble.UNUSUAL, volumes.THRESHOLD = before


def best(results: Mapping[Thresholds, Mapping[str, Replay]], without: str) -> Thresholds:
    """Those that find most of the other events in time, of these the ones with fewest false alarms; the quietest."""

    def worth(pair: Thresholds) -> tuple[int, int, Thresholds]:
        others = [one for name, one in results[pair].items() if name != without]
        return sum(one.in_time for one in others), -sum(one.false for one in others), pair

    return max(results, key=worth)


def interval(hits: int, of: int) -> str:
    """Clopper & Pearson's 95 %."""
    low = float(beta.ppf(0.025, hits, of - hits + 1)) if hits else 0.0
    high = float(beta.ppf(0.975, hits + 1, of - hits)) if hits < of else 1.0
    return f"{hits} of {of} (95 %: {low:.2f}–{high:.2f})"


def show(name: str, one: Replay, note: str) -> None:
    first = "never"
    if one.first is not None:
        found = one.first.finding
        first = f"{one.first.at:%d %b %H:%M:%S} {found.kind}, level {found.level}, {found.count} posts"
    print(
        f"  {name:28} {'in time' if one.in_time else 'LATE':8} before onset {one.false}   "
        f"onset {one.onset:%d %b %H:%M}  fifth {one.fifth:%H:%M:%S}  first alarm {first}{note}"
    )


def main() -> None:
    path = folder()
    if not path.exists():
        print(f"no {path}: nothing measured")
        return
    onsets = {
        name: datetime.fromisoformat(at) for name, at in json.loads((path / "onset_utc.json").read_text()).items()
    }
    posts = events(path)
    dated = {name: posts[name] for name in sorted(onsets)}

    print("with the thresholds that ship (the rules were written with these events at hand: not a held-out result)")
    shipped = {name: replay(rows, onsets[name]) for name, rows in dated.items()}
    for name, one in shipped.items():
        show(name, one, "")
    _sum_up(shipped, dated, onsets)

    print("\nleave one event out: thresholds chosen on the five others")
    results = {}
    for share in SHARES:
        for volume in VOLUMES:
            with thresholds(share, volume):
                results[share, volume] = {name: replay(rows, onsets[name]) for name, rows in dated.items()}
    left_out = {}
    for name in dated:
        share, volume = best(results, name)
        left_out[name] = results[share, volume][name]
        show(name, left_out[name], f"   (share ≥ {share:g}, volume ≥ {volume:g})")
    _sum_up(left_out, dated, onsets)
    fine = [
        f"{share:g}/{volume:g}"
        for (share, volume), found in results.items()
        if all(one.in_time and not one.false for one in found.values())
    ]
    said = " ".join(fine) or "–"
    print(f"  all in time and none before: {len(fine)} of {len(results)} pairs of share/volume: {said}")

    print("\nall events of the part, alarms (level ≥ 2) a week while each lasted; these weeks are no quiet ones")
    begun, total = time.process_time(), 0
    for name, rows in posts.items():
        alarms = told(rows)
        total += len(rows)
        weeks = (rows[-1].mention.ts - rows[0].mention.ts) / timedelta(weeks=1)
        high = sum(one.finding.level >= 3 for one in alarms)
        a_week = len(alarms) / weeks
        print(f"  {name:28} {len(rows):5} posts in {weeks:4.1f} weeks: {a_week:5.1f} a week, {high} of level ≥ 3")
    print(f"  {1e6 * (time.process_time() - begun) / total:,.0f} µs of CPU a post")


def _sum_up(found: Mapping[str, Replay], dated: Mapping[str, Sequence[Post]], onsets: Mapping[str, datetime]) -> None:
    days = sum(max(0.0, (onsets[n] - rows[0].mention.ts) / timedelta(days=1)) for n, rows in dated.items())
    false = sum(one.false for one in found.values())
    print(f"  in time: {interval(sum(one.in_time for one in found.values()), len(found))}")
    print(
        f"  alarms before the onset: {false} in {days:.1f} days; events without: "
        f"{interval(sum(one.false == 0 for one in found.values()), len(found))}"
    )


if __name__ == "__main__":
    main()
