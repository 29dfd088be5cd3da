"""A charter as it is written: keys, faults and values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from bongsu.core.errors import SetupError
from bongsu.core.values import (
    LEVELS,
    PER,
    ApprovalChain,
    ApprovalStep,
    Charter,
    Mandate,
    Principle,
    RedLine,
)
from bongsu.crisis.charter.acts import is_act


@dataclass(frozen=True, slots=True)
class Problem:
    path: str  # "mandates[0].levels"
    message: str


def check(mapping: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Everything wrong with a charter as read from YAML or JSON; empty when it can be used."""
    reader = _Reader()
    reader.charter(mapping)
    return tuple(reader.problems)


def parse_charter(mapping: Mapping[str, Any]) -> Charter:
    """The charter in `mapping` (keys as in docs/reference). An empty mapping is a charter that grants nothing.

    Raises SetupError naming the first problem.
    """
    if not mapping:
        return Charter(version="0")
    reader = _Reader()
    charter = reader.charter(mapping)
    if reader.problems:
        first = reader.problems[0]
        raise SetupError(problem=f"charter: {first.path}: {first.message}.", hint="Mend it and try again.")
    return charter


#: A step of an approval chain that takes longer than thirty days approves nothing in a crisis.
MOST_MINUTES = 30 * 24 * 60

_TOP = ("version", "principles", "red_lines", "mandates", "approvals")
_KEYS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {  # section → (required, optional)
    "principles": (("id", "text"), ()),
    "red_lines": (("id", "act", "min_level"), ("text",)),
    "mandates": (
        ("id", "role", "act", "levels", "cap_krw", "from", "until", "granted_by", "principle", "revoked_at"),
        ("per", "caps", "outlets", "templates", "needs_confirmed_fact", "forbidden_when"),
    ),
    "approvals": (("act", "levels", "chain"), ("id",)),
    "chain": (("role", "minutes", "deputy"), ("must",)),
}


class _Reader:
    """Walks a mapping, collects problems, and builds what it can."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._ids: set[str] = set()
        self._faulty: set[str] = set()

    def _wrong(self, path: str, message: str) -> None:
        # What follows from a fault is no second fault of the same place.
        if path not in self._faulty:
            self._faulty.add(path)
            self.problems.append(Problem(path, message))

    def charter(self, mapping: object) -> Charter:
        if not isinstance(mapping, Mapping):
            self._wrong("", "must be a mapping")
            return Charter(version="")
        for key in mapping:
            if key not in _TOP:
                self._wrong(str(key), "unknown key")
        for key in _TOP:
            if key not in mapping:
                self._wrong(key, "missing")
        principles = tuple(
            Principle(self._id(row, path), self._str(row, "text", path))
            for path, row in self._rows(mapping, "principles")
        )
        known = {p.id for p in principles}
        return Charter(
            version=self._str(mapping, "version", ""),
            principles=principles,
            red_lines=tuple(
                RedLine(
                    self._id(row, path),
                    self._act(row, path),
                    self._level(row.get("min_level"), f"{path}.min_level"),
                    self._str(row, "text", path),
                )
                for path, row in self._rows(mapping, "red_lines")
            ),
            mandates=tuple(self._mandate(row, path, known) for path, row in self._rows(mapping, "mandates")),
            approvals=tuple(self._approval(row, path) for path, row in self._rows(mapping, "approvals")),
        )

    def _mandate(self, row: Mapping[str, Any], path: str, principles: set[str]) -> Mandate:
        low, high = self._levels(row, path)
        since, until = self._time(row.get("from"), f"{path}.from"), self._time(row.get("until"), f"{path}.until")
        if since >= until and not {f"{path}.from", f"{path}.until"} & self._faulty:
            self._wrong(f"{path}.until", "must be after from")
        cap = row.get("cap_krw")
        cap = None if cap is None else self._won(cap, f"{path}.cap_krw")
        principle = self._str(row, "principle", path)
        if principle and principle not in principles:
            self._wrong(f"{path}.principle", f"there is no principle {principle}")
        revoked = row.get("revoked_at")
        return Mandate(
            id=self._id(row, path),
            role=self._str(row, "role", path),
            act=self._act(row, path),
            level_from=low,
            level_to=high,
            since=since,
            until=until,
            granted_by=self._str(row, "granted_by", path),
            principle=principle,
            cap_krw=cap,
            revoked_at=None if revoked is None else self._time(revoked, f"{path}.revoked_at"),
            per=self._per(row.get("per", "case"), f"{path}.per"),
            caps=self._caps(row, path),
            outlets=self._words(row, "outlets", path),
            templates=self._words(row, "templates", path),
            needs_confirmed_fact=self._yes(row, "needs_confirmed_fact", path),
            forbidden_when=self._words(row, "forbidden_when", path),
        )

    def _caps(self, row: Mapping[str, Any], path: str) -> tuple[tuple[str, int], ...]:
        value = row.get("caps", {})
        if not isinstance(value, Mapping):
            self._wrong(f"{path}.caps", "must be a mapping like {act: 50000, day: 300000}")
            return ()
        caps = []
        for key, won in value.items():
            where = f"{path}.caps.{key}"
            if key not in PER:
                self._wrong(where, f"unknown key; one of {', '.join(PER)}")
            else:
                caps.append((str(key), self._won(won, where)))
        return tuple(sorted(caps))

    def _approval(self, row: Mapping[str, Any], path: str) -> ApprovalChain:
        low, high = self._levels(row, path)
        steps = []
        for where, step in self._rows(row, "chain", path):
            minutes = step.get("minutes")
            if not isinstance(minutes, int) or isinstance(minutes, bool) or not 0 <= minutes <= MOST_MINUTES:
                self._wrong(f"{where}.minutes", f"must be a whole number of minutes, 0 to {MOST_MINUTES}")
                minutes = 0
            deputy = None if step.get("deputy") is None else self._str(step, "deputy", where)
            steps.append(ApprovalStep(self._str(step, "role", where), minutes, deputy, self._yes(step, "must", where)))
        if not steps:
            self._wrong(f"{path}.chain", "needs at least one step")
        name = self._id(row, path) if "id" in row else ""
        return ApprovalChain(act=self._act(row, path), level_from=low, level_to=high, chain=tuple(steps), id=name)

    def _rows(self, mapping: Mapping[str, Any], name: str, under: str = "") -> list[tuple[str, Mapping[str, Any]]]:
        base = f"{under}.{name}" if under else name
        value = mapping.get(name)
        value = () if value is None else value
        if not isinstance(value, Sequence) or isinstance(value, str):
            self._wrong(base, "must be a list")
            return []
        required, optional = _KEYS[name]
        rows = []
        for number, row in enumerate(value):
            path = f"{base}[{number}]"
            if not isinstance(row, Mapping):
                self._wrong(path, "must be a mapping")
                continue
            for key in row:
                if key not in required and key not in optional:
                    self._wrong(f"{path}.{key}", "unknown key")
            for key in required:
                if key not in row:
                    self._wrong(f"{path}.{key}", "missing")
            rows.append((path, row))
        return rows

    def _id(self, row: Mapping[str, Any], path: str) -> str:
        name = self._str(row, "id", path)
        if name and name in self._ids:
            self._wrong(f"{path}.id", f"{name} is used twice")
        self._ids.add(name)
        return name

    def _str(self, row: Mapping[str, Any], key: str, path: str) -> str:
        value = row.get(key, "")
        if key in row and (not isinstance(value, str | int) or isinstance(value, bool) or not str(value).strip()):
            # yes, no, on and off are no words in YAML but true and false.
            quotes = ", in quotes" if isinstance(value, bool | float | date) else ""
            self._wrong(f"{path}.{key}" if path else key, f"must be a word{quotes}")
            return ""
        return str(value)

    def _words(self, row: Mapping[str, Any], key: str, path: str) -> tuple[str, ...]:
        """A list of ids, each once. Written and empty is a fault: it would narrow to nothing, or to nothing at all."""
        if key not in row:
            return ()
        value, where = row[key], f"{path}.{key}"
        sound = isinstance(value, Sequence) and not isinstance(value, str) and len(value) > 0
        if not sound or not all(isinstance(word, str) and word.strip() for word in value):
            self._wrong(where, "must be a list of words; leave the key out where nothing narrows it")
            return ()
        if len(set(value)) < len(value):
            self._wrong(where, "names one twice")
        return tuple(value)

    def _yes(self, row: Mapping[str, Any], key: str, path: str) -> bool:
        value = row.get(key, False)
        if not isinstance(value, bool):
            self._wrong(f"{path}.{key}", "must be true or false")
            return True  # the narrower reading
        return value

    def _won(self, value: object, path: str) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            self._wrong(path, "must be a whole number of won, 0 or more")
            return 0
        return value

    def _per(self, value: object, path: str) -> str:
        if value not in PER:
            self._wrong(path, f"must be one of {', '.join(PER)}")
            return PER[0]
        return str(value)

    def _act(self, row: Mapping[str, Any], path: str) -> str:
        act = self._str(row, "act", path)
        # An organisation's own acts (a recall, an interview) are answered like ours; we only carry out ours.
        if act and not is_act(act):
            self._wrong(f"{path}.act", "must be small letters, digits and _, like stop_sale")
        return act

    def _level(self, value: object, path: str) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or value not in LEVELS:
            self._wrong(path, "must be a level, 1 to 5")
            return LEVELS[-1]
        return value

    def _levels(self, row: Mapping[str, Any], path: str) -> tuple[int, int]:
        value = row.get("levels")
        if not isinstance(value, Sequence) or isinstance(value, str) or len(value) != 2:
            self._wrong(f"{path}.levels", "must be [from, to]")
            return LEVELS[-1], LEVELS[-1]
        low, high = (self._level(v, f"{path}.levels") for v in value)
        if low > high:
            self._wrong(f"{path}.levels", "from must not be above to")
        return low, high

    def _time(self, value: object, path: str) -> datetime:
        never = datetime.fromisoformat("9999-01-01T00:00:00+00:00")
        if isinstance(value, str):
            try:
                value = datetime.fromisoformat(value)
            except ValueError:
                self._wrong(path, "must be a time like 2026-01-01T09:00:00+09:00")
                return never
        if not isinstance(value, datetime):
            self._wrong(path, "must be a time like 2026-01-01T09:00:00+09:00")
            return never
        if value.tzinfo is None:
            self._wrong(path, "needs a zone, like +09:00")
            return never
        try:
            return value.astimezone(UTC)
        except OverflowError:  # the first or the last day a datetime can hold, moved out of it by its zone
            self._wrong(path, "is out of range")
            return never
