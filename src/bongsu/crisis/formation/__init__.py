"""Formations (대형): who sits where in a crisis, by the touch-points hit and who can be reached now."""

from bongsu.crisis.formation.fill import (
    Candidate as Candidate,
    Filling as Filling,
    Hole as Hole,
    Sitting as Sitting,
    Standing as Standing,
    cost_of as cost_of,
    fill as fill,
    fits as fits,
)
from bongsu.crisis.formation.reading import (
    Problem as Problem,
    check as check,
    parse_formations as parse_formations,
)
from bongsu.crisis.formation.skills import (
    lacks as lacks,
    may_sit as may_sit,
)
from bongsu.crisis.formation.template import (
    chosen as chosen,
    for_level as for_level,
    named as named,
    together as together,
)
