"""Examples of our own, written by hand: own.tsv, and files like it."""

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

OWN = Path(__file__).parent / "own.tsv"


def lines(path: Path = OWN) -> Iterator[tuple[str, frozenset[str], list[str]]]:
    """Of each line the label (neg, neu, pos), the feelings, and every reading of its text."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            label, listed, text = line.split("\t")
            yield label, frozenset(listed.split(",")) - {"-"}, readings(text)


def readings(text: str) -> list[str]:
    """What `(a|b)` stands for, each word in turn.

    >>> readings("앱이 (자꾸|또) 꺼져요")
    ['앱이 자꾸 꺼져요', '앱이 또 꺼져요']
    """
    parts = re.split(r"\(([^()]*)\)", text)
    choices = [part.split("|") if i % 2 else [part] for i, part in enumerate(parts)]
    return [" ".join("".join(chosen).split()) for chosen in product(*choices)]
