"""Decide by the minute: every question has an owner, a deadline, a deputy and a default."""

from bongsu.crisis.decide.consulting import answer as answer, consult as consult, may_answer as may_answer
from bongsu.crisis.decide.duties import (
    confirm as confirm_duty,
    done as duty_done,
    drop as drop_duty,
    is_legal as is_legal,
    laws_in_force as laws_in_force,
    start as start_duty,
)
from bongsu.crisis.decide.faults import (
    STATES as FAULT_STATES,
    may_move as may_move,
    move_fault as move_fault,
    note_fault as note_fault,
)
from bongsu.crisis.decide.links import decide_by_link as decide_by_link, digest as digest
from bongsu.crisis.decide.orders import WITHIN_MIN as WITHIN_MIN, ordered as ordered, to_resume as to_resume
from bongsu.crisis.decide.proposals import propose as propose
from bongsu.crisis.decide.questions import (
    REVERSALS as REVERSALS,
    ask as ask,
    consulted as consulted,
    decide as decide,
    judge as judge,
    may_decide as may_decide,
    may_judge as may_judge,
    object_to as object_to,
    reopen as reopen,
)
from bongsu.crisis.decide.tasks import (
    finish_task as finish_task,
    give_task as give_task,
    in_turn as in_turn,
    may_finish as may_finish,
)

__all__ = (
    "FAULT_STATES",
    "REVERSALS",
    "answer",
    "ask",
    "confirm_duty",
    "consult",
    "consulted",
    "decide",
    "decide_by_link",
    "digest",
    "drop_duty",
    "duty_done",
    "finish_task",
    "give_task",
    "in_turn",
    "is_legal",
    "judge",
    "laws_in_force",
    "may_answer",
    "may_decide",
    "may_finish",
    "may_judge",
    "may_move",
    "move_fault",
    "note_fault",
    "object_to",
    "ordered",
    "propose",
    "reopen",
    "start_duty",
)
