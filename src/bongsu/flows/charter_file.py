"""A charter's YAML file: read with every fault by its line, and written so that reading it gives the same charter.

The browser's import and export, `bongsu charter check` and `bongsu may` all go through here.
"""

from datetime import UTC, tzinfo
from pathlib import Path

from bongsu.core.values import Charter
from bongsu.crisis.charter import check, parse_charter, to_mapping
from bongsu.flows import marked_yaml
from bongsu.flows.marked_yaml import Fault, Judged

_WHOLE = "charter"


def faults(file: Path) -> tuple[list[Fault], Charter | None]:
    """Everything wrong with the charter in `file`, by line; and the charter, where nothing is.

    Raises SetupError when the file cannot be read.
    """
    raw = marked_yaml.raw_of(file)
    try:
        return faults_in(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        return [Fault(marked_yaml.line_of(raw, problem), _WHOLE, "not YAML: not UTF-8 text")], None


def faults_in(text: str) -> tuple[list[Fault], Charter | None]:
    """The same for text that somebody typed or sent; what is not YAML is a fault too."""
    return _charter(marked_yaml.judge(text, check, whole=_WHOLE))


def _charter(found: Judged) -> tuple[list[Fault], Charter | None]:
    return list(found.faults), None if found.faults else parse_charter(found.value)


def sound(file: Path) -> Charter:
    """The charter in `file`. Raises SetupError when it has a fault."""
    found, charter = faults(file)
    if charter is None:
        hint = f"See: bongsu charter check {marked_yaml.plain(str(file))}"
        raise marked_yaml.refused(file, found, what="charter", hint=hint)
    return charter


def written(charter: Charter, *, zone: tzinfo = UTC) -> str:
    """`charter` as YAML, times in `zone`."""
    return marked_yaml.dump(to_mapping(charter, zone=zone))
