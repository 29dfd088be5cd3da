"""Lines of a room's journal as a page shows them, one row each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from bongsu.core.events import (
    CallAcknowledged,
    ClipBrought,
    EstimateSent,
    ExecutiveAnswered,
    FlashAnswered,
    FlashRead,
    LeadTaken,
    OneVoiceRead,
    OneVoiceSilent,
)
from bongsu.core.line import Line
from bongsu.core.values import SYSTEM
from bongsu.store.queries.rooms import RoomView
from bongsu.web.lines import Names, actor, line_words
from bongsu.web.room.names import names_of

_DELIVERIES = tuple(
    f"delivery_{what}"
    for what in ("planned", "started", "sent", "postponed", "refused", "unsure", "settled", "dropped")
)
#: Kinds of journal lines: for their mark in the margin, and for reading only some.
_VERBS = {
    "listen": ("finding_noted", "offline_noted", "file_added", "file_withdrawn", "clip_brought"),
    "assess": (
        *("estimate_sent", "press_settled", "fact_noted", "fact_settled", "fact_assigned", "fact_overdue"),
        *("correction_claimed", "correction_moved"),
        *("inquiry_noted", "inquiry_taken", "inquiry_released", "inquiry_late", "item_taken", "item_released"),
        *("rumour_coordinated", "rumour_corrected", "situation_reported", "report_remarked"),
    ),
    "convene": (
        *("call_placed", "call_sent", "call_failed", "call_acknowledged", "call_declined"),
        *("lead_taken", "lead_offered"),
        *("call_widened", "call_rung", "role_exhausted", "role_waived", "pulled_in"),
        *("observer_invited", "observer_dismissed"),
        *("touch_points_hit", "formation_formed", "seat_filled"),
        *("beacon_raised", "beacon_lowered", "room_opened", "room_closed", "room_reopened"),
        *("standby_named", "leader_here", "leader_quiet", "comment_made"),
        *("flash_sent", "flash_delivered", "flash_read", "flash_answered", "flash_withdrawn"),
        *("stand_down_waived", "thanks_sent", "rest_noted", "review_booked", "notice_failed"),
    ),
    "speak": (
        "draft_edited",
        "statement_approved",
        "statement_withdrawn",
        "outlets_paused",
        "outlets_resumed",
        *_DELIVERIES,
        *("one_voice_ordered", "one_voice_read", "one_voice_silent", "one_voice_told", "one_voice_lifted"),
        *("one_voice_deputies_asked", "one_voice_skipped"),
        *("inquiry_answered", "inquiry_followed", "inquiry_closed"),
    ),
    "decide": (
        *("decision_asked", "objection_raised", "decision_escalated", "decision_made", "decision_reopened"),
        *("judgement_given", "proposal_made", "proposal_closed", "deadline_near", "link_sent", "link_failed"),
        *("consultation_asked", "consultation_answered", "consultation_lapsed", "consultation_passed"),
        *("duty_started", "duty_confirmed", "duty_done", "duty_dropped", "duty_overdue"),
        *("fault_noted", "fault_moved", "fault_overdue"),
        *("task_given", "task_done", "task_overdue", "task_handed_on"),
        *("promise_made", "promise_soon", "promise_late", "promise_kept", "promise_handed_on", "promise_broken"),
        *(
            f"approval_{what}"
            for what in ("asked", "given", "objected", "passed", "lapsed", "unheld", "withdrawn", "voided")
        ),
        *("mandate_revoked", "compensation_granted"),
        *("executive_asked", "executive_passed", "executive_late", "executive_answered"),
    ),
}


@dataclass(frozen=True, slots=True)
class LineRow:
    seq: int
    at: datetime
    who: str
    words: str
    type: str
    mark: str
    proof: str = ""  # address of the page that computes anew what the line names


def _line_words(line: Line, names: Names) -> str:
    # The journal is the same for every reader, and some have still to judge blind: what was judged stands elsewhere.
    if isinstance(line.event, EstimateSent):
        return _("판단을 보냈습니다.")
    words = line_words(line.event, names)
    because: str = getattr(line.event, "because", "")
    return (
        _("%(words)s (결정 ‘%(question)s’에 따라)") % {"words": words, "question": names.what(because)}
        if because
        else words
    )


def _names_itself(line: Line) -> bool:
    """Whether the words already name who did it."""
    match line.event:
        case (
            CallAcknowledged(person=person)
            | LeadTaken(leader=person)
            | OneVoiceRead(person=person)
            | OneVoiceSilent(person=person)
            | FlashAnswered(person=person)
            | FlashRead(person=person)
            | ExecutiveAnswered(person=person)
        ):
            return person == line.by
        case _:
            return False


def line_rows(view: RoomView, lines: Sequence[Line]) -> tuple[LineRow, ...]:
    names = names_of(view)
    return tuple(
        LineRow(
            seq=line.seq,
            at=line.at,
            who="" if line.by == SYSTEM or _names_itself(line) else actor(line.by, names),
            words=_line_words(line, names),
            type=line.event.type_,
            mark=next((verb for verb, types in _VERBS.items() if line.event.type_ in types), ""),
            proof=reverse("clip-proof", args=(line.event.clip,)) if isinstance(line.event, ClipBrought) else "",
        )
        for line in lines
    )
