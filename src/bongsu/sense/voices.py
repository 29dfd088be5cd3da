"""Who speaks in a post: press, somebody who says they are staff, somebody who hands on another's post; and whose."""

import re
from collections import Counter
from collections.abc import Iterable

from bongsu.sense import lexicon as lex
from bongsu.sense.said import is_press

#: Whose post is handed on: the handle after RT, via, by, 출처.
_HANDED_ON = re.compile(r"(?:(?<!\w)(?:rt|via|mt)\s+@(\w{1,40})|출처\s*[::]\s*(@?[\w.]{2,40}))")
#: Posts that must hand on somebody's before they are called an amplifier.
AMPLIFIED_LEAST = 2


def voices(source: str, author: str | None, normalised: str) -> tuple[str, ...]:
    """What the one who speaks is, where it can be told: "press", "insider", "shared".

    >>> voices("맘카페", None, "남편이 공장 직원인데 알고도 덮었대요")
    ('insider',)
    """
    flags = lex.said(normalised)
    found = [name for name, flag in (("insider", lex.INSIDER), ("shared", lex.SHARED)) if flags & flag]
    return ("press", *found) if is_press(source, author) else tuple(found)


def handed_on(normalised: str) -> str:
    """Whose post this hands on; empty where it is nobody's, or nobody is named.

    >>> handed_on("rt @reuters: breaking news"), handed_on("복붙) 조심하세요")
    ('reuters', '')
    """
    found = _HANDED_ON.search(normalised)
    return (found[1] or found[2]).lstrip("@") if found else ""


def amplifiers(normalised: Iterable[str], most: int = 3) -> list[tuple[str, int]]:
    """Those whose posts are handed on most, and by how many of the texts."""
    counted = Counter(name for text in normalised if (name := handed_on(text)))
    return [(name, count) for name, count in counted.most_common(most) if count >= AMPLIFIED_LEAST]
