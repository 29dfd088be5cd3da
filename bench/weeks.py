"""How often nothing is told as something, on synthetic weeks. `python -m bench.weeks [seeds]`.

Posts, rhythms and crises are those of `bongsu.storm`: invented, seeded, in Korean. Each seed (default 4, from 11 on;
what was chosen was chosen on 1 to 3 and the demo's) gives a quiet week at three rates of posts, a promotion of two
hours and the sample crisis, each after four weeks of counts. The crisis comes twice: to a brand of which no post was
heard before, and to one listened to for a day. A call is an episode of an alarm; from level 3 on it would open a room
and ring people. Watch words are the sample's, or none of risk. Intervals: exact Poisson, 95 %.
"""

import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from random import Random

import yaml
from scipy.stats import chi2

from bongsu.boot.levels import level_table
from bongsu.core.ports import BrandRef
from bongsu.core.values import CAUTION, NOTICE, Finding, Mention, WatchWords
from bongsu.sense.pipeline import BrandWatch
from bongsu.sense.tone import Tones
from bongsu.store.words import watch_words
from bongsu.storm.history import earlier_posts, minute_counts
from bongsu.storm.script import STORMS, Label, StormPost

START = datetime(2026, 3, 7, 12, 0, tzinfo=UTC)  # a Saturday evening in Seoul
STEP = timedelta(minutes=2)
DAYS = 7
FIRST_SEED = 11
#: Of the sample's posts, some 70 an hour, so large a part.
PARTS = (1.0, 0.2, 0.04)


@dataclass
class Calls:
    weeks: float = 0.0
    posts: int = 0
    alarms: int = 0
    high: int = 0

    def add(self, found: Iterable[Finding], posts: int, weeks: float) -> None:
        episodes: dict[tuple[str, str | None, str | None], int] = {}
        for one in found:
            axis = (str(one.kind), one.claim, one.category)
            episodes[axis] = max(episodes.get(axis, 0), one.level)
        self.weeks += weeks
        self.posts += posts
        self.alarms += sum(level >= NOTICE for level in episodes.values())
        self.high += sum(level >= CAUTION for level in episodes.values())

    def __str__(self) -> str:
        return f"alarms {a_week(self.alarms, self.weeks)} · of level ≥ 3 {a_week(self.high, self.weeks)}"


def a_week(count: int, weeks: float) -> str:
    low = chi2.ppf(0.025, 2 * count) / 2 if count else 0.0
    high = chi2.ppf(0.975, 2 * count + 2) / 2
    return f"{count / weeks:6.2f} ({low / weeks:.2f}–{high / weeks:.2f})"


def words() -> WatchWords:
    text = (files("bongsu.boot") / "sample" / "organisation.yaml").read_text(encoding="utf-8")
    return watch_words(yaml.safe_load(text)["brands"][0]["words"], where="sample")


def thinned(posts: Iterable[StormPost], part: float, dice: Random) -> Iterator[StormPost]:
    return (post for post in posts if part >= 1 or dice.random() < part)


def watch(said: WatchWords, story: str, until: datetime, seed: int, part: float) -> BrandWatch:
    """One with four weeks of history up to `until`."""
    made = BrandWatch(BrandRef(1, 1, "한담", said), level_table(), tones=Tones.load())
    dice = Random(seed)
    counts = minute_counts(STORMS[story], until, seed)
    made.warm({at: n if part >= 1 else sum(dice.random() < part for _ in range(n)) for at, n in counts.items()})
    return made


def heard(it: BrandWatch, posts: Iterable[StormPost]) -> tuple[list[Finding], int]:
    """Findings, and how many posts, looked at every two minutes as in a live system."""
    found: list[Finding] = []
    batch: list[Mention] = []
    count, edge = 0, None
    for post in posts:
        count += 1
        if edge is None or post.ts > edge:
            if batch:
                found += it.learn(batch, edge or post.ts).findings
            batch, edge = [], post.ts + STEP
        batch.append(Mention(post.id, post.ts, post.source, post.text, post.author))
    if batch:
        found += it.learn(batch, edge or batch[-1].ts).findings
    return found, count


def quiet_week(seed: int) -> Iterator[StormPost]:
    for day in range(DAYS):
        end = START + timedelta(days=day + 1)
        for post in earlier_posts(STORMS["glass"], end, 1000 * seed + day):
            yield replace(post, id=f"{day}-{post.id}")


def first_hours(story: str, seed: int, hours: float) -> list[StormPost]:
    return list(STORMS[story].posts(START, seed, hours=hours))


def crisis(said: WatchWords, seed: int, *, days: int) -> str:
    """When it is told, by a watch that has heard what was said on so many days before."""
    it = watch(said, "glass", START - timedelta(days=days), seed, 1.0)
    for day in range(days):
        end = START - timedelta(days=days - 1 - day)
        heard(it, (replace(post, id=f"{day}-{post.id}") for post in earlier_posts(STORMS["glass"], end, 1000 * seed)))
    posts = first_hours("glass", seed, 3)
    relevant = [post.ts for post in posts if post.label is not Label.NOISE]
    found, _ = heard(it, posts)
    first = next((one for one in found if one.level >= CAUTION), None)
    if first is None:
        return "never"
    number = sum(ts <= first.at for ts in relevant)
    return f"{(first.at - relevant[0]) / timedelta(minutes=1):.1f} min, {first.kind}, at post {number} of it"


def main(seeds: int) -> None:
    begun = time.process_time()
    for name, said in (("the sample's watch words", words()), ("no watch words of risk", replace(words(), risk={}))):
        print(f"synthetic, {name}; {seeds} seeds")
        for part in PARTS:
            calls = Calls()
            for seed in range(FIRST_SEED, FIRST_SEED + seeds):
                dice = Random(seed)
                found, count = heard(watch(said, "glass", START, seed, part), thinned(quiet_week(seed), part, dice))
                calls.add(found, count, DAYS / 7)
            print(f"  quiet weeks, {calls.posts / calls.weeks / 168:5.1f} posts an hour: a brand-week {calls}")
        loudest, levels = 0, []
        for seed in range(FIRST_SEED, FIRST_SEED + seeds):
            posts = first_hours("promotion", seed, 2)
            found, _ = heard(watch(said, "promotion", START, seed, 1.0), posts)
            loudest = max(loudest, len(posts))
            levels.append(max((one.level for one in found), default=1))
        print(f"  promotions of up to {loudest:,} posts in two hours: highest level each {levels}")
        for days, what in ((0, "of which nothing was heard"), (1, "heard for a day")):
            for seed in range(FIRST_SEED, FIRST_SEED + seeds):
                print(
                    f"  the sample crisis of a brand {what}, seed {seed}: level 3 after {crisis(said, seed, days=days)}"
                )
    print(f"{time.process_time() - begun:.0f} s of CPU")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4)
