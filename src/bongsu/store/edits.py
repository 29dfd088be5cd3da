"""Who changed what of the registers and the documents, and when: written in the transaction that changes it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bongsu.store import codec
from bongsu.store.operations import models as m

#: Fields told of one change, and characters of each value: a history is read, not restored from.
MOST_FIELDS, MOST_TEXT = 60, 300
#: What names a row of a document, the first that it has.
_NAMES = ("id", "level", "name")


@dataclass(frozen=True, slots=True)
class By:
    """Whose edit it is, and when."""

    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Edited:
    what: str  # "added" | "changed" | "removed" | "brought_in"
    by: str
    at: datetime
    counts: Mapping[str, int] = field(default_factory=dict)  # of a table brought in
    changes: tuple[Change, ...] = ()


# ── writing ────────────────────────────────────────────────────────────────────────────────────────────────────────
def note(org: int, about: str, key: str, *, by: By, before: Any, after: Any) -> None:
    """One entry or document was changed; `before` None: added. What came out the same is no edit."""
    what, changes = ("added", []) if before is None else ("changed", _told(before, after))
    if what == "changed" and not changes:
        return
    edit = m.Edit.objects.create(org_id=org, about=about, what=what, by=by.person, at=by.at)
    m.EditOf.objects.create(edit=edit, org_id=org, about=about, key=key, what=what, changes=changes)


def note_table(org: int, about: str, *, by: By, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """A table was brought in: one entry with its counts, and what it changed of whom."""
    changes = {key: None if key not in before else _told(before[key], value) for key, value in after.items()}
    touched = {key: told for key, told in changes.items() if told is None or told}
    added = sum(told is None for told in touched.values())
    counts = {"added": added, "changed": len(touched) - added, "same": len(after) - len(touched)}
    edit = m.Edit.objects.create(org_id=org, about=about, what="brought_in", by=by.person, at=by.at, counts=counts)
    m.EditOf.objects.bulk_create(
        [
            m.EditOf(
                edit=edit,
                org_id=org,
                about=about,
                key=key,
                what="added" if told is None else "changed",
                changes=told or [],
            )
            for key, told in touched.items()
        ],
        500,
    )


def forget(org: int, about: str, key: str, *, row: int, by: By | None) -> None:
    """An entry was deleted: what its history said of it goes with it, that somebody deleted one stays.

    row   the number of the row that was deleted: it names nobody, and is given once
    """
    m.EditOf.objects.filter(org_id=org, about=about, key=key).delete()
    if by is not None:
        m.Edit.objects.create(org_id=org, about=about, what="removed", by=by.person, at=by.at, row=row)


# ── reading ────────────────────────────────────────────────────────────────────────────────────────────────────────
def last(org: int, about: str, key: str = "") -> int:
    """Number of the newest edit of one entry or document; 0: none."""
    rows = m.EditOf.objects.filter(org_id=org, about=about, key=key)
    return rows.order_by("-id").values_list("id", flat=True).first() or 0


def newest(org: int) -> int:
    """`last` of all that an organisation keeps."""
    return m.EditOf.objects.filter(org_id=org).order_by("-id").values_list("id", flat=True).first() or 0


def of_entry(org: int, about: str, key: str = "", *, after: int = 0, limit: int = 20) -> tuple[Edited, ...]:
    """The edits of one entry or document with numbers above `after`, the newest first; a table that changed it is one
    of them."""
    rows = m.EditOf.objects.filter(org_id=org, about=about, key=key, id__gt=after).select_related("edit")[:limit]
    return tuple(
        Edited(
            row.edit.what,
            row.edit.by,
            row.edit.at,
            row.edit.counts,
            tuple(Change(*change) for change in row.changes),
        )
        for row in rows
    )


def of_register(org: int, about: str, *, limit: int = 20) -> tuple[Edited, ...]:
    """The edits of a register, the newest first, without what they changed of whom."""
    rows = m.Edit.objects.filter(org_id=org, about=about)[:limit]
    return tuple(Edited(row.what, row.by, row.at, row.counts) for row in rows)


def removal(org: int, about: str, row: int) -> Edited | None:
    """Who deleted the entry that had this number, and when."""
    one = m.Edit.objects.filter(org_id=org, about=about, what="removed", row=row).first()
    return None if one is None else Edited(one.what, one.by, one.at)


# ── telling a change ───────────────────────────────────────────────────────────────────────────────────────────────
def _told(before: Any, after: Any) -> list[list[str]]:
    """[field, before, after] of everything that differs, short enough to read."""
    old, new = dict(_flat("", codec.builtins(before))), dict(_flat("", codec.builtins(after)))
    return [
        [name, old.get(name, "")[:MOST_TEXT], new.get(name, "")[:MOST_TEXT]]
        for name in dict.fromkeys((*old, *new))
        if old.get(name, "") != new.get(name, "")
    ][:MOST_FIELDS]


def _flat(path: str, value: Any) -> Iterator[tuple[str, str]]:
    """("levels.3.lead_role", "leader"): rows go by their name where they have one, else by their number from 1."""
    if isinstance(value, Mapping):
        for key, inside in value.items():
            yield from _flat(f"{path}.{key}" if path else str(key), inside)
    elif isinstance(value, Sequence) and not isinstance(value, str) and any(isinstance(row, Mapping) for row in value):
        for number, row in enumerate(value, start=1):
            named = (
                next((row[name] for name in _NAMES if row.get(name)), number) if isinstance(row, Mapping) else number
            )
            yield from _flat(f"{path}.{named}" if path else str(named), row)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        yield path, ", ".join(map(str, value))
    else:
        yield path, "" if value is None else str(value)
