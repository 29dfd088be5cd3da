"""A YAML file of watch words, for commands: of one brand, or the brands of an organisation's file."""

from pathlib import Path
from typing import Any

import yaml

from bongsu.core.errors import SetupError
from bongsu.core.values import WatchWords
from bongsu.store.words import watch_words


def words(path: Path) -> WatchWords:
    """`{include, exclude, risk: {category: [words]}}`. Raises SetupError."""
    return watch_words(_read(path), where=str(path))


def brands(path: Path, *, unnamed: str) -> dict[str, WatchWords]:
    """By name, of `brands: [{name, words}]`; of a file of watch words the only one, called `unnamed`.

    Raises SetupError.
    """
    data = _read(path)
    listed = data.get("brands") if isinstance(data, dict) else None
    if listed is None:
        return {unnamed: watch_words(data, where=str(path))}
    if not isinstance(listed, list) or not listed:
        raise SetupError(problem=f"{path}: brands must be a list.", hint="brands: [{name: …, words: {include: […]}}]")
    found: dict[str, WatchWords] = {}
    for number, row in enumerate(listed):
        where = f"{path}: brands[{number}]"
        name = row.get("name") if isinstance(row, dict) else None
        if not isinstance(name, str) or not name.strip() or name in found:
            raise SetupError(problem=f"{where} needs a name of its own.", hint="")
        found[name] = watch_words(row.get("words") or {}, where=where)
    return found


def _read(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise SetupError(problem=f"{path} cannot be read: {problem.strerror}.", hint="") from problem
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        raise SetupError(problem=f"{path} is not YAML: {problem}.", hint="") from problem
