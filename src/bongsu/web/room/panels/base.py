"""What the panels of a room share: which lines change what, and how one is registered."""

from collections.abc import Callable, Hashable, Iterable
from typing import Any

from bongsu.core.events import EVENTS
from bongsu.store.queries.rooms import RoomView
from bongsu.web import panels
from bongsu.web.viewer import Viewer

TOPIC = "room"

Context = Callable[[Viewer, RoomView], dict[str, Any]]

#: Any line but a note: most of what is written in a crisis is notes, and they change nothing but the journal.
ANY = frozenset(EVENTS) - {"note_written"}
ROOM = {"room_opened", "room_renamed", "room_closed", "room_reopened", "beacon_raised", "beacon_lowered"}
LEAD = {"lead_taken", "lead_offered", "standby_named", "leader_quiet", "leader_here", "comment_made"} | {
    *("observer_invited", "observer_dismissed"),
}
ONE_VOICE = {
    *("one_voice_ordered", "one_voice_read", "one_voice_silent", "one_voice_told", "one_voice_lifted"),
    *("one_voice_deputies_asked", "one_voice_skipped"),
}
FLASHES = {"flash_sent", "flash_delivered", "flash_read", "flash_answered", "flash_withdrawn"}
CLOSING = {"stand_down_waived", "thanks_sent", "rest_noted", "review_booked"}
PROMISES = {"promise_made", "promise_soon", "promise_late", "promise_kept", "promise_handed_on", "promise_broken"}
TASKS = {"task_given", "task_done", "task_overdue", "task_handed_on"}
DECISIONS = {
    *("decision_asked", "objection_raised", "decision_escalated", "decision_made", "decision_reopened"),
    *("judgement_given", "proposal_made", "proposal_closed", "link_sent", "link_failed"),
    *("consultation_asked", "consultation_answered", "consultation_lapsed", "consultation_passed"),
}
DUTIES = {"duty_started", "duty_confirmed", "duty_done", "duty_dropped", "duty_overdue"}
FAULTS = {"fault_noted", "fault_moved", "fault_overdue"}
CALLS = {"call_placed", "call_sent", "call_failed", "call_acknowledged"} | {
    *("call_widened", "call_rung", "role_exhausted", "role_waived"),
}
FACTS = {
    *("fact_noted", "fact_settled", "fact_assigned", "fact_overdue"),
    *("rumour_coordinated", "rumour_corrected"),
}
REPORTS = {"situation_reported", "report_remarked", "estimate_sent"}
OUTLETS = {
    "statement_approved",
    "statement_withdrawn",
    "outlets_paused",
    "outlets_resumed",
    "delivery_planned",
    "delivery_started",
    "delivery_sent",
    "delivery_postponed",
    "delivery_refused",
    "delivery_unsure",
    "delivery_settled",
    "delivery_dropped",
}
APPROVALS = {
    "approval_asked",
    "approval_given",
    "approval_objected",
    "approval_passed",
    "approval_lapsed",
    "approval_unheld",
    "approval_withdrawn",
    "approval_voided",
    "mandate_revoked",
    "compensation_granted",
}
DRAFT = {"draft_edited", "statement_approved", "statement_withdrawn"}


def panel(
    name: str,
    template: str,
    events: Iterable[str] | None,
    context: Context,
    *,
    per_person: bool = False,
    every_s: float | None = None,
    alike: Callable[[Viewer, RoomView], Hashable] | None = None,
) -> None:
    """A panel of a room: `context` works out what `template` shows, `events` are the lines that change it."""

    def render(viewer: Viewer, view: Any) -> str:
        return panels.render(template, viewer, view=view, room=view.room, **context(viewer, view))

    panels.register(TOPIC, name, events, render, per_person=per_person, every_s=every_s, alike=alike)
