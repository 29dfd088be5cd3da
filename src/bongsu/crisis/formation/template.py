"""Which formation a crisis takes."""

from collections.abc import Collection, Sequence

from bongsu.core.formation import Formation


def for_level(formations: Sequence[Formation], level: int) -> tuple[Formation, ...]:
    return tuple(one for one in formations if one.level_from <= level <= one.level_to)


def chosen(formations: Sequence[Formation], *, level: int, categories: Collection[str] = ()) -> Formation | None:
    """The first for this level that is made for one of the crisis's categories, else the first made for any crisis."""
    able = for_level(formations, level)
    special = (one for one in able if set(one.categories) & set(categories))
    return next(special, None) or next((one for one in able if not one.categories), None)


def named(formations: Sequence[Formation], key: str | None) -> Formation | None:
    return next((one for one in formations if one.id == key), None)


def together(formation: Formation, one: str, other: str) -> bool:
    """Whether one person may hold both chairs."""
    first, second = one.partition("/")[0], other.partition("/")[0]
    return any(first in both and second in both for both in formation.together)
