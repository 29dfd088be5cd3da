"""The acts a charter speaks of: Bongsu's own, and those an organisation names itself."""

import re

from bongsu.core.values import ACTS, Charter

_ACT = re.compile(r"[a-z][a-z0-9_]{0,39}")


def is_act(word: str) -> bool:
    """Whether `word` can name an act. Those that Bongsu does not carry out are answered all the same.

    >>> is_act("press_interview"), is_act("Stop sale")
    (True, False)
    """
    return _ACT.fullmatch(word) is not None


def acts_of(charter: Charter) -> tuple[str, ...]:
    """Every act that can be asked about under `charter`: ours first, then its own in the order it names them."""
    named = (
        *(line.act for line in charter.red_lines),
        *(mandate.act for mandate in charter.mandates),
        *(chain.act for chain in charter.approvals),
    )
    return tuple(dict.fromkeys((*ACTS, *named)))


def own_acts(charter: Charter) -> tuple[str, ...]:
    """Acts of the charter that people carry out without Bongsu."""
    return tuple(act for act in acts_of(charter) if act not in ACTS)
