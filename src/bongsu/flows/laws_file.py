"""The clocks that the law sets, as an operator writes them: YAML, with the line of what is wrong."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bongsu.crisis.ground import check_laws
from bongsu.flows import marked_yaml
from bongsu.flows.marked_yaml import Judged

MOST_BYTES = 200 * 1024


def read(text: str) -> Judged:
    """`{"statutory": […]}`. Never raises, whatever is written."""
    return marked_yaml.judge(text, check_laws, whole="statutory", most=MOST_BYTES)


def sound(file: Path) -> list[Any]:
    """The rows in `file`, every one sound. Raises SetupError naming the line of the first that is not."""
    rows: list[Any] = marked_yaml.sound(file, check_laws, whole="statutory")["statutory"]
    return rows


def write(rows: Sequence[Any]) -> str:
    """The rows as kept, as YAML to be edited."""
    return marked_yaml.dump({"statutory": list(rows)})
