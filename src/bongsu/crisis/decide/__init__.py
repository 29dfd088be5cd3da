"""Decide by the minute: every question has an owner, a deadline, a deputy and a default."""

from bongsu.crisis.decide.questions import (
    ask as ask,
    decide as decide,
    may_decide as may_decide,
    object_to as object_to,
)
from bongsu.crisis.decide.tasks import finish_task as finish_task, give_task as give_task, may_finish as may_finish
