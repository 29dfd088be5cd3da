"""Formations changed in one place: plain rows in, plain rows out. Whether the result is sound, `check` says.

Rows are as an organisation keeps them (`reading`): what is not asked about stays as it was written.
"""

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from typing import Any

from bongsu.core.errors import NoSuchThing

Rows = list[dict[str, Any]]


def place(rows: Sequence[Mapping[str, Any]], formation: str) -> int:
    """Where it stands in the list. Raises NoSuchThing."""
    return _place(rows, formation, what="formation")


def seat_place(row: Mapping[str, Any], seat: str) -> int:
    return _place(row["seats"], seat, what="seat")


def fresh(rows: Sequence[Mapping[str, Any]], prefix: str) -> str:
    """An id that no formation, seat or group has: one id is one seat in every formation (`reading`)."""
    taken = {str(one.get("id")) for row in rows for one in (row, *row.get("seats", ()), *row.get("groups", ()))}
    return next(key for n in range(1, len(taken) + 2) if (key := f"{prefix}{n}") not in taken)


def with_formation(rows: Sequence[Mapping[str, Any]], formation: str, about: Mapping[str, Any]) -> Rows:
    """`about` in place of what it says there; a formation that is not there comes last. Empty: left out."""
    after = _copy(rows)
    if not any(row["id"] == formation for row in after):
        after.append({"id": formation, "seats": []})
    row = after[place(after, formation)]
    _put(row, about)
    known = {group["id"] for group in row.get("groups", ())}
    for seat in row["seats"]:
        if seat.get("group") not in known:
            seat.pop("group", None)
    return after


def groups_named(
    row: Mapping[str, Any], names: Iterable[str], rows: Sequence[Mapping[str, Any]]
) -> list[dict[str, str]]:
    """Sub-committees of these names. One that only changed its name keeps its id, and so its seats."""
    before, after = list(row.get("groups") or ()), [name for name in dict.fromkeys(names) if name]
    by_name = {group["name"]: group["id"] for group in before}
    renamed = len(before) == len(after)
    found: list[dict[str, str]] = []
    for number, name in enumerate(after):
        key = by_name.get(name)
        if key is None and renamed and before[number]["name"] not in after:
            key = before[number]["id"]
        known: list[Mapping[str, Any]] = [*rows, {"id": "", "groups": found}]
        found.append({"id": key or fresh(known, "group"), "name": name})
    return found


def with_seat(
    rows: Sequence[Mapping[str, Any]],
    formation: str,
    seat: str,
    about: Mapping[str, Any],
    *,
    beside: Iterable[str] = (),
) -> Rows:
    """`about` in place of what the seat says there. `beside`: seats that whoever sits here may hold as well."""
    after = _copy(rows)
    row = after[place(after, formation)]
    if not any(one["id"] == seat for one in row["seats"]):
        row["seats"].append({"id": seat})
    _put(row["seats"][seat_place(row, seat)], about)
    _together(row, seat, tuple(beside))
    return after


def held_beside(row: Mapping[str, Any], seat: str) -> tuple[str, ...]:
    """Seats that whoever holds this one may hold as well."""
    return tuple(key for one in row.get("together", ()) if seat in one for key in one if key != seat)


def moved(rows: Sequence[Mapping[str, Any]], formation: str, seat: str, *, by: int) -> Rows:
    """The seat so many places further down; at the end it stays there."""
    after = _copy(rows)
    seats = after[place(after, formation)]["seats"]
    here = _place(seats, seat, what="seat")
    seats.insert(max(0, min(len(seats) - 1, here + by)), seats.pop(here))
    return after


def without_seat(rows: Sequence[Mapping[str, Any]], formation: str, seat: str) -> Rows:
    after = _copy(rows)
    row = after[place(after, formation)]
    del row["seats"][seat_place(row, seat)]
    _together(row, seat, ())
    return after


def without(rows: Sequence[Mapping[str, Any]], formation: str) -> Rows:
    after = _copy(rows)
    del after[place(after, formation)]
    return after


def _together(row: dict[str, Any], seat: str, beside: tuple[str, ...]) -> None:
    """Sets exclude each other, so what is put beside this seat leaves the set it was in."""
    mine = {seat, *beside}
    rest = [[key for key in one if key not in mine] for one in row.get("together", ())]
    order = [one["id"] for one in row["seats"] if one["id"] in mine]
    _put(row, {"together": [one for one in (*rest, order) if len(one) > 1]})


def _put(row: dict[str, Any], about: Mapping[str, Any]) -> None:
    for name, value in about.items():
        if value in ("", [], None) or (value is False and name != "required"):
            row.pop(name, None)
        else:
            row[name] = value


def _place(rows: Sequence[Mapping[str, Any]], key: str, *, what: str) -> int:
    found = next((n for n, row in enumerate(rows) if row.get("id") == key), None)
    if found is None:
        raise NoSuchThing(what=what, key=key)
    return found


def _copy(rows: Sequence[Mapping[str, Any]]) -> Rows:
    return deepcopy([dict(row) for row in rows])
