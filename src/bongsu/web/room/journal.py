"""The journal on the screen: several lines of one kind within a minute are told as one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from bongsu.core import events as e
from bongsu.core.line import Line
from bongsu.crisis.convene import POINT
from bongsu.store.queries.rooms import RoomView
from bongsu.web.lines import Names
from bongsu.web.room.lines import LineRow, line_rows
from bongsu.web.room.names import names_of
from bongsu.web.room.words import need_words, point_name

#: Lines of one type that follow each other this closely are told together, from this many on.
WITHIN = timedelta(minutes=1)
#: Calls repeat every few minutes until they are answered; the waves are one thing to read.
WITHIN_CALLS = timedelta(minutes=10)
TOLD_TOGETHER = 3
NAMED_TOGETHER = 3


#: One act sends for many people: who sits where and who is called belong to one telling.
MUSTER = "muster"
#: What came of calls: one wave reaches some and not others.
TRIES = "tries"
#: Who is there already may stand for many touch-points: told by the touch-points, not by the people.
WIDENED = e.CallWidened.type_


@dataclass(frozen=True, slots=True)
class Group:
    """One row of the journal on the screen: a line, or several of one kind within a minute, told as one."""

    lines: tuple[LineRow, ...]  # newest first
    words: str = ""  # of several: what they say together

    @property
    def first(self) -> LineRow:
        return self.lines[0]

    @property
    def key(self) -> int:
        """The number of its oldest line: newer lines may join the group."""
        return self.lines[-1].seq


def _some(names: Sequence[str]) -> str:
    """The first few by name, the rest as a number."""
    named = ", ".join(names[:NAMED_TOGETHER])
    if len(names) > NAMED_TOGETHER:
        return _("%(names)s 외 %(more)d") % {"names": named, "more": len(names) - NAMED_TOGETHER}
    return named


def _together(kind: str, who: Sequence[str]) -> str:
    """Several lines of one kind in one sentence; empty for a kind that is told line by line."""
    names = _some(who)
    known: Mapping[str, str] = {
        "call_placed": _("%(n)d명을 호출했습니다 (%(names)s)."),
        "seat_filled": _("%(n)d명을 자리에 앉혔습니다 (%(names)s)."),
        MUSTER: _("%(n)d명을 자리에 앉히고 불렀습니다 (%(names)s)."),
        "call_sent": _("%(n)d명에게 호출이 갔습니다 (%(names)s)."),
        "call_failed": _("%(n)d명에게 호출이 가지 않았습니다 (%(names)s)."),
        "delivery_planned": _("아웃렛 %(n)d곳에 낼 준비를 했습니다 (%(names)s)."),
        "delivery_sent": _("아웃렛 %(n)d곳에 나갔습니다 (%(names)s)."),
    }
    return known[kind] % {"n": len(who), "names": names} if kind in known else ""


def _kind(line: Line) -> str:
    """Lines of one kind are told together; mostly their type."""
    if isinstance(line.event, e.CallPlaced | e.CallWidened):
        return MUSTER
    if isinstance(line.event, e.SeatFilled) and line.event.person:  # an empty seat is told by itself
        return MUSTER
    if isinstance(line.event, e.CallSent | e.CallFailed):
        return TRIES
    return line.event.type_


def _within(line: Line) -> timedelta:
    return WITHIN_CALLS if isinstance(line.event, e.CallSent | e.CallFailed) else WITHIN


def _about(line: Line, names: Names) -> str:
    """Whom or which outlet a line of a group is about."""
    event = line.event
    if isinstance(event, e.CallPlaced | e.CallWidened | e.CallSent | e.CallFailed):
        return names.person(event.person)
    if isinstance(event, e.SeatFilled):
        return names.person(event.person) if event.person else ""
    if isinstance(event, e.DeliveryPlanned):
        return names.outlet(event.outlet)
    return names.what(event.delivery) if isinstance(event, e.DeliverySent) else ""


def _widened(view: RoomView, events: Sequence[e.CallWidened]) -> str:
    """Who stands for several roles from now on; empty where they are too few to be told as one."""
    roles = list(dict.fromkeys(event.role for event in events))
    if len(roles) < TOLD_TOGETHER:
        return ""
    people = list(dict.fromkeys(view.name(event.person) for event in events))
    points = all(role.startswith(POINT) for role in roles)
    words = {
        (True, True): _("%(person)s 님 호출이 접점 %(n)d곳도 맡습니다 (%(names)s)."),
        (True, False): _("%(person)s 님 호출이 접점 %(n)d곳도 나누어 맡습니다 (%(names)s)."),
        (False, True): _("%(person)s 님 호출이 역할 %(n)d개도 맡습니다 (%(names)s)."),
        (False, False): _("%(person)s 님 호출이 역할 %(n)d개도 나누어 맡습니다 (%(names)s)."),
    }[points, len(people) == 1]
    named = [point_name(view, role) if points else need_words(view, role) for role in roles]
    return words % {"person": _some(people), "n": len(roles), "names": _some(named)}


def _tries(run: Sequence[Line], names: Names) -> str:
    """Whom calls reached, and by name whom none of them reached."""
    reached = {_about(line, names) for line in run if isinstance(line.event, e.CallSent)}
    missed = [who for who in dict.fromkeys(_about(line, names) for line in run) if who not in reached]
    about = {"n": len(reached), "m": len(missed), "all": len(run), "names": _some(missed)}
    if missed:
        return _("%(n)d명에게 호출이 갔고 %(m)d명에게는 가지 않았습니다 (%(names)s). 모두 %(all)d번.") % about
    return _("%(n)d명에게 호출이 갔습니다. 다른 수단까지 모두 %(all)d번.") % about


def _run_words(view: RoomView, run: Sequence[Line], names: Names) -> str:
    """What a run, oldest first, is told as: by its type where there is one, otherwise by its kind."""
    types = {line.event.type_ for line in run}
    told = types.pop() if len(types) == 1 else _kind(run[0])
    if told == WIDENED:
        return _widened(view, [line.event for line in run if isinstance(line.event, e.CallWidened)])
    if told == TRIES:
        return _tries(run, names)
    who = list(dict.fromkeys(_about(line, names) for line in run))
    words = _together(told, who)
    if words and len(run) > len(who) and told != MUSTER:
        return _("%(words)s 모두 %(n)d번.") % {"words": words, "n": len(run)}
    return words


def groups(view: RoomView, lines: Sequence[Line], *, after: int = 0) -> tuple[Group, ...]:
    """The journal for the screen, newest first. What it holds stays line by line; only its telling is shorter.

    after   only the groups that hold a line with a higher number
    """
    names = names_of(view)
    runs: list[list[int]] = []
    for n, line in enumerate(lines):
        before = lines[n - 1] if n else None
        same = before is not None and (_kind(before), before.by) == (_kind(line), line.by)
        if same and before is not None and before.at - line.at <= _within(line) and _about(line, names):
            runs[-1].append(n)
        else:
            runs.append([n])
    found: list[Group] = []
    for run in runs:
        if lines[run[0]].seq <= after:
            break
        rows = line_rows(view, [lines[n] for n in run])
        words = _run_words(view, [lines[n] for n in reversed(run)], names) if len(run) >= TOLD_TOGETHER else ""
        if words:
            found.append(Group(rows, words))
        else:
            found += [Group((row,)) for row in rows if row.seq > after]
    return tuple(found)
