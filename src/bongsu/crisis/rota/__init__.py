"""The rota (당직): who is on duty, when, by weekly patterns, written shifts, swaps, leave and public holidays."""

from bongsu.crisis.rota.asking import accept as accept, ask as ask, coverable as coverable
from bongsu.crisis.rota.holidays import holiday_name as holiday_name, holidays_in as holidays_in
from bongsu.crisis.rota.local import instant as instant
from bongsu.crisis.rota.roster import (
    NowAndNext as NowAndNext,
    Standing as Standing,
    away as away,
    gaps as gaps,
    governed as governed,
    last_change as last_change,
    now_and_next as now_and_next,
    overlaps as overlaps,
    shifts as shifts,
    spans as spans,
    standing as standing,
    who as who,
)
from bongsu.crisis.rota.values import (
    DUTY_ROLE as DUTY_ROLE,
    MOST_SHIFT_H as MOST_SHIFT_H,
    ON_HOLIDAYS as ON_HOLIDAYS,
    Leave as Leave,
    OnHolidays as OnHolidays,
    Pattern as Pattern,
    Rota as Rota,
    Shift as Shift,
    Span as Span,
    Swap as Swap,
)
