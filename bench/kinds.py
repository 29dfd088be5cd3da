"""What kind of thing a post says, beside what annotators said: `python -m bench.kinds`.

Reads crisislex_t26 of BONGSU_DATA: tweets of thirteen crises in seven languages, each with one information type. Rules
are not trained, so nothing is held out; but some of their words were added after reading what was missed here. Posts
that the annotators gave no type are left out; what no rule tells counts as missed. The interval of the mean is a
bootstrap over events, 5–95 %. Beside it: everything told as the commonest type.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable

from bench.crises import folder, tweets
from bongsu.sense.kinds import classify
from bongsu.sense.normalise import normalise

#: Information types of the set and what we call them.
OURS = {
    "Affected individuals": "affected",
    "Infrastructure and utilities": "damage",
    "Donations and volunteering": "help",
    "Caution and advice": "advice",
    "Sympathy and support": "support",
    "Other Useful Information": "facts",
}
DRAWS = 500
Told = Counter[tuple[str, str]]  # (annotators' type, ours) → posts


def by_event() -> dict[str, Told]:
    found: dict[str, Told] = defaultdict(Counter)
    for row in tweets(folder()):
        if row["info_type"] in OURS:
            found[row["event"]][OURS[row["info_type"]], classify(normalise(row["text"])).name] += 1
    return found


def added(events: Iterable[Told]) -> Told:
    whole: Told = Counter()
    for one in events:
        whole.update(one)
    return whole


def scores(told: Told) -> dict[str, tuple[float, float, float, int]]:
    """Type → precision, recall, F1, posts."""
    found = {}
    for kind in OURS.values():
        right = told[kind, kind]
        said = sum(n for (_, ours), n in told.items() if ours == kind)
        truly = sum(n for (theirs, _), n in told.items() if theirs == kind)
        found[kind] = (right / max(1, said), right / max(1, truly), 2 * right / max(1, said + truly), truly)
    return found


def macro(told: Told) -> float:
    return sum(f1 for _, _, f1, _ in scores(told).values()) / len(OURS)


def main() -> None:
    if not folder().exists():
        print(f"no {folder()}: nothing measured")
        return
    events = by_event()
    told = added(events.values())
    print(f"{sum(told.values()):,} posts of {len(events)} events")
    for kind, (precision, recall, f1, posts) in scores(told).items():
        print(f"  {kind:9} precision {precision:.2f}  recall {recall:.2f}  F1 {f1:.2f}   {posts:,} posts")
    dice = random.Random(1)
    drawn = sorted(macro(added(dice.choices(list(events.values()), k=len(events)))) for _ in range(DRAWS))
    low, high = drawn[DRAWS // 20], drawn[-DRAWS // 20]
    commonest: Told = Counter()
    for (theirs, _), posts in told.items():
        commonest[theirs, "facts"] += posts
    print(f"mean F1 {macro(told):.3f} ({low:.3f}–{high:.3f}); everything told as facts {macro(commonest):.3f}")


if __name__ == "__main__":
    main()
