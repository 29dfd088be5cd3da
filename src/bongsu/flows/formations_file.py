"""Formations as an organisation writes them: YAML, with the line of every fault."""

from dataclasses import dataclass
from typing import Any

import yaml

from bongsu.crisis.formation import check
from bongsu.flows import marked_yaml

MOST = 200_000  # characters


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    line: int  # from 1
    path: str
    message: str


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote. `rows` is what is kept; None where there are faults."""

    faults: tuple[Fault, ...]
    rows: list[Any] | None


def read(text: str) -> Written:
    """Never raises, whatever is written."""
    if len(text) > MOST:
        return Written((Fault(1, "", "too long"),), None)
    try:
        marked = marked_yaml.marked(text)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        return Written((Fault(mark.line + 1 if mark else 1, "", problem.problem or "not YAML"),), None)
    except yaml.YAMLError:
        return Written((Fault(1, "", "not YAML"),), None)
    value = {} if marked.value is None else marked.value
    found = [Fault(line, path, "written twice") for path, line in marked.twice]
    found += [Fault(marked.line(problem.path), problem.path, problem.message) for problem in check(value)]
    return Written(tuple(sorted(set(found))), None if found else list(value["formations"]))


def write(rows: list[Any]) -> str:
    """Formations as kept, as YAML to be edited."""
    return yaml.safe_dump({"formations": rows}, allow_unicode=True, sort_keys=False, width=110)
