"""How bad is it? Numbers and people's judgement together; raising may be automatic, lowering never is."""

from bongsu.crisis.assess.estimates import (
    CONFIDENCE as CONFIDENCE,
    HORIZONS_H as HORIZONS_H,
    SEES_ALL as SEES_ALL,
    Dissent as Dissent,
    VolumeSpread as VolumeSpread,
    dissent as dissent,
    estimate as estimate,
    estimates_shown as estimates_shown,
    judges_blind as judges_blind,
    of_the_field as of_the_field,
)
from bongsu.crisis.assess.facts import (
    FACT_STATES as FACT_STATES,
    assign_fact as assign_fact,
    note_fact as note_fact,
    settle_fact as settle_fact,
)
from bongsu.crisis.assess.findings import noted as noted, weigh as weigh
from bongsu.crisis.assess.notes import note as note
from bongsu.crisis.assess.press import settle_press as settle_press
from bongsu.crisis.assess.rumours import (
    coordinate as coordinate,
    correct as correct,
    stages as stages,
    waits_for as waits_for,
)
from bongsu.crisis.assess.track import may_see_tracks as may_see_tracks
