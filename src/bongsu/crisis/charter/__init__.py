"""The executives' charter: asked, read, written, and compared with the one before."""

from bongsu.crisis.charter.acts import acts_of as acts_of, is_act as is_act, own_acts as own_acts
from bongsu.crisis.charter.asking import (
    NOWHERE as NOWHERE,
    Situation as Situation,
    Spent as Spent,
    Verdict as Verdict,
    VerdictStep as VerdictStep,
    chain_of as chain_of,
    ending as ending,
    may as may,
    over as over,
    why_not as why_not,
)
from bongsu.crisis.charter.changes import Change as Change, changes as changes
from bongsu.crisis.charter.reading import (
    Problem as Problem,
    check as check,
    parse_charter as parse_charter,
)
from bongsu.crisis.charter.writing import to_mapping as to_mapping
