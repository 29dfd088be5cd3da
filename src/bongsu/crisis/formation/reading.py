"""Formations read from plain lists, as an organisation keeps them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from bongsu.core.errors import SetupError
from bongsu.core.formation import Formation, Group, Seat
from bongsu.core.values import LEVELS
from bongsu.crisis.formation import skills

#: Bell numbers: in how many ways so many seats can be shared out among people who may hold several.
_WAYS = {0: 1, 1: 1, 2: 2, 3: 5, 4: 15}
#: More is no small team any more, and each way is an assignment of its own to solve.
MOST_WAYS = 75
MOST_SEATS, MOST_COUNT, MOST_FORMATIONS = 40, 20, 40
NAME, TEXT = 60, 400

_FORMATION = ("id", "name", "text", "levels", "categories", "groups", "together", "seats")
_SKILLS = ("skills", "required_skills")
_SEAT = (
    "id",
    "name",
    "text",
    "roles",
    "departments",
    "count",
    "required",
    "leads",
    "owners",
    "group",
    "skills",
    "required_skills",
)


@dataclass(frozen=True, slots=True)
class Problem:
    path: str  # "formations[2].seats[0].roles"
    message: str


def check(value: object) -> tuple[Problem, ...]:
    """Everything wrong with `formations: […]`, in the order of the file. Never raises."""
    if not isinstance(value, Mapping):
        return (Problem("", "must be a mapping with formations"),)
    problems = [Problem(str(key), "unknown key") for key in value if key != "formations"]
    rows = value.get("formations")
    if not isinstance(rows, list):
        return (*problems, Problem("formations", "must be a list of formations"))
    if len(rows) > MOST_FORMATIONS:
        problems.append(Problem("formations", f"at most {MOST_FORMATIONS}"))
    seen: set[str] = set()
    for number, row in enumerate(rows[:MOST_FORMATIONS]):
        problems += _formation(row, f"formations[{number}]", seen)
    return (*problems, *_alike(rows[:MOST_FORMATIONS]))


def parse_formations(rows: Sequence[Any]) -> tuple[Formation, ...]:
    """Raises SetupError with the first thing wrong."""
    found = check({"formations": list(rows)})
    if found:
        raise SetupError(problem=f"{found[0].path}: {found[0].message}.", hint="Mend it and try again.")
    return tuple(_built(row) for row in rows)


# ── looking ────────────────────────────────────────────────────────────────────────────────────────────────────────
def _formation(row: object, at: str, seen: set[str]) -> Iterator[Problem]:
    if not isinstance(row, Mapping):
        yield Problem(at, "must be a mapping")
        return
    yield from _unknown(row, _FORMATION, at)
    yield from _text(row, "id", at, NAME, needed=True)
    yield from _text(row, "name", at, NAME, needed=True)
    yield from _text(row, "text", at, TEXT)
    yield from _once(row, at, seen)
    levels = row.get("levels")
    if not (isinstance(levels, list) and len(levels) == 2 and all(type(n) is int and n in LEVELS for n in levels)):
        yield Problem(f"{at}.levels", "must be two levels, 1 to 5: [from, to]")
    elif levels[0] > levels[1]:
        yield Problem(f"{at}.levels", "the first is above the second")
    yield from _words(row, "categories", at)
    groups: set[str] = set()
    for number, group in enumerate(_list(row, "groups")):
        where = f"{at}.groups[{number}]"
        if not isinstance(group, Mapping):
            yield Problem(where, "must be a mapping with id and name")
            continue
        yield from _unknown(group, ("id", "name"), where)
        yield from _text(group, "id", where, NAME, needed=True)
        yield from _text(group, "name", where, NAME, needed=True)
        yield from _once(group, where, groups)
    if "groups" in row and not isinstance(row["groups"], list):
        yield Problem(f"{at}.groups", "must be a list")
    yield from _seats(row, at, groups)


def _seats(row: Mapping[str, Any], at: str, groups: set[str]) -> Iterator[Problem]:
    rows = row.get("seats")
    if not isinstance(rows, list) or not rows:
        yield Problem(f"{at}.seats", "must be a list with at least one seat")
        return
    if len(rows) > MOST_SEATS:
        yield Problem(f"{at}.seats", f"at most {MOST_SEATS}")
    seen: set[str] = set()
    leads = 0
    for number, seat in enumerate(rows[:MOST_SEATS]):
        where = f"{at}.seats[{number}]"
        if not isinstance(seat, Mapping):
            yield Problem(where, "must be a mapping")
            continue
        yield from _seat(seat, where, seen, groups)
        leads += seat.get("leads") is True
        if leads > 1 and seat.get("leads") is True:
            yield Problem(f"{where}.leads", "only one seat leads")
    yield from _together(row, at, {str(s["id"]): s for s in rows if isinstance(s, Mapping) and "id" in s})


def _seat(seat: Mapping[str, Any], at: str, seen: set[str], groups: set[str]) -> Iterator[Problem]:
    yield from _unknown(seat, _SEAT, at)
    yield from _text(seat, "id", at, NAME, needed=True)
    yield from _text(seat, "name", at, NAME, needed=True)
    yield from _text(seat, "text", at, TEXT, needed=True)
    yield from _once(seat, at, seen)
    if isinstance(seat.get("id"), str) and set(seat["id"]) & set("/: "):
        yield Problem(f"{at}.id", "may not hold blanks, slashes or colons")
    yield from _words(seat, "roles", at)
    yield from _words(seat, "departments", at)
    yield from _skills(seat, at)
    for name in ("required", "leads", "owners"):
        if name in seat and not isinstance(seat[name], bool):
            yield Problem(f"{at}.{name}", "must be true or false")
    count = seat.get("count", 1)
    if type(count) is not int or not 1 <= count <= MOST_COUNT:
        yield Problem(f"{at}.count", f"must be a whole number, 1 to {MOST_COUNT}")
    elif seat.get("owners") is True and "count" in seat:
        yield Problem(f"{at}.count", "the owners' seat has as many as touch-points were hit")
    if seat.get("owners") is not True and not (seat.get("roles") or seat.get("departments")):
        yield Problem(at, "needs roles or departments: nobody would fit")
    if "group" in seat and seat["group"] not in groups:
        yield Problem(f"{at}.group", "no such group")


def _skills(seat: Mapping[str, Any], at: str) -> Iterator[Problem]:
    for name in _SKILLS:
        wrong = tuple(_words(seat, name, at))
        yield from wrong
        words = [] if wrong else seat.get(name, [])
        if any(len(word) > skills.WORD for word in words):
            yield Problem(f"{at}.{name}", f"a skill has at most {skills.WORD} characters")
        if len(words) > skills.MOST_OF_SEAT:
            yield Problem(f"{at}.{name}", f"at most {skills.MOST_OF_SEAT} skills")
        if words and seat.get("owners") is True:
            yield Problem(f"{at}.{name}", "whoever owns a touch-point sits there, with any skills")


def _alike(rows: Sequence[Any]) -> Iterator[Problem]:
    """One id is one seat, in which people stay when the beacon rises: it requires the same skills everywhere."""
    asked: dict[str, set[str]] = {}
    for number, row in enumerate(rows):
        for place, seat in enumerate(_list(row, "seats") if isinstance(row, Mapping) else []):
            if not isinstance(seat, Mapping) or not isinstance(seat.get("id"), str):
                continue
            at = f"formations[{number}].seats[{place}]"
            if next(_words(seat, "required_skills", at), None) is None:
                these = {skills.folded(word) for word in seat.get("required_skills", [])}
                if asked.setdefault(seat["id"], these) != these:
                    yield Problem(f"{at}.required_skills", "a seat of this id requires other skills elsewhere")


def _together(row: Mapping[str, Any], at: str, seats: Mapping[str, Mapping[str, Any]]) -> Iterator[Problem]:
    sets = row.get("together", [])
    if not isinstance(sets, list) or not all(
        isinstance(one, list) and all(isinstance(key, str) for key in one) for one in sets
    ):
        yield Problem(f"{at}.together", "must be a list of lists of seats")
        return
    used: set[str] = set()
    for number, one in enumerate(sets):
        where = f"{at}.together[{number}]"
        if len(one) not in (2, 3, 4):
            yield Problem(where, "must be two to four seats")
        for key in one:
            if key not in seats or seats[key].get("owners") is True:
                yield Problem(where, f"{key}: no such seat")
            elif key in used:
                yield Problem(where, f"{key} stands here twice")
            used.add(key)
    if prod(_WAYS.get(len(one), 1) for one in sets) > MOST_WAYS:
        yield Problem(f"{at}.together", "too many ways to share these seats out; leave some apart")


def _unknown(row: Mapping[Any, Any], known: Sequence[str], at: str) -> Iterator[Problem]:
    yield from (Problem(f"{at}.{key}", "unknown key") for key in row if key not in known)


def _text(row: Mapping[Any, Any], name: str, at: str, most: int, *, needed: bool = False) -> Iterator[Problem]:
    value = row.get(name)
    if value is None or value == "":
        if needed:
            yield Problem(f"{at}.{name}", "missing")
    elif not isinstance(value, str) or not value.strip():
        yield Problem(f"{at}.{name}", "must be text")
    elif len(value) > most:
        yield Problem(f"{at}.{name}", f"longer than {most} characters")


def _words(row: Mapping[Any, Any], name: str, at: str) -> Iterator[Problem]:
    value = row.get(name, [])
    if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
        yield Problem(f"{at}.{name}", "must be a list of words")


def _once(row: Mapping[Any, Any], at: str, seen: set[str]) -> Iterator[Problem]:
    key = row.get("id")
    if isinstance(key, str):
        if key in seen:
            yield Problem(f"{at}.id", f"{key} is used twice")
        seen.add(key)


def _list(row: Mapping[Any, Any], name: str) -> list[Any]:
    value = row.get(name)
    return value if isinstance(value, list) else []


# ── building ───────────────────────────────────────────────────────────────────────────────────────────────────────
def _built(row: Mapping[str, Any]) -> Formation:
    return Formation(
        id=row["id"],
        name=row["name"],
        text=row.get("text") or "",
        level_from=row["levels"][0],
        level_to=row["levels"][1],
        seats=tuple(
            Seat(
                id=seat["id"],
                name=seat["name"],
                text=seat["text"],
                roles=tuple(seat.get("roles") or ()),
                departments=tuple(seat.get("departments") or ()),
                count=seat.get("count", 1),
                required=seat.get("required", True),
                leads=seat.get("leads", False),
                owners=seat.get("owners", False),
                group=seat.get("group", ""),
                skills=skills.tidy(seat.get("skills") or ()),
                required_skills=skills.tidy(seat.get("required_skills") or ()),
            )
            for seat in row["seats"]
        ),
        groups=tuple(Group(group["id"], group["name"]) for group in row.get("groups") or ()),
        categories=tuple(row.get("categories") or ()),
        together=tuple(tuple(one) for one in row.get("together") or ()),
    )
