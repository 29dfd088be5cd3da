"""What people may do in a room from a form: one table, act → flow, fields, and where the reader is led afterwards.

A flow's own rule decides whether the act is allowed; this table only reads the form.
"""

from collections.abc import Mapping, Sequence

from bongsu.web.room.acts import approve, assess, command, convene, decide, duties, formation, ladder, promises, speak
from bongsu.web.room.acts.form import Act, Unreadable, slots_of, time_of

__all__ = ("ACTS", "Act", "Unreadable", "may_act", "slots_of", "time_of")

#: Whoever holds no other role reads, and answers their own call.
READS_ONLY = frozenset({"observer"})
OPEN_TO_READERS = frozenset({"acknowledge"})

ACTS: Mapping[str, Act] = {
    **assess.ACTS,
    **command.ACTS,
    **convene.ACTS,
    **formation.ACTS,
    **ladder.ACTS,
    **decide.ACTS,
    **duties.ACTS,
    **promises.ACTS,
    **approve.ACTS,
    **speak.ACTS,
}


def may_act(roles: Sequence[str], act: str) -> bool:
    """Whether somebody with these roles acts in rooms at all. The act's own rule asks further."""
    return act in OPEN_TO_READERS or bool(set(roles) - READS_ONLY)
