"""The clocks that the law sets, as an operator writes them: YAML, and one fault at a time."""

from collections.abc import Sequence
from typing import Any

import yaml

from bongsu.core.errors import SetupError
from bongsu.crisis.ground import parse_laws

MOST = 100_000  # characters


def read(text: str) -> list[Any]:
    """The rows of `text`, every one sound. Raises SetupError naming the row that is not."""
    hint = "Mend it and save again."
    if len(text) > MOST:
        raise SetupError(problem="The list is too long.", hint=hint)
    try:
        written = yaml.safe_load(text)
    except yaml.YAMLError as problem:
        raise SetupError(problem=f"This is no YAML: {str(problem).splitlines()[0]}.", hint=hint) from problem
    rows = written.get("statutory") if isinstance(written, dict) else None
    if not isinstance(rows, list):
        raise SetupError(problem="A list named statutory is needed.", hint=hint)
    parse_laws(rows)
    return rows


def write(rows: Sequence[Any]) -> str:
    """The rows as kept, as YAML to be edited."""
    return yaml.safe_dump({"statutory": list(rows)}, allow_unicode=True, sort_keys=False, width=110)
