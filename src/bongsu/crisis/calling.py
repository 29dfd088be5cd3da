"""How people are called (부르기): how long a channel has, when hours no longer count, whom a risk concerns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bongsu.core.errors import SetupError
from bongsu.core.values import CHANNEL_WAIT_S, LEVELS, OVERRIDE_LEVEL, PullRule
from bongsu.crisis.formation import Problem

#: Whom a risk concerns, wherever the level table calls them. An organisation without such a role misses nothing.
PULLS = (
    PullRule("privacy", ("security", "legal"), name="개인정보는 보안과 법무"),
    PullRule("injury", ("quality", "cs"), name="다친 사람은 품질과 고객센터"),
    PullRule("regulator", ("legal",), name="당국은 법무"),
    PullRule("press", ("pr",), name="언론은 홍보"),
    PullRule("boycott", ("sales",), name="불매는 영업"),
    PullRule("safety", ("quality",), name="안전은 품질"),
)
#: A channel is waited for between a few seconds and a quarter of an hour.
WAIT_S = (10, 900)
MOST_RULES = 60
MOST_WORDS = 40  # characters of a category, a role
MOST_NAME = 80

_KEYS = ("channel_wait_s", "override_level", "pulls")
_RULE = ("name", "category", "roles", "from_level")


@dataclass(frozen=True, slots=True)
class Calling:
    channel_wait_s: int
    override_level: int
    pulls: tuple[PullRule, ...]


def parse_calling(mapping: Mapping[str, Any]) -> Calling:
    """As an organisation keeps it; what is not written is as it ships. Raises SetupError with the first fault."""
    for problem in check({"calling": mapping}):
        raise SetupError(problem=f"{problem.path}: {problem.message}.", hint="Mend it and try again.")
    rows = mapping.get("pulls")
    return Calling(
        channel_wait_s=mapping.get("channel_wait_s", CHANNEL_WAIT_S),
        override_level=mapping.get("override_level", OVERRIDE_LEVEL),
        pulls=PULLS if rows is None else tuple(_rule(row) for row in rows),
    )


def to_mapping(calling: Calling) -> dict[str, Any]:
    """All of it written out, as `parse_calling` reads it."""
    return {
        "channel_wait_s": calling.channel_wait_s,
        "override_level": calling.override_level,
        "pulls": [
            {"name": rule.name, "category": rule.category, "roles": list(rule.roles), "from_level": rule.from_level}
            for rule in calling.pulls
        ],
    }


def check(value: object) -> tuple[Problem, ...]:
    """Everything wrong with `calling: {…}`, in the order of the file. Never raises."""
    if not isinstance(value, Mapping) or not isinstance(value.get("calling"), Mapping):
        return (Problem("calling", "must be a mapping with calling"),)
    return (
        *(Problem(str(key), "unknown key") for key in value if key != "calling"),
        *_calling(value["calling"]),
    )


def _calling(about: Mapping[Any, Any]) -> Iterator[Problem]:
    for key in about:
        if key not in _KEYS:
            yield Problem(f"calling.{key}", "unknown key")
    if "channel_wait_s" in about and not _whole(about["channel_wait_s"], *WAIT_S):
        yield Problem("calling.channel_wait_s", "must be seconds, 10 to 900")
    if "override_level" in about and not _whole(about["override_level"], LEVELS[0], LEVELS[-1]):
        yield Problem("calling.override_level", "must be a level, 1 to 5")
    rows = about.get("pulls")
    if rows is None:
        return
    if not isinstance(rows, Sequence) or isinstance(rows, str | bytes):
        yield Problem("calling.pulls", "must be a list of rules")
        return
    if len(rows) > MOST_RULES:
        yield Problem("calling.pulls", f"at most {MOST_RULES}")
    names: set[str] = set()
    for number, row in enumerate(rows[:MOST_RULES]):
        yield from _pull(row, f"calling.pulls[{number}]", names)


def _pull(row: object, at: str, names: set[str]) -> Iterator[Problem]:
    if not isinstance(row, Mapping):
        yield Problem(at, "must be a mapping")
        return
    for key in row:
        if key not in _RULE:
            yield Problem(f"{at}.{key}", "unknown key")
    for key, most in (("name", MOST_NAME), ("category", MOST_WORDS)):
        if key not in row:
            yield Problem(f"{at}.{key}", "missing")
        elif not _word(row[key], most):
            yield Problem(f"{at}.{key}", "must be text")
    name = row.get("name")
    if isinstance(name, str):
        if name.strip() in names:
            yield Problem(f"{at}.name", "used twice")
        names.add(name.strip())
    roles = row.get("roles")
    if not isinstance(roles, list | tuple) or not all(_word(role, MOST_WORDS) for role in roles):
        yield Problem(f"{at}.roles", "must be a list of words")
    elif not roles:
        yield Problem(f"{at}.roles", "needs one role at least")
    if "from_level" in row and not _whole(row["from_level"], LEVELS[0], LEVELS[-1]):
        yield Problem(f"{at}.from_level", "must be a level, 1 to 5")


def _rule(row: Mapping[str, Any]) -> PullRule:
    return PullRule(
        category=row["category"].strip(),
        roles=tuple(dict.fromkeys(role.strip() for role in row["roles"])),
        from_level=row.get("from_level", LEVELS[0]),
        name=row["name"].strip(),
    )


def _whole(value: object, least: int, most: int) -> bool:
    return type(value) is int and least <= value <= most


def _word(value: object, most: int) -> bool:
    return isinstance(value, str) and bool(value.strip()) and len(value) <= most and value.isprintable()
