"""Say it once: when a state that lasts becomes a finding, and how loud the finding is.

An episode begins when an axis (volume, one claim, one risk category) comes true, and ends after an hour in which it
did not. It speaks at its first minute, whenever its level rises, and is quiet while it lasts: at the same
level again only when it has been quiet for an hour of event time and the count has doubled: whoever decided to wait
and prepare is then asked again (`crisis.decide.stance`).

Levels (the organisation's level table; the loudest row that holds):
surge   the count is at least `volume_x` times the usual in a window that is surprising by itself
claim   2, or the level of a row whose triggers name the claim's risk category, given enough distinct authors
risk    2, or the level of such a row, given enough distinct authors
Louder beacons need more independent voices: see VOICES.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from bongsu.core.values import ALERT, CAUTION, NOTICE, SEVERE, LevelRow
from bongsu.sense.surprise import Look

QUIET_S = 60 * 60
UPDATE_S = 60 * 60
GROWN = 2.0
#: Distinct authors needed before a trigger lifts a claim or risk to a level.
VOICES: Mapping[int, int] = {NOTICE: 3, CAUTION: 3, ALERT: 5, SEVERE: 10}
#: An expected count below this is taken for this, so that five posts on a silent brand do not light five fires.
LEAST_EXPECTED = 2.0


class Episode(msgspec.Struct, array_like=True):
    """One stretch during which an axis holds. Times are epoch seconds of event time."""

    start: int
    level: int
    said_at: int
    said_count: int
    true_at: int
    updates: int = 0


def go_on(
    episode: Episode | None, *, at: int, level: int, count: int, quiet_s: int = QUIET_S
) -> tuple[Episode, str | None]:
    """The axis holds at `at`. Returns (the episode, the end of the finding's key; None: nothing new to say)."""
    if episode is None or at - episode.true_at >= quiet_s:
        return Episode(at, level, at, count, at), f"{at}:{level}"
    episode.true_at = max(episode.true_at, at)
    if level > episode.level:
        episode.level, episode.said_at, episode.said_count, episode.updates = level, at, count, 0
        return episode, f"{episode.start}:{level}"
    if at - episode.said_at >= UPDATE_S and count >= GROWN * episode.said_count:
        episode.said_at, episode.said_count = at, count
        episode.updates += 1
        return episode, f"{episode.start}:{episode.level}:{episode.updates}"
    return episode, None


def surge_level(table: Sequence[LevelRow], looks: Iterable[Look]) -> int:
    """The loudest row whose volume one of the (surprising) windows reaches; 1 where none does."""
    most = max((look.count / max(look.expected, LEAST_EXPECTED) for look in looks), default=0.0)
    return max((row.level for row in table if row.volume_x and most >= row.volume_x), default=1)


def voiced_level(table: Sequence[LevelRow], category: str | None, authors: int) -> int:
    """The level of a claim or risk of `category` that `authors` distinct people voice; at least 2."""
    lifted = (
        row.level for row in table if category in row.triggers and authors >= VOICES.get(row.level, VOICES[SEVERE])
    )
    return max(lifted, default=NOTICE) if category is not None else NOTICE
