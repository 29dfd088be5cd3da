"""How people are called, as an operator writes it: YAML, with the line of every fault."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bongsu.crisis.calling import check, parse_calling, to_mapping
from bongsu.flows import marked_yaml
from bongsu.flows.marked_yaml import Judged

MOST_BYTES = 100 * 1024


def read(text: str) -> Judged:
    """`{"calling": {…}}`. Never raises, whatever is written."""
    return marked_yaml.judge(text, check, whole="calling", most=MOST_BYTES)


def sound(file: Path) -> dict[str, Any]:
    """What `file` says, sound. Raises SetupError naming the line of the first fault."""
    return kept(marked_yaml.sound(file, check, whole="calling")["calling"])


def kept(written: Mapping[str, Any]) -> dict[str, Any]:
    """As an organisation keeps it: everything written out. Raises SetupError where it has a fault."""
    return to_mapping(parse_calling(written))


def write(mapping: Mapping[str, Any]) -> str:
    """As kept, as YAML to be edited."""
    return marked_yaml.dump({"calling": kept(mapping)})
