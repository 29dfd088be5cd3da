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
    offline,
    one_voice,
    promises,
    speak,
)
from bongsu.web.room.acts.form import Act, Unreadable, slots_of, time_of

__all__ = ("ACTS", "Act", "Unreadable", "may_act", "slots_of", "time_of")

#: Whoever holds no other role reads, and answers their own call.
READS_ONLY = frozenset({"observer"})
OPEN_TO_READERS = frozenset({"acknowledge", "read_one_voice", "rest_accounts"})

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
}


def may_act(roles: Sequence[str], act: str) -> bool:
    """Whether somebody with these roles acts in rooms at all. The act's own rule asks further."""
    return act in OPEN_TO_READERS or bool(set(roles) - READS_ONLY)
