"""`bongsu tone`: the tone of each line of a text. Needs no data folder."""

import argparse
import io
import select
import sys
from collections.abc import Iterator
from typing import IO, cast

from bongsu.boot.progress import Progress
from bongsu.boot.streams import reading, unpacked, whole

#: Lines judged together while input keeps coming; when it pauses, what there is is judged at once.
BATCH = 4096
_READ = 1 << 18
#: Of a line longer than this the rest is not kept: far more than is judged.
_MOST_LINE = 1 << 20
_SHOWN_FAULTS = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file",
        metavar="FILE",
        nargs="?",
        default="-",
        help="one text a line, UTF-8, as it is or gzipped; - or nothing reads standard input",
    )
    parser.epilog = (
        "Prints one JSON line for each line, in order: label (negative, neutral, positive), neg, neu, pos (sum 1), "
        "complaint, anger, distrust, abuse (0 to 1 each). Bytes that are not UTF-8 are read as �, and their lines "
        "named on standard error. Exit status: 0 all judged, 1 some lines were not UTF-8, 2 the file cannot be read."
    )


def run(args: argparse.Namespace) -> int:
    with whole(args.file), reading(args.file) as raw:
        return _judge(raw, packed=args.file.endswith(".gz"))


def _judge(raw: IO[bytes], *, packed: bool) -> int:
    # Numpy and the weights only now: `bongsu tone --help` answers at once.
    from bongsu.sense.tone import LABELS, Tones

    tones = Tones.load()
    progress, faults = Progress(), 0
    out = sys.stdout.buffer
    done = 0
    try:
        for lines in _batches(raw, packed=packed):
            texts = []
            for number, line in enumerate(lines, start=done + 1):
                try:
                    texts.append(line.decode())
                except UnicodeDecodeError:
                    texts.append(line.decode(errors="replace"))
                    faults += 1
                    _tell(faults, number)
            judged = tones.judge(texts)
            rows = judged.values.astype(float).round(4).tolist()
            labels = judged.labels.tolist()
            out.write("".join(map(_json, (LABELS[i] for i in labels), rows)).encode())
            out.flush()
            done += len(lines)
            progress.show(done)
    finally:
        progress.end()
    return 1 if faults else 0


def _json(label: str, row: list[float]) -> str:
    neg, neu, pos, complaint, anger, distrust, abuse = row
    neu = round(1 - neg - pos, 4)  # after rounding the three shall still sum to 1
    return (
        f'{{"label": "{label}", "neg": {neg}, "neu": {neu}, "pos": {pos}, "complaint": {complaint}, '
        f'"anger": {anger}, "distrust": {distrust}, "abuse": {abuse}}}\n'
    )


def _tell(faults: int, number: int) -> None:
    if faults <= _SHOWN_FAULTS:
        print(f"line {number}: not UTF-8: what cannot be read counts as �", file=sys.stderr)
    elif faults == _SHOWN_FAULTS + 1:
        print("… further such lines are not named", file=sys.stderr)


def _batches(raw: IO[bytes], *, packed: bool) -> Iterator[list[bytes]]:
    """Lines as they come: at most BATCH at a time, fewer when the input pauses or ends."""
    lines: list[bytes] = []
    left = bytearray()
    stream = cast(io.BufferedIOBase, unpacked(raw, packed=packed))
    while chunk := stream.read1(_READ):  # what there is: more than a buffer holds, so that none is left in it
        left += chunk
        parts = left.split(b"\n")
        left = parts.pop()
        del left[_MOST_LINE + 1 :]  # one more than is kept, so that it shows where a letter ends
        lines += map(_kept, parts)
        while len(lines) >= BATCH:
            yield lines[:BATCH]
            del lines[:BATCH]
        if lines and not _more(raw):
            yield lines
            lines = []
    if left:
        lines.append(_kept(left))
    if lines:
        yield lines


def _kept(line: bytearray) -> bytes:
    """What is kept of a line: whole letters only."""
    if len(line) <= _MOST_LINE:
        return bytes(line)
    end = _MOST_LINE
    while end and line[end] & 0xC0 == 0x80:  # within a letter
        end -= 1
    return bytes(line[:end])


def _more(raw: IO[bytes]) -> bool:
    """Whether a read would answer at once; a file always does."""
    ready, _, _ = select.select([raw], [], [], 0)
    return bool(ready)
