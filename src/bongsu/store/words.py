"""A brand's watch words, as its row keeps them."""

from collections.abc import Mapping, Sequence
from typing import Any

from bongsu.core.errors import SetupError
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


def watch_words(data: object, *, where: str) -> WatchWords:
    """Watch words from parsed YAML: {include: [..], exclude: [..], risk: {category: [..]}}. Raises SetupError."""

    def texts(value: object, name: str) -> None:
        if value is not None and not (isinstance(value, list) and all(isinstance(w, str) and w for w in value)):
            raise SetupError(problem=f"{where}: {name} must be a list of words.", hint=f'{name}: ["한강식품", …]')

    if not isinstance(data, dict) or set(data) - {"include", "exclude", "risk"}:
        raise SetupError(problem=f"{where}: expected include, exclude and risk.", hint="All three may be left out.")
    texts(data.get("include"), "include")
    texts(data.get("exclude"), "exclude")
    risk = data.get("risk") or {}
    if not isinstance(risk, dict):
        raise SetupError(problem=f"{where}: risk must name categories.", hint='risk: {safety: ["이물", …]}')
    for category, said in risk.items():
        texts(said, f"risk.{category}")
    return words_of(data | {"risk": {str(category): said or [] for category, said in risk.items()}})
