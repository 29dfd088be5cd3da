"""A small YAML file that somebody wrote by hand, with the line of everything in it.

What PyYAML lets pass is caught here: keys written twice, anchors that hold themselves or unfold without end, values
that break its constructors. Nothing but plain data is ever built.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import yaml

from bongsu.core.errors import SetupError

MOST_BYTES = 2**20
MOST_NODES = 100_000  # with every alias unfolded
DEEPEST = 30
_TOO_MANY = f"more than {MOST_NODES:,} values"

_INT, _TIME, _MERGE = (f"tag:yaml.org,2002:{name}" for name in ("int", "timestamp", "merge"))
#: To YAML 1.1, 050000 is 20,480 and 1:30 is 90. Whoever wrote that meant something else: it stays the word it is.
_TRAP = re.compile(r"[-+]?(0[0-9_]|.*:)")


@dataclass(frozen=True, slots=True)
class Marked:
    value: Any
    lines: Mapping[str, int]  # "mandates[0].levels" → line from 1, where its key stands
    twice: tuple[tuple[str, int], ...]  # (path, line) of every key that stands twice in one mapping

    def line(self, path: str) -> int:
        """Line of `path`; of the nearest thing around it where it is missing."""
        while path not in self.lines and path:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self.lines.get(path, 1)


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong with a file, where its writer finds it."""

    line: int  # from 1
    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.line}: {plain(self.path)}: {plain(self.message)}"


@dataclass(frozen=True, slots=True)
class Judged:
    """What somebody wrote, and everything wrong with it. Without a fault, `value` is what is kept."""

    faults: tuple[Fault, ...]
    value: Any


class Problem(Protocol):
    """A fault as the rules tell it: where in the data, and what."""

    @property
    def path(self) -> str: ...
    @property
    def message(self) -> str: ...


Check = Callable[[Any], Sequence[Problem]]


def judged(read: Marked, check: Check, *, whole: str = "") -> Judged:
    """The faults that `check` finds, each with its line, and every key written twice. An empty file is `{}`.

    whole   path of a fault of the file as a whole
    """
    value = {} if read.value is None else read.value
    found = [Fault(line, path, "written twice") for path, line in read.twice]
    found += [Fault(read.line(p.path), p.path or whole, p.message) for p in check(value)]
    return Judged(tuple(sorted(set(found))), value)


def judge(text: str, check: Check, *, whole: str = "", most: int = MOST_BYTES) -> Judged:
    """As `judged`, from what somebody typed or sent. Never raises: what is no YAML is a fault too.

    most   bytes
    """
    if len(text.encode(errors="replace")) > most:
        return Judged((Fault(1, whole, "too long"),), None)
    try:
        read = marked(text)
    except yaml.reader.ReaderError as problem:
        return Judged(
            (Fault(_Lines(text).at(problem.position), whole, "not YAML: a character that no text has"),), None
        )
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        line = _Lines(text).at(mark.index) if mark else 1
        return Judged((Fault(line, whole, f"not YAML: {problem.problem or problem.context or ''}"),), None)
    return judged(read, check, whole=whole)


def sound(file: Path, check: Check, *, whole: str = "") -> Any:
    """The data in `file`, without a fault. Raises SetupError naming the first and how many more."""
    found = judged(read(file), check, whole=whole)
    if found.faults:
        raise refused(file, found.faults)
    return found.value


def refused(
    file: Path, faults: Sequence[Fault], *, what: str = "file", hint: str = "Mend it and try again."
) -> SetupError:
    """That `file` cannot be used, with its first fault."""
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    return SetupError(problem=f"This {what} cannot be used. {plain(str(file))}:{faults[0]}{more}.", hint=hint)


def dump(value: Any) -> str:
    """YAML to be edited, in the order it is kept."""
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=110)


def read(path: Path) -> Marked:
    """The data in `path`, UTF-8, at most 1 MiB, one document.

    Raises SetupError when the file cannot be read or is not YAML; it names the line.
    """
    raw = raw_of(path)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise _unusable(path, line_of(raw, problem), "not UTF-8 text", hint="Save it as UTF-8.") from problem
    try:
        return marked(text)
    except yaml.reader.ReaderError as problem:
        raise _unusable(path, _Lines(text).at(problem.position), "a character that no text has") from problem
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        line = _Lines(text).at(mark.index if mark else 0)
        raise _unusable(path, line, problem.problem or problem.context or "cannot be understood") from problem


def raw_of(path: Path) -> bytes:
    """What stands in `path`, at most 1 MiB. Raises SetupError when it cannot be read."""
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as problem:
        raise SetupError(problem=f"{plain(str(path))} cannot be read: {problem.strerror}.", hint="") from problem
    if len(raw) > MOST_BYTES:
        raise SetupError(problem=f"{plain(str(path))} is larger than 1 MiB.", hint="Is this the file you mean?")
    return raw


def line_of(raw: bytes, problem: UnicodeDecodeError) -> int:
    """Line of the first bytes that are no text."""
    return raw.count(b"\n", 0, problem.start) + 1


def marked(text: str) -> Marked:
    """As `read`, from text. Raises yaml.YAMLError."""
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return Marked(None, {"": 1}, ())
        lines = _Lines(text)
        survey = _Survey()
        survey.measure(node)
        value = loader.construct_document(node)
        index = _Index(loader, lines, survey.twice)
        index.add("", node, lines.of(node))
        return Marked(value, index.lines, tuple(index.twice))
    finally:
        loader.dispose()


def plain(text: str) -> str:
    """`text` on one line, whatever somebody put into it."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _unusable(path: Path, line: int, what: str, hint: str = "") -> SetupError:
    return SetupError(
        problem=f"{plain(str(path))}:{line}: not YAML: {plain(what)}.", hint=hint or f"Mend line {line} and try again."
    )


class _Lines:
    """Line of a character, as an editor counts: YAML also breaks lines where no editor does (U+2028)."""

    def __init__(self, text: str) -> None:
        self._starts = [found.end() for found in re.finditer(r"\r\n|\n|\r", text)]

    def at(self, index: int) -> int:
        return bisect_right(self._starts, index) + 1

    def of(self, node: yaml.Node) -> int:
        return self.at(node.start_mark.index)


class _Loader(yaml.SafeLoader):
    """SafeLoader that ends in a YAMLError with a mark, and nothing else, whatever the file holds."""

    _depth = 0
    _nodes = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        self._depth += 1
        self._nodes += 1
        if self._depth > DEEPEST or self._nodes > MOST_NODES:
            what = "nested too deep" if self._depth > DEEPEST else _TOO_MANY
            raise _wrong(what, self.peek_event().start_mark)  # type: ignore[no-untyped-call]
        try:
            return super().compose_node(parent, index)
        finally:
            self._depth -= 1

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        if isinstance(node, yaml.ScalarNode) and node.tag == _INT and _TRAP.match(node.value):
            return node.value
        try:
            return super().construct_object(node, deep=deep)
        except (ValueError, TypeError, AttributeError, LookupError, OverflowError) as problem:
            if node.tag == _TIME and isinstance(node, yaml.ScalarNode):
                return node.value  # 30 February: a word that is no time, which the reader of the data will say
            raise _wrong(f"this is no {node.tag.rpartition(':')[2]}", node.start_mark) from problem


def _wrong(what: str, mark: Any) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=what, problem_mark=mark)


class _Survey:
    """Looks at a tree of nodes, every node once, before anything is built from it."""

    def __init__(self) -> None:
        self.twice: dict[int, list[yaml.Node]] = {}  # id of a mapping → its repeated keys
        self._seen: dict[int, tuple[int, int] | None] = {}  # id → (nodes, depth); None while we are inside

    def measure(self, node: yaml.Node) -> tuple[int, int]:
        if id(node) in self._seen:
            known = self._seen[id(node)]
            if known is None:
                raise _wrong("an anchor that holds itself", node.start_mark)
            return known
        self._seen[id(node)] = None
        inside: list[yaml.Node] = []
        if isinstance(node, yaml.MappingNode):
            self._repeats(node)
            inside = [part for pair in node.value for part in pair]
        elif isinstance(node, yaml.SequenceNode):
            inside = node.value
        sizes = [self.measure(part) for part in inside]
        nodes, depth = 1 + sum(size for size, _ in sizes), 1 + max((deep for _, deep in sizes), default=0)
        if nodes > MOST_NODES:
            raise _wrong(_TOO_MANY, node.start_mark)
        if depth > DEEPEST:
            raise _wrong("nested too deep", node.start_mark)
        self._seen[id(node)] = nodes, depth
        return nodes, depth

    def _repeats(self, node: yaml.MappingNode) -> None:
        known: set[tuple[str, str]] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if (key.tag, key.value) in known:
                    self.twice.setdefault(id(node), []).append(key)
                known.add((key.tag, key.value))


class _Index:
    """Where everything stands. Made after building, when merged keys (<<) have taken their places."""

    def __init__(self, loader: _Loader, lines: _Lines, twice: Mapping[int, list[yaml.Node]]) -> None:
        self.lines: dict[str, int] = {}
        self.twice: list[tuple[str, int]] = []
        self._loader, self._where, self._repeats = loader, lines, twice

    def add(self, path: str, node: yaml.Node, line: int) -> None:
        self.lines[path] = line
        if isinstance(node, yaml.MappingNode):
            for key in self._repeats.get(id(node), ()):
                self.twice.append((self._inside(path, key), self._where.of(key)))
            for key, value in node.value:
                self.add(self._inside(path, key), value, self._where.of(key))
        elif isinstance(node, yaml.SequenceNode):
            for number, part in enumerate(node.value):
                self.add(f"{path}[{number}]", part, self._where.of(part))

    def _inside(self, path: str, key: yaml.Node) -> str:
        # The merge key itself has no value of its own.
        name = key.value if key.tag == _MERGE else self._loader.construct_object(key, deep=True)
        return f"{path}.{name}" if path else str(name)
