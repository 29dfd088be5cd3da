"""What executives share with the team: standing briefs, events to come, facts under embargo, and who may know which.

Clearance only ever widens with roles: whoever holds fewer sees no more. A time is exact at its minute: what holds
until nine no longer holds at nine.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bongsu.core.errors import OutOfRange, ReasonMissing
from bongsu.core.values import Person
from bongsu.crisis import text
from bongsu.crisis.foresight import fold, says

BRIEF, EVENT, FACT = KINDS = ("brief", "event", "fact")
#: What becomes of a fact when its embargo ends: everybody may read it, or it is gone.
OPEN, DELETE = ENDS = ("open", "delete")
EXECUTIVES = frozenset({"executive", "committee_head"})
TITLE, TEXT, PHRASE, PHRASES = 120, 2_000, 80, 10
#: What came to pass is still shown beside a room for a day.
AFTER = timedelta(days=1)
LEAD_DAYS, CADENCE_DAYS = (0, 90), (7, 184)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing shared. `roles` and `people`: who may know; for briefs and events, empty means everybody."""

    id: int
    kind: str
    title: str
    text: str
    owner: str
    from_at: datetime
    until: datetime | None = None
    roles: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    must_read: bool = False
    brand: int | None = None  # None: any
    categories: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    happens_at: datetime | None = None
    lead_days: int = 0  # shown so long before it happens
    end: str = ""  # ENDS, for a fact
    phrases: tuple[str, ...] = ()  # what must not stand in a draft
    review_on: date | None = None
    number: int = 1  # version


@dataclass(frozen=True, slots=True)
class Fit:
    """An item that applies, and what pointed to it; nothing: it always does."""

    item: Item
    categories: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


# ── clearance ──────────────────────────────────────────────────────────────────────────────────────────────────────
def sees(item: Item, *, person: str, roles: Iterable[str], at: datetime) -> bool:
    """Whether a person may know at `at` that the item exists."""
    if item.kind == FACT and ended(item, at):
        return item.end == OPEN
    if person == item.owner:
        return True
    named = person in item.people or not set(item.roles).isdisjoint(roles)
    if item.kind == FACT:
        return named
    return item.from_at <= at and (named or not (item.roles or item.people))


def ended(item: Item, at: datetime) -> bool:
    return item.until is not None and at >= item.until


def secret(item: Item, at: datetime) -> bool:
    """A fact whose embargo still stands: its words are shown on request only, and each reading is recorded."""
    return item.kind == FACT and not ended(item, at)


def holds(item: Item, at: datetime) -> bool:
    """Whether it is to be known now: a brief while it is valid, an event from its lead time on until a day after."""
    if item.kind == EVENT and item.happens_at is not None:
        return shown_from(item) <= at < item.happens_at + AFTER and not ended(item, at)
    return item.from_at <= at and not ended(item, at)


def shown_from(item: Item) -> datetime:
    """When an event begins to be shown on the Watch."""
    assert item.happens_at is not None
    return item.happens_at - timedelta(days=item.lead_days)


def may_write(person: str, roles: Iterable[str], people: Sequence[Person]) -> bool:
    """Executives write, and whoever stands in for one."""
    return bool(EXECUTIVES & set(roles)) or any(p.deputy == person and EXECUTIVES & set(p.roles) for p in people)


# ── what applies ───────────────────────────────────────────────────────────────────────────────────────────────────
def applying(
    items: Iterable[Item], *, brand: int, texts: Iterable[str], categories: Iterable[str], at: datetime
) -> tuple[Fit, ...]:
    """What holds now and fits a room: its brand, a category of its findings or a word in its title and claims.

    An item with neither category nor word fits every room of its brand. First what must be read, then the most
    pointers, then by kind and number.
    """
    said, fired = "\n".join(map(fold, texts)), set(categories)
    found = []
    for item in items:
        if item.brand not in (None, brand) or not holds(item, at):
            continue
        fit = Fit(item, tuple(c for c in item.categories if c in fired), tuple(w for w in item.words if says(said, w)))
        if fit.categories or fit.words or not (item.categories or item.words):
            found.append(fit)
    return tuple(
        sorted(
            found,
            key=lambda f: (
                not f.item.must_read,
                -len(f.categories) - len(f.words),
                KINDS.index(f.item.kind),
                f.item.id,
            ),
        )
    )


def to_come(items: Iterable[Item], at: datetime) -> tuple[Item, ...]:
    """Events whose lead time has begun and that have not passed, the next first."""
    events = [i for i in items if i.kind == EVENT and i.happens_at is not None and holds(i, at)]
    return tuple(sorted(events, key=lambda i: (i.happens_at, i.id)))


def given_away(item: Item, words: str) -> tuple[str, ...]:
    """Key phrases of a fact that stand in a text, however they are spaced or written.

    >>> fact = Item(1, "fact", "t", "x", "minseo", datetime(2026, 1, 1), phrases=("가격 인상",))
    >>> given_away(fact, "다음 달 가격인상은 없습니다.")
    ('가격 인상',)
    """
    said = _squeezed(words)
    return tuple(phrase for phrase in item.phrases if (key := _squeezed(phrase)) and key in said)


def _squeezed(words: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", words).casefold())


# ── reading ────────────────────────────────────────────────────────────────────────────────────────────────────────
def must(item: Item, people: Sequence[Person], at: datetime) -> tuple[str, ...]:
    """Who has to have read it: everybody who sees it, where it says so; its owner wrote it."""
    if not item.must_read or not holds(item, at):
        return ()
    return tuple(p.key for p in people if p.key != item.owner and sees(item, person=p.key, roles=p.roles, at=at))


def stale(item: Item, *, today: date, at: datetime) -> bool:
    """Past its review, or past its end and not yet put away."""
    return (item.review_on is not None and item.review_on < today) or (item.kind == BRIEF and ended(item, at))


def agenda(
    items: Iterable[Item], *, readers: Mapping[int, Iterable[str]], people: Sequence[Person], today: date, at: datetime
) -> tuple[tuple[Item, bool, int], ...]:
    """What a meeting should speak of: (item, is it stale, how many have not read it), the stale first. No facts."""
    found = []
    for item in items:
        if item.kind == FACT:
            continue
        unread = len(set(must(item, people, at)) - set(readers.get(item.id, ())))
        old = stale(item, today=today, at=at)
        if old or unread:
            found.append((item, old, unread))
    return tuple(sorted(found, key=lambda one: (not one[1], -one[2], one[0].id)))


# ── the meeting ────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Alignment:
    """Executives and team meet in peacetime, so often."""

    every_days: int | None = None  # None: nobody has said how often
    since: datetime | None = None  # when that was said
    held_at: datetime | None = None  # the last one
    next_at: datetime | None = None


def due_by(plan: Alignment) -> datetime | None:
    """By when they must meet again."""
    begun = plan.held_at or plan.since
    return begun + timedelta(days=plan.every_days) if begun and plan.every_days else None


def alignment_state(plan: Alignment, at: datetime) -> str:
    """`unset` no cadence · `overdue` they have not met in time · `unplanned` no date for the next · `planned`."""
    by = due_by(plan)
    if by is None:
        return "unset"
    if at >= by:
        return "overdue"
    return "planned" if plan.next_at is not None and plan.next_at > at else "unplanned"


# ── what is typed ──────────────────────────────────────────────────────────────────────────────────────────────────
def checked(item: Item, at: datetime) -> Item:
    """The item, fit to be kept. Raises ReasonMissing, TextTooLong, OutOfRange."""
    text.needed(item.title, most=TITLE, what="title")
    text.needed(item.text, most=TEXT, what="text")
    if not item.owner:
        raise ReasonMissing(what="owner")
    if item.kind == EVENT:
        if item.happens_at is None:
            raise ReasonMissing(what="happens_at")
        text.within(item.lead_days, low=LEAD_DAYS[0], high=LEAD_DAYS[1], what="lead_days")
    if item.kind == FACT:
        # Nobody named would mean its owner alone; without an end it would be a secret for ever.
        if not (item.roles or item.people):
            raise ReasonMissing(what="clearance")
        if item.until is None or item.end not in ENDS:
            raise ReasonMissing(what="until")
        if item.until <= at:
            raise OutOfRange(what="until", low="now", high="later")
    text.within(len(item.phrases), low=0, high=PHRASES, what="phrases")
    for phrase in item.phrases:
        text.needed(phrase, most=PHRASE, what="phrase")
    if item.until is not None and item.until <= item.from_at:
        raise OutOfRange(what="until", low="from", high="later")
    return item
