"""A brand's watch words, as its row keeps them."""

from collections.abc import Mapping, Sequence
from typing import Any

from bongsu.core.values import WatchWords


def words_of(plain: Mapping[str, Any]) -> WatchWords:
    """From `{include, exclude, risk: {category: [word]}}`; what is missing is empty."""
    return WatchWords(
        include=tuple(plain.get("include") or ()),
        exclude=tuple(plain.get("exclude") or ()),
        risk={category: tuple(words) for category, words in (plain.get("risk") or {}).items()},
    )


def words_to(words: WatchWords) -> dict[str, list[str] | dict[str, Sequence[str]]]:
    return {
        "include": list(words.include),
        "exclude": list(words.exclude),
        "risk": {category: list(said) for category, said in words.risk.items()},
    }
