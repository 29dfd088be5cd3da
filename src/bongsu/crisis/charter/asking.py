"""May I? The answer is one of three words and always the same for the same question: `yes` under a mandate, `needs` an
approval chain, or `no`. A red line beats every mandate.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bongsu.core.errors import LevelOutOfRange, OutOfRange
from bongsu.core.values import LEVELS, ApprovalChain, Charter, Mandate


@dataclass(frozen=True, slots=True)
class VerdictStep:
    role: str
    by: datetime  # UTC; the step's minutes added to all before it
    deputy: str | None  # role that stands in once `by` has passed


@dataclass(frozen=True, slots=True)
class Verdict:
    """`under` names the mandate (yes), the chain's act (needs) or the red line (no), where there is one."""

    verdict: Literal["yes", "needs", "no"]
    under: str | None = None
    steps: tuple[VerdictStep, ...] = ()
    trace: tuple[str, ...] = ()  # every rule looked at, in order: "mandate:m1:expired"


@dataclass(frozen=True, slots=True)
class Spent:
    """Won spent under one mandate before."""

    case_krw: int = 0  # in this room
    day_krw: int = 0  # on this day of the organisation, in all its rooms


@dataclass(frozen=True, slots=True)
class Situation:
    """What a mandate may be narrowed to, as it is where somebody asks."""

    outlets: Collection[str] = ()  # every place the act would reach
    template: str | None = None  # the prepared text that would be used
    confirmed_fact: bool = False  # at least one fact is confirmed
    found: Collection[str] = ()  # risk categories found


NOWHERE = Situation()


def may(
    charter: Charter,
    *,
    roles: Sequence[str],
    act: str,
    level: int,
    at: datetime,
    amount_krw: int = 0,
    spent_krw: int = 0,
    spent: Mapping[str, Spent] | None = None,
    situation: Situation = NOWHERE,
) -> Verdict:
    """Whether somebody with `roles` may do `act` at beacon `level` at the instant `at`.

    amount_krw   won, ≥ 0: what this act would cost
    spent_krw    won, ≥ 0: what was spent before, under whichever mandate is looked at
    spent        the same by mandate id, where it is known; stands before `spent_krw`

    Raises LevelOutOfRange, OutOfRange (a negative amount).
    """
    if level not in LEVELS:
        raise LevelOutOfRange(level=level)
    if amount_krw < 0 or spent_krw < 0:
        raise OutOfRange(what="amount", low=0, high="…")
    known, usual = spent or {}, Spent(spent_krw, spent_krw)
    trace: list[str] = []
    for line in charter.red_lines:
        if line.act == act and level >= line.min_level:
            return Verdict("no", under=line.id, trace=(*trace, f"red_line:{line.id}:holds"))
        if line.act == act:
            trace.append(f"red_line:{line.id}:below_level")
    for mandate in charter.mandates:
        if mandate.act != act:
            continue
        before = known.get(mandate.id, usual)
        obstacle = why_not(mandate, roles=roles, level=level, at=at, situation=situation) or over(
            mandate, amount_krw=amount_krw, spent=before
        )
        trace.append(f"mandate:{mandate.id}:{obstacle or 'holds'}")
        if obstacle is None:
            return Verdict("yes", under=mandate.id, trace=tuple(trace))
    chain = chain_of(charter, act=act, level=level)
    if chain is not None:
        return Verdict("needs", under=act, steps=_steps(chain, at), trace=(*trace, f"chain:{act}:needed"))
    return Verdict("no", trace=(*trace, "nothing_granted"))


def why_not(
    mandate: Mandate, *, roles: Sequence[str], level: int, at: datetime, situation: Situation = NOWHERE
) -> str | None:
    """What keeps a mandate from holding, money apart: role, level, early, expired, revoked, outlet, template, fact or
    forbidden. None: it holds."""
    if mandate.role not in roles:
        return "role"
    if not mandate.level_from <= level <= mandate.level_to:
        return "level"
    if at < mandate.since:
        return "early"
    if at >= mandate.until:
        return "expired"
    if mandate.revoked_at is not None and at >= mandate.revoked_at:
        return "revoked"
    # Not saying where is asking for everywhere.
    if mandate.outlets and not (situation.outlets and set(situation.outlets) <= set(mandate.outlets)):
        return "outlet"
    if mandate.templates and situation.template not in mandate.templates:
        return "template"
    if mandate.needs_confirmed_fact and not situation.confirmed_fact:
        return "fact"
    if set(mandate.forbidden_when) & set(situation.found):
        return "forbidden"
    return None


def over(mandate: Mandate, *, amount_krw: int, spent: Spent) -> str | None:
    """ "cap" where a sum would pass one of the mandate's caps. Reaching it is allowed."""
    limits = mandate.limits
    # Leave without a cap is leave to act, not to spend.
    if not limits:
        return "cap" if amount_krw + spent.case_krw > 0 else None
    before = {"act": 0, "case": spent.case_krw, "day": spent.day_krw}
    return "cap" if any(before[kind] + amount_krw > won for kind, won in limits.items()) else None


def chain_of(charter: Charter, *, act: str, level: int) -> ApprovalChain | None:
    """The first chain written for `act` at `level`."""
    return next(
        (c for c in charter.approvals if c.act == act and c.level_from <= level <= c.level_to and c.chain), None
    )


def _steps(chain: ApprovalChain, at: datetime) -> tuple[VerdictStep, ...]:
    steps, by = [], at
    for step in chain.chain:
        by += timedelta(minutes=step.minutes)
        steps.append(VerdictStep(role=step.role, by=by, deputy=step.deputy))
    return tuple(steps)


#: A mandate's end is said this long before.
SOON = timedelta(days=30)


def ending(charter: Charter, *, at: datetime) -> tuple[Mandate, ...]:
    """Mandates that hold now and end within SOON, the first to end first."""
    soon = (m for m in charter.mandates if m.revoked_at is None and m.since <= at < m.until <= at + SOON)
    return tuple(sorted(soon, key=lambda m: (m.until, m.id)))
