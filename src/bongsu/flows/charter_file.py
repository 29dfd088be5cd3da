"""A charter's YAML file: read with every fault by its line, and written so that reading it gives the same charter.

The browser's import and export, `bongsu charter check` and `bongsu may` all go through here.
"""

from dataclasses import dataclass
from datetime import UTC, tzinfo
from pathlib import Path

import yaml

from bongsu.core.errors import SetupError
from bongsu.core.values import Charter
from bongsu.crisis.charter import check, parse_charter, to_mapping
from bongsu.flows import marked_yaml


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    line: int
    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.line}: {marked_yaml.plain(self.path)}: {marked_yaml.plain(self.message)}"


def faults(file: Path) -> tuple[list[Fault], Charter | None]:
    """Everything wrong with the charter in `file`, by line; and the charter, where nothing is.

    Raises SetupError when the file cannot be read or is not YAML.
    """
    return _judged(marked_yaml.read(file))


def faults_in(text: str) -> tuple[list[Fault], Charter | None]:
    """The same for text that somebody typed or sent; what is not YAML is a fault too."""
    if len(text.encode(errors="replace")) > marked_yaml.MOST_BYTES:
        return [Fault(1, "charter", "larger than 1 MiB")], None
    try:
        read = marked_yaml.marked(text)
    except yaml.reader.ReaderError:
        return [Fault(1, "charter", "not YAML: a character that no text has")], None
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        line = text.count("\n", 0, mark.index) + 1 if mark else 1
        return [Fault(line, "charter", f"not YAML: {problem.problem or problem.context or ''}")], None
    return _judged(read)


def _judged(read: marked_yaml.Marked) -> tuple[list[Fault], Charter | None]:
    value = {} if read.value is None else read.value
    found = [Fault(line, path, "written twice") for path, line in read.twice]
    found += [Fault(read.line(p.path), p.path or "charter", p.message) for p in check(value)]
    return sorted(set(found)), None if found else parse_charter(value)


def sound(file: Path) -> Charter:
    """The charter in `file`. Raises SetupError when it has a fault."""
    found, charter = faults(file)
    if charter is None:
        name = marked_yaml.plain(str(file))
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        raise SetupError(
            problem=f"This charter cannot be used. {name}:{found[0]}{more}.", hint=f"See: bongsu charter check {name}"
        )
    return charter


def written(charter: Charter, *, zone: tzinfo = UTC) -> str:
    """`charter` as YAML, times in `zone`."""
    return yaml.safe_dump(to_mapping(charter, zone=zone), allow_unicode=True, sort_keys=False, width=120)
