"""Formations as an organisation writes them: YAML, with the line of every fault."""

from typing import Any

from bongsu.crisis.formation import check
from bongsu.flows import marked_yaml
from bongsu.flows.marked_yaml import Judged

MOST_BYTES = 400 * 1024


def read(text: str) -> Judged:
    """`{"formations": […]}`. Never raises, whatever is written."""
    return marked_yaml.judge(text, check, whole="formations", most=MOST_BYTES)


def write(rows: list[Any]) -> str:
    """Formations as kept, as YAML to be edited."""
    return marked_yaml.dump({"formations": rows})
