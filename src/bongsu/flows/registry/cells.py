"""What a cell of a register means, read and written: people, outlets and brands by name, days, words, numbers."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import Generic, Protocol, TypeVar

from bongsu.core.values import Risk, Stakeholder, TouchPoint
from bongsu.flows.setup import NO, YES, outlet_key
from bongsu.flows.tables import Column, Fault, Row, read, unguard

MOST_WORDS = 60
_KEY = re.compile(r"[a-z0-9][a-z0-9_.-]{0,39}")
_CATEGORY = re.compile(r"[a-z][a-z0-9_-]{0,39}")


class Keyed(Protocol):
    """A row that can be kept, and the line in which it stood."""

    @property
    def line(self) -> int: ...
    @property
    def key(self) -> str: ...


T = TypeVar("T", bound=Keyed)
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Names:
    """What a cell may name: anything that means one person, outlet or brand, and nothing that means two."""

    people: Mapping[str, str]  # spelled → key
    outlets: Mapping[str, str]
    brands: Mapping[str, int]
    twice: frozenset[str] = frozenset()  # names that two people have
    #: (key of the entry, column, key of a person who left) as the register stands: left so, it is no fault of a table.
    gone: frozenset[tuple[str, str, str]] = frozenset()

    @classmethod
    def of(
        cls,
        *,
        people: Iterable[tuple[str, str, str]] = (),
        outlets: Iterable[tuple[str, str]] = (),
        brands: Iterable[tuple[int, str]] = (),
        standing: Iterable[TouchPoint | Risk | Stakeholder] = (),
    ) -> "Names":
        """people: (key, name, e-mail); outlets: (key, name); brands: (id, name). A key beats a name spelled alike.

        standing   the register as it stands: it may name people who have left
        """
        people, outlets = tuple(people), tuple(outlets)
        spelled = [(_fold(said), key) for key, name, email in people for said in (name, email) if said]
        many = {said for said, count in Counter(said for said, _ in spelled).items() if count > 1}
        keys = {_fold(key): key for key, _, _ in people}
        return cls(
            people={said: key for said, key in spelled if said not in many} | keys,
            outlets=_alone((_fold(name), key) for key, name in outlets) | {_fold(key): key for key, _ in outlets},
            brands={_fold(name): id for id, name in brands},
            twice=frozenset(many - set(keys)),
            gone=frozenset(
                (entry.key, column, person)
                for entry in standing
                for column in ("owner", "deputy", "key_holder")
                if (person := getattr(entry, column, None)) and _fold(person) not in keys
            ),
        )

    def person_word(self, key: str | None, names: Mapping[str, str]) -> str:
        """How a person is written: by name where that means only them, else by key."""
        name = names.get(key or "", "")
        return name if name and self.people.get(_fold(name)) == key else key or ""


@dataclass(frozen=True, slots=True)
class EntryRow(Generic[V]):
    """A risk or a stakeholder, as a line of a table says it."""

    line: int
    key: str
    value: V


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    rows: tuple[T, ...]  # every row here is sound and can be kept
    faults: tuple[Fault, ...]
    encoding: str = "utf-8"
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spelling:
    """How people, outlets and brands are written into a table so that `names` reads them back."""

    names: Names
    people: Mapping[str, str]  # key → name
    brands: Mapping[int, str]
    zone: tzinfo = UTC

    def person(self, key: str | None) -> str:
        return self.names.person_word(key, self.people)

    def moment(self, at: datetime | None) -> str:
        """To the minute, by the organisation's clock."""
        return at.astimezone(self.zone).strftime("%Y-%m-%d %H:%M") if at else ""


class Cells:
    """One row being read: what its cells mean, and what is wrong with them."""

    def __init__(self, row: Row, columns: Sequence[Column], names: Names) -> None:
        self.row, self.names = row, names
        self.faults: list[Fault] = []
        self._guarded = {column.name for column in columns if not column.plain}

    def fault(self, column: str, code: str, value: str | None = None) -> None:
        self.faults.append(Fault(self.row.line, column, code, (self.text(column) if value is None else value)[:60]))

    def text(self, column: str, most: int = 0) -> str:
        cell = self.row.cells.get(column, "")
        said = unguard(cell) if column in self._guarded else cell
        if most and len(said) > most:
            self.fault(column, "cell_too_long", str(most))
        return said

    def key(self, made_of: str) -> str:
        key = self.text("key").casefold() or outlet_key(made_of, self.text("name"))
        if not _KEY.fullmatch(key):
            self.fault("key", "key")
        return key

    def one_of(self, column: str, words: Mapping[str, tuple[str, ...]], *, default: str = "") -> str:
        said = _fold(self.text(column))
        if not said and default:
            return default
        found = next((code for code, also in words.items() if said in (code, *map(_fold, also))), "")
        if not found:
            self.fault(column, f"{column}_unknown")
        return found

    def person(self, column: str) -> str | None:
        said = self.text(column)
        if not said:
            return None
        if (self.text("key").casefold(), column, said) in self.names.gone:
            return said
        found = self.names.people.get(_fold(said))
        if found is None:
            self.fault(column, "person_twice" if _fold(said) in self.names.twice else "no_such_person")
        return found

    def outlet(self) -> str | None:
        said = self.text("outlet")
        found = self.names.outlets.get(_fold(said)) if said else None
        if said and found is None:
            self.fault("outlet", "no_such_outlet")
        return found

    def brand(self) -> int | None:
        said = self.text("brand")
        found = self.names.brands.get(_fold(said)) if said else None
        if said and found is None:
            self.fault("brand", "no_such_brand")
        return found

    def number(self, column: str, *, low: int, high: int, default: int) -> int:
        said = self.text(column).replace(",", "")
        if not said:
            return default
        if not (said.isascii() and said.isdigit() and len(said) <= 9 and low <= int(said) <= high):
            self.fault(column, "number", f"{said[:20]}|{low}–{high}")
            return default
        return int(said)

    def yes(self, column: str) -> bool:
        said = self.text(column).casefold()
        if said and said not in YES + NO:
            self.fault(column, "yes_no")
        return said not in NO

    def day(self, column: str) -> date | None:
        said = self.text(column)
        try:
            return date.fromisoformat(said.replace(".", "-").replace("/", "-")) if said else None
        except ValueError:
            self.fault(column, "day")
            return None

    def words(self, column: str) -> tuple[str, ...]:
        found = tuple(dict.fromkeys(part.strip() for part in re.split(r"[;,\n]", self.text(column)) if part.strip()))
        if len(found) > MOST_WORDS or any(len(word) > 60 for word in found):
            self.fault(column, "too_many_words", str(MOST_WORDS))
        return found

    def categories(self) -> tuple[str, ...]:
        found = tuple(word.casefold() for word in self.words("categories"))
        if any(not _CATEGORY.fullmatch(one) for one in found):
            self.fault("categories", "category")
        return tuple(dict.fromkeys(found))


def read_rows(
    data: bytes | str, columns: Sequence[Column], make: Callable[[Row], tuple[T | None, list[Fault]]]
) -> Read[T]:
    table = read(data, columns)
    faults = list(table.faults)
    seen: dict[str, int] = {}
    rows: list[T] = []
    for cells in table.rows:
        row, wrong = make(cells)
        faults += wrong
        if row is None:
            continue
        # Of rows that name the same thing only the first is kept: which one was meant is not ours to guess.
        if row.key in seen:
            faults.append(Fault(row.line, "key", "twice", f"{row.key}|{seen[row.key]}"))
            continue
        seen[row.key] = row.line
        rows.append(row)
    return Read(tuple(rows), tuple(sorted(faults, key=lambda f: f.line)), table.encoding, table.ignored)


def day_word(day: date | None) -> str:
    return day.isoformat() if day else ""


def _alone(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Only what means one thing."""
    pairs = tuple(pairs)
    many = {said for said, count in Counter(said for said, _ in pairs).items() if count > 1}
    return {said: key for said, key in pairs if said not in many}


def _fold(name: str) -> str:
    return "".join(name.casefold().split())
