"""What people may do in a room from a form: one table, act → flow, fields, and where the reader is led afterwards.

A flow's own rule decides whether the act is allowed; this table only reads the form.
"""

from collections.abc import Mapping, Sequence

from bongsu.web.room.acts import (
    approve,
    assess,
    closing,
    command,
    convene,
    decide,
    duties,
    files,
    flash,
    formation,
    inquiries,
    ladder,
    observers,
    offline,
    one_voice,
    promises,
    speak,
    taking,
)
from bongsu.web.room.acts.form import Act, Unreadable, slots_of, time_of

__all__ = ("ACTS", "Act", "Unreadable", "may_act", "slots_of", "time_of")

#: Whoever holds no other role reads, and answers their own call.
READS_ONLY = frozenset({"observer"})
OPEN_TO_READERS = frozenset({"acknowledge", "read_one_voice", "rest_accounts"})
#: No invitation stands between a room and somebody to lead it, nor in the direct line.
OPEN_TO_OBSERVERS = OPEN_TO_READERS | {
    *("take_lead", "stand_in", "accept_lead"),
    *("flash", "read_flash", "answer_flash", "withdraw_flash"),
}

ACTS: Mapping[str, Act] = {
    **assess.ACTS,
    **closing.ACTS,
    **command.ACTS,
    **convene.ACTS,
    **formation.ACTS,
    **ladder.ACTS,
    **decide.ACTS,
    **duties.ACTS,
    **flash.ACTS,
    **one_voice.ACTS,
    **promises.ACTS,
    **approve.ACTS,
    **speak.ACTS,
    **inquiries.ACTS,
    **offline.ACTS,
    **files.ACTS,
    **observers.ACTS,
    **taking.ACTS,
}


def may_act(roles: Sequence[str], act: str, *, observing: bool = False) -> bool:
    """Whether somebody with these roles acts in rooms at all, and not only observes this one. The act's own rule asks
    further."""
    if observing and act not in OPEN_TO_OBSERVERS:
        return False
    return act in OPEN_TO_READERS or bool(set(roles) - READS_ONLY)
