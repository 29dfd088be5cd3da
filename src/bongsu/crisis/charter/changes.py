"""What one charter gives or takes against another, in what people may do: never by wording, always by the answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Literal

from bongsu.core.values import ACTS, LEVELS, ApprovalStep, Charter, Mandate
from bongsu.crisis.charter.asking import chain_of

#: Without a cap of its kind, no sum is too much.
_ENDLESS = 10**30


@dataclass(frozen=True, slots=True)
class Power:
    """What a role may do with one act at one level: alone under any of `mandates`, by `chain`, or not at all."""

    verdict: Literal["yes", "needs", "no"]
    mandates: tuple[Mandate, ...] = ()  # that hold, all but role, level, id and grantor blanked
    chain: tuple[ApprovalStep, ...] = ()
    red_line: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """`role` may do more (gains), less (loses) or otherwise (differs) at these levels, both ends included."""

    kind: Literal["gains", "loses", "differs"]
    role: str
    act: str
    level_from: int
    level_to: int
    before: Power
    after: Power


def changes(old: Charter, new: Charter, *, at: datetime) -> tuple[Change, ...]:
    """What `new` changes at the instant `at` for every role named in either, by role, act and levels."""
    roles = sorted({m.role for c in (old, new) for m in c.mandates})
    found: list[Change] = []
    for role in roles:
        for act in ACTS:
            levels = ((n, power(old, role, act, n, at), power(new, role, act, n, at)) for n in LEVELS)
            found += _grouped(role, act, levels)
    return tuple(found)


def power(charter: Charter, role: str, act: str, level: int, at: datetime) -> Power:
    if any(line.act == act and level >= line.min_level for line in charter.red_lines):
        return Power("no", red_line=True)
    holding = tuple(
        m
        for m in charter.mandates
        if (m.role, m.act) == (role, act)
        and m.level_from <= level <= m.level_to
        and m.since <= at < m.until
        and (m.revoked_at is None or at < m.revoked_at)
    )
    if holding:
        return Power("yes", mandates=holding)
    chain = chain_of(charter, act=act, level=level)
    return Power("needs", chain=chain.chain) if chain else Power("no")


def _grouped(role: str, act: str, levels: Iterable[tuple[int, Power, Power]]) -> Iterable[Change]:
    def key(row: tuple[int, Power, Power]) -> tuple[Power, Power]:
        return row[1], row[2]

    for (before, after), rows in groupby(levels, key=key):
        reach = [level for level, _, _ in rows]
        kind = _kind(before, after)
        if kind is not None:
            yield Change(kind, role, act, reach[0], reach[-1], before, after)


def _kind(before: Power, after: Power) -> Literal["gains", "loses", "differs"] | None:
    rank = {"no": 0, "needs": 1, "yes": 2}
    if before.verdict != after.verdict:
        return "gains" if rank[after.verdict] > rank[before.verdict] else "loses"
    if before.verdict == "needs":
        return None if before.chain == after.chain else "differs"
    if before.verdict == "no":
        return None
    more = not _covers(before.mandates, after.mandates)
    less = not _covers(after.mandates, before.mandates)
    if more and less:
        return "differs"
    return "gains" if more else "loses" if less else None


def _covers(wide: tuple[Mandate, ...], narrow: tuple[Mandate, ...]) -> bool:
    """Whether every leave in `narrow` is within one of `wide`."""
    return all(any(_within(n, w) for w in wide) for n in narrow)


def _within(narrow: Mandate, wide: Mandate) -> bool:
    return (
        _caps_within(narrow, wide)
        and narrow.until <= wide.until
        and (not wide.outlets or (bool(narrow.outlets) and set(narrow.outlets) <= set(wide.outlets)))
        and (not wide.templates or (bool(narrow.templates) and set(narrow.templates) <= set(wide.templates)))
        and (narrow.needs_confirmed_fact or not wide.needs_confirmed_fact)
        and set(wide.forbidden_when) <= set(narrow.forbidden_when)
    )


def _caps_within(narrow: Mandate, wide: Mandate) -> bool:
    if not narrow.limits:
        return True  # leave to act only is within any leave
    if not wide.limits:
        return False
    return all(narrow.limits.get(kind, _ENDLESS) <= won for kind, won in wide.limits.items())
