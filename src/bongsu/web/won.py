"""Sums as people type them: 50,000 · 50000원 · 5만 원 · 1천만 · 1억 2,500만."""

import re

#: More than any company spends on one crisis; what is larger is a slip of the hand.
MOST_WON = 10**15
_DIGITS = r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,16}"
_SMALL = {"": 1, "십": 10, "백": 100, "천": 1_000}
_LARGE = (("억", 10**8), ("만", 10**4), ("", 1))
_PART = rf"({_DIGITS})\s*([십백천]?)"
_SUM = re.compile(r"\s*".join(rf"(?:{_PART}\s*{unit})?" for unit, _ in _LARGE) + r"\s*(?:원|won|krw)?", re.IGNORECASE)


def read_won(typed: str) -> int | None:
    """Won; None for what is no sum. Never a guess: “5만원” read as 5 would be wrong by ten thousand."""
    found = _SUM.fullmatch(typed.strip())
    if found is None:
        return None
    parts = list(zip(found.groups()[::2], found.groups()[1::2], _LARGE, strict=True))
    if not any(number for number, _, _ in parts):
        return None
    total = sum(int(n.replace(",", "")) * _SMALL[small] * large for n, small, (_, large) in parts if n)
    return total if total < MOST_WON else None
