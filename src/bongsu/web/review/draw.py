"""The timeline as numbers for SVG: four lanes, a dot for each line of the journal, a flag for each milestone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bongsu.core.events import OfflineNoted
from bongsu.core.line import Line
from bongsu.crisis.learn import Interval

WIDTH, LEFT, RIGHT = 1000, 92, 24
LANES = ("listen", "convene", "decide", "speak")
LANE_TOP, LANE_HIGH = 26, 44
_LANE_OF = {
    "finding_noted": "listen",
    "offline_noted": "listen",
    "clip_brought": "listen",
    "file_added": "listen",
    "file_withdrawn": "listen",
    "inquiry_answered": "speak",
    "fact_noted": "listen",
    "fact_settled": "listen",
    "fact_assigned": "listen",
    "fact_overdue": "listen",
    "rumour_coordinated": "speak",
    "rumour_corrected": "speak",
    "press_settled": "listen",
    "situation_reported": "listen",
    "report_remarked": "listen",
    "estimate_sent": "listen",
    "decision_asked": "decide",
    "objection_raised": "decide",
    "decision_escalated": "decide",
    "decision_made": "decide",
    "task_given": "decide",
    "task_done": "decide",
    "task_overdue": "decide",
    "note_written": "decide",
    "first_word_overdue": "speak",
    "draft_edited": "speak",
    "statement_approved": "speak",
    "statement_withdrawn": "speak",
    "outlets_paused": "speak",
    "outlets_resumed": "speak",
}
#: Steps between grid lines, minutes; the first that gives at most eight is taken.
STEPS_MIN = (1, 2, 5, 10, 15, 30, 60, 120, 360, 720, 1440, 2880, 10080)


@dataclass(frozen=True, slots=True)
class Dot:
    x: str
    y: str
    seq: int
    kind: str  # lane
    strong: bool  # a milestone
    late: bool


@dataclass(frozen=True, slots=True)
class Tick:
    x: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Lane:
    name: str
    y: str
    text_y: str


@dataclass(frozen=True, slots=True)
class Timeline:
    width: int
    height: int
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    dots: tuple[Dot, ...]
    first_post_x: str  # "" where unknown
    due_x: str  # when the first word was due; "" where none
    left: int


STRONG = frozenset(
    {
        "room_opened",
        "lead_taken",
        "beacon_raised",
        "statement_approved",
        "delivery_sent",
        "decision_made",
        "room_closed",
    }
)
LATE = frozenset({"first_word_overdue", "task_overdue", "decision_escalated", "call_failed", "delivery_refused"})


def when(line: Line) -> datetime:
    """When it was: what happened offline stands at its own time, not at that of its line."""
    return line.event.happened_at if isinstance(line.event, OfflineNoted) else line.at


def timeline(lines: Sequence[Line], *, first_post: datetime | None, due: datetime | None) -> Timeline:
    """Place everything between the first post and the last line. `lines` is not empty."""
    begin = min([when(line) for line in lines] + ([first_post] if first_post else []))
    end = max([lines[-1].at, begin + timedelta(minutes=1)])
    if due and begin <= due <= end + (end - begin) / 4:
        end = max(end, due)
    span = (end - begin).total_seconds()

    def x(at: datetime) -> str:
        return f"{LEFT + (WIDTH - LEFT - RIGHT) * (at - begin).total_seconds() / span:.1f}"

    dots = []
    for line in lines:
        lane = _lane(line.event.type_)
        y = LANE_TOP + LANES.index(lane) * LANE_HIGH + LANE_HIGH / 2
        kind = line.event.type_
        dots.append(Dot(x(when(line)), f"{y:.0f}", line.seq, lane, kind in STRONG, kind in LATE))
    tops = [LANE_TOP + i * LANE_HIGH for i in range(len(LANES))]
    return Timeline(
        width=WIDTH,
        height=LANE_TOP + len(LANES) * LANE_HIGH + 6,
        lanes=tuple(Lane(name, str(top), str(top + LANE_HIGH // 2 + 5)) for name, top in zip(LANES, tops, strict=True)),
        ticks=tuple(Tick(x(at), at) for at in _ticks(begin, end)),
        dots=tuple(dots),
        first_post_x=x(first_post) if first_post else "",
        due_x=x(due) if due and begin <= due <= end else "",
        left=LEFT,
    )


def _lane(kind: str) -> str:
    if kind.startswith("delivery"):
        return "speak"
    return _LANE_OF.get(kind, "convene")


def _ticks(begin: datetime, end: datetime) -> list[datetime]:
    minutes = (end - begin).total_seconds() / 60
    step = timedelta(minutes=next((s for s in STEPS_MIN if minutes / s <= 8), STEPS_MIN[-1]))
    midnight = begin.replace(hour=0, minute=0, second=0, microsecond=0)
    at = midnight + step * -(-(begin - midnight) // step)
    ticks: list[datetime] = []
    while at <= end and len(ticks) < 40:
        ticks.append(at)
        at += step
    return ticks


def bar(interval: Interval, longest_s: int) -> int:
    """Width class of an interval's bar: 0–100 in steps of 5."""
    if not interval.seconds or not longest_s:
        return 0
    return max(5, min(100, round(interval.seconds / longest_s * 20) * 5))
