"""A history of posts, followed post by post by the analysis of the live system: what would it have told, and when?

Nothing is stored, and nothing that comes later is known: each telling rests on the posts before and with the one that
brought it. Sources are held to their habit as in `flows.silence`, by the times of the posts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bongsu.core.ports import BrandRef, SilenceSeen
from bongsu.core.values import Finding, FindingKind, LevelRow, Mention
from bongsu.flows.silence import finding_of
from bongsu.sense.habit import Habit
from bongsu.sense.pipeline import BrandWatch
from bongsu.sense.tone import Tones

#: Sources whose habit is known at once; later ones are not held to any.
MOST_SOURCES = 1000
#: Sources are looked at no more often than this, in the time of the posts.
LOOK_EVERY = timedelta(minutes=5)


def score_of(finding: Finding) -> float:
    """0 to 1: a fifth for each level below it, and up to a fifth by how strongly it holds.

    That is the surprise of a surge, else the number of people; both half way at ten. From 0.2 on it is an alarm.
    """
    strength = finding.surprise_centi / 100 if finding.kind is FindingKind.SURGE else finding.authors
    return round((finding.level - 1) / 5 + strength / (strength + 10) / 5, 4)


@dataclass(frozen=True, slots=True)
class Telling:
    """One finding, when it would have been told."""

    brand: str
    at: datetime  # the newest time heard of by then; no evidence is newer
    finding: Finding


class History:
    """Follows posts in the order in which they are given. One instance for one history.

    brands   who is watched
    table    the level table
    """

    def __init__(self, brands: Sequence[BrandRef], table: Sequence[LevelRow], tones: Tones | None) -> None:
        self._watches = [(ref, BrandWatch(ref, table, tones=tones)) for ref in brands]
        self._zone = ZoneInfo(brands[0].zone)
        self._newest: datetime | None = None
        self._looked: datetime | None = None
        self._habits: dict[str, Habit] = {}
        self._told: dict[str, datetime] = {}  # source → since when its silence, told already, has lasted

    def follow(self, mentions: Sequence[Mention]) -> list[Telling]:
        """What they bring, in order."""
        found = [(ref, watch.follow(mentions)) for ref, watch in self._watches]
        waiting = {ref.name: iter(pairs) for ref, pairs in found}
        following = {name: next(pairs, None) for name, pairs in waiting.items()}
        told: list[Telling] = []
        for mention in mentions:
            at = self._newest = mention.ts if self._newest is None else max(self._newest, mention.ts)
            told += self._silences(at)
            self._heard(mention.source, at)
            for name in following:
                while (pair := following[name]) is not None and pair[0] is mention:
                    told.append(Telling(name, at, pair[1]))
                    following[name] = next(waiting[name], None)
        return told

    def _heard(self, source: str, at: datetime) -> None:
        habit = self._habits.get(source)
        if habit is None:
            if len(self._habits) >= MOST_SOURCES:
                return
            habit = self._habits[source] = Habit()
        minute = at.replace(second=0, microsecond=0)
        if habit.heard is None or minute > habit.heard:
            habit.learn_one(minute, self._zone)
            self._told.pop(source, None)

    def _silences(self, at: datetime) -> list[Telling]:
        """The sources that have just fallen silent."""
        if self._looked is not None and at - self._looked < LOOK_EVERY:
            return []
        self._looked = at
        told = []
        for number, (source, habit) in enumerate(self._habits.items()):
            if source in self._told or habit.heard is None:
                continue
            quiet = habit.judge(at, self._zone)
            if quiet is None:
                continue
            self._told[source] = quiet.since
            seen = SilenceSeen(
                source=number,
                name=source,
                brands=tuple(ref.id for ref, _ in self._watches),
                since=quiet.since,
                missed_milli=round(1000 * quiet.missed),
                usual_s=quiet.usual_s,
            )
            told += [Telling(ref.name, at, finding_of(seen, ref.id, at)) for ref, _ in self._watches]
        return told
