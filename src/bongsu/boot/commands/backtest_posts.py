"""`bongsu backtest posts`: what the live system would have told of a file of posts, in the order of its telling."""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from bongsu.boot import watch_file
from bongsu.boot.levels import level_table
from bongsu.boot.progress import Progress
from bongsu.boot.series import Refusals
from bongsu.boot.streams import reading, writing
from bongsu.connectors.file.read import RawRows, item_of, rows
from bongsu.core.ports import BrandRef, Refusal
from bongsu.core.values import Mention, WatchWords
from bongsu.flows.history import History, Telling, score_of
from bongsu.flows.listen import judged
from bongsu.sense.tone import Tones

#: The one brand of a file without --watch.
UNNAMED = "default"
#: Posts followed together; nothing that is told depends on it.
BLOCK = 500
#: What stands so far behind a later post was no delay of its source.
BEHIND = timedelta(hours=1)
#: Repeats are known among so many posts.
REMEMBERED = 2_000_000
#: Stands for a colon in the name of a source.
_COLON = "\ua789"
_ENCODE = msgspec.json.Encoder().encode


def run(args: argparse.Namespace) -> int:
    """Raises SetupError: a file that cannot be used."""
    words = watch_file.brands(Path(args.watch), unnamed=UNNAMED) if args.watch else {UNNAMED: WatchWords()}
    brands = [BrandRef(number, 0, name, said) for number, (name, said) in enumerate(words.items(), start=1)]
    history = History(brands, level_table(Path(args.levels) if args.levels else None), Tones.load())
    refusals, repeats = Refusals(), _Repeats()
    with reading(args.file) as raw, writing(args.out, not_over=args.file) as target:
        order = _Order(sort=args.sort)
        for block in order.blocks(_mentions(rows(raw), refusals, repeats)):
            for telling in history.follow(block):
                target.write(_ENCODE(_line(telling, details=args.details)).decode() + "\n")
            target.flush()
    if order.behind:
        print(
            f"{order.behind} posts stand more than an hour behind a later one and came too late to be heard as they "
            "were written; --sort follows them by time",
            file=sys.stderr,
        )
    if repeats.count:
        print(f"{repeats.count} posts stood before, by source and id; they count once", file=sys.stderr)
    return 1 if refusals.count else 0


class _Repeats:
    """Which (source, id) stood before, among the latest: eight bytes each are remembered."""

    def __init__(self) -> None:
        self.count = 0
        self._seen: dict[bytes, None] = {}

    def is_one(self, source: str, name: str) -> bool:
        key = blake2b(f"{source}\0{name}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
        if key in self._seen:
            self.count += 1
            return True
        if len(self._seen) >= REMEMBERED:
            del self._seen[next(iter(self._seen))]
        self._seen[key] = None
        return False


class _Order:
    """Posts in blocks: as the file has them, or held in memory and sorted by time."""

    def __init__(self, *, sort: bool) -> None:
        self._sort = sort
        self.behind = 0  # posts that stand more than an hour behind a later one

    def blocks(self, posts: Iterator[Mention]) -> Iterator[list[Mention]]:
        if self._sort:
            posts = iter(sorted(posts, key=lambda post: post.ts))
        newest = datetime.min.replace(tzinfo=UTC)
        while block := list(islice(posts, BLOCK)):
            for post in block:
                newest = max(newest, post.ts)
                self.behind += newest - post.ts > BEHIND
            yield block


def _mentions(lines: RawRows, refusals: Refusals, repeats: _Repeats) -> Iterator[Mention]:
    progress = Progress()
    for number, row in lines:
        progress.show(number)
        if isinstance(row, Refusal):
            refusals.say(number, row.message)
            continue
        item = item_of(number, row)
        mention = item if isinstance(item, Refusal) else judged(item, number, seen_at=item.ts, live=False, told=False)
        if isinstance(mention, Refusal):
            refusals.say(number, mention.message)
            continue
        if repeats.is_one(mention.source, mention.id):
            continue
        yield _named(mention, row.id)
    progress.end()


def _named(mention: Mention, name: str | int) -> Mention:
    """The same, with a key (source:id) from which its id can be told again, number or text as in the file."""
    mark = "n" if isinstance(name, int) else "t"
    return replace(mention, id=mark + mention.id, source=mention.source.replace(":", _COLON))


def _id(key: str) -> str | int:
    _, _, name = key.partition(":")
    return int(name[1:]) if name[0] == "n" else name[1:]


def _line(telling: Telling, *, details: bool) -> dict[str, Any]:
    found = telling.finding
    line: dict[str, Any] = {
        "at": telling.at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "kind": str(found.kind),
        "brand": telling.brand,
        "score": score_of(found),
        "level": found.level,
    }
    if found.claim is not None:
        line["claim"] = found.claim
    line["evidence"] = [_id(key) for key in found.evidence]
    if details:
        line |= {
            "count": found.count,
            "expected": found.expected_milli / 1000,
            "window_s": found.window_s,
            "authors": found.authors,
            "troubled": found.troubled,
            "usual_pct": found.usual_pct,
            "weight": {piece.name: piece.value for piece in found.weight},
            "points": sum(piece.points for piece in found.weight),
            "says": found.says,
            "cluster": found.cluster,
            "category": found.category,
            "excerpt": found.excerpt,
        }
    return line
