"""The claims and the nearly equal pairs of a file of posts."""

import argparse
import sys
from array import array
from collections.abc import Iterator
from datetime import datetime
from typing import IO

import msgspec

from bongsu.boot.progress import Progress
from bongsu.boot.series import Refusals
from bongsu.boot.streams import reading
from bongsu.connectors.file.read import lines
from bongsu.sense.claim import author_digest, key_of
from bongsu.sense.claims import Claims
from bongsu.sense.normalise import normalise
from bongsu.sense.pairs import MOST_CHARACTERS, Pairs

#: Posts worked together, fewer where they are long: so many characters.
BLOCK, BLOCK_CHARACTERS = 2000, 400_000
#: What waits for a second post, and claims, held at once: some 0.6 kB and 3 kB each. Beyond it the oldest are let go.
SINGLES, CLAIMS = 500_000, 100_000
LONGEST_LINE = 16 * 1024 * 1024  # bytes; holds a text of a million characters, however it is written
_ENCODE = msgspec.json.Encoder().encode


class Post(msgspec.Struct):
    """What is read of a line; other fields are passed over."""

    id: str | int
    text: str
    source: str = ""
    author: str | None = None
    ts: str | None = None


Block = list[Post]


def run(args: argparse.Namespace) -> int:
    """Raises SetupError: a file that cannot be used."""
    refusals, progress = Refusals(), Progress()
    out = sys.stdout.buffer
    with reading(args.file) as raw:
        blocks = _blocks(raw, refusals, progress)
        if args.pairs:
            _pairs(blocks, args.min, out)
        else:
            _claims(blocks, out)
    progress.end()
    out.flush()
    return 1 if refusals.count else 0


def _pairs(blocks: Iterator[Block], least: float, out: IO[bytes]) -> None:
    pairs = Pairs(least=least)
    ids: list[str | int] = []
    for block in blocks:
        ids += [post.id for post in block]
        for pair in pairs.add([post.text for post in block]):
            out.write(_ENCODE({"a": ids[pair.a], "b": ids[pair.b], "jaccard": round(pair.jaccard, 6)}) + b"\n")
        out.flush()
    if pairs.overran:
        print(f"{pairs.overran} texts have thousands of lookalikes; some of their pairs are left out", file=sys.stderr)


def _claims(blocks: Iterator[Block], out: IO[bytes]) -> None:
    claims = Claims(0, most_singles=SINGLES, most_claims=CLAIMS)
    ids: list[str | int] = []
    of, names = array("Q"), list[str]()  # post → number of its claim, and the claims' keys
    number_of: dict[str, int] = {}
    moved: dict[str, str] = {}
    for block in blocks:
        heard = claims.hear([normalise(post.text[:MOST_CHARACTERS]) for post in block])
        for post, said in zip(block, heard, strict=True):
            mention = str(post.id)
            claim = (
                None
                if said is None
                else claims.fold(
                    said,
                    mention=mention,
                    at=_seconds(post.ts),
                    author=author_digest(post.source, post.author, mention),
                    text=post.text,
                    category=None,
                    source=post.source,
                )
            )
            ids.append(post.id)
            if claim is None:
                of.append(0)  # most posts stay alone; their keys can be told from their ids again
                continue
            number = number_of.setdefault(claim.key, len(names) + 1)
            if number > len(names):
                names.append(claim.key)
            of.append(number)
        moved |= claims.moved
        claims.forget_changed()
    for id_, number in zip(ids, of, strict=True):
        key = names[number - 1] if number else key_of(0, str(id_))
        out.write(_ENCODE({"id": id_, "claim": moved.get(key, key)}) + b"\n")


def _seconds(ts: str | None) -> int:
    """Epoch seconds; 0 for what is no time, which nothing here depends on but the order of first posts."""
    try:
        return int(datetime.fromisoformat(ts).timestamp()) if ts else 0
    except (ValueError, OverflowError, OSError):
        return 0


def _blocks(raw: IO[bytes], refusals: Refusals, progress: Progress) -> Iterator[Block]:
    decode = msgspec.json.Decoder(Post).decode
    seen: set[str] = set()
    block: Block = []
    characters = 0
    for number, line in lines(raw, LONGEST_LINE):
        if number % 1000 == 0:
            progress.show(number)
        if line is None:
            refusals.say(number, "longer than 16 MiB")
            continue
        if not line.strip():
            continue
        try:
            post = decode(line)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as problem:
            refusals.say(number, str(problem))
            continue
        name = str(post.id)
        if fault := "id is empty" if not name.strip() else "this id stood before" if name in seen else "":
            refusals.say(number, fault)
            continue
        seen.add(name)
        block.append(post)
        characters += len(post.text)
        if len(block) == BLOCK or characters > BLOCK_CHARACTERS:
            yield block
            block, characters = [], 0
    if block:
        yield block
