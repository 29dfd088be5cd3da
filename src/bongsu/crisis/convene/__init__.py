"""Come together: open a room, light the beacon, call people, and have exactly one leader."""

from bongsu.crisis.convene.beacon import (
    lower_beacon as lower_beacon,
    quiet_until as quiet_until,
    raise_beacon as raise_beacon,
)
from bongsu.crisis.convene.calls import (
    acknowledge as acknowledge,
    calls_on_rise as calls_on_rise,
    calls_where_told as calls_where_told,
    go_without as go_without,
    join as join,
    rung as rung,
    send_for as send_for,
)
from bongsu.crisis.convene.closing import (
    UNSETTLED as UNSETTLED,
    book_review as book_review,
    checklist as checklist,
    close as close,
    note_rest as note_rest,
    rename as rename,
    reopen as reopen,
    thank as thank,
    tired as tired,
)
from bongsu.crisis.convene.command import (
    accept_lead as accept_lead,
    asks_to_lead as asks_to_lead,
    comment_only as comment_only,
    gone_at as gone_at,
    hand_on_task as hand_on_task,
    here as here,
    items_of as items_of,
    leader_gone as leader_gone,
    leaders_tasks as leaders_tasks,
    may_take_lead as may_take_lead,
    name_standby as name_standby,
    offer_lead as offer_lead,
    only_leader as only_leader,
    open_items as open_items,
    roles_in as roles_in,
    stand_in as stand_in,
    take_lead as take_lead,
)
from bongsu.crisis.convene.ladder import (
    POINT as POINT,
    SEAT as SEAT,
    Need as Need,
    goes_on_at as goes_on_at,
    holder as holder,
    holders as holders,
    need_of as need_of,
    needs as needs,
    screen_only as screen_only,
    waits_until as waits_until,
    wanted as wanted,
)
from bongsu.crisis.convene.observers import dismiss_observer as dismiss_observer, invite_observer as invite_observer
from bongsu.crisis.convene.opening import assemble as assemble, leader_for as leader_for, opening as opening
from bongsu.crisis.convene.reach import (
    answer as answer,
    call_tried as call_tried,
    told_no as told_no,
)
from bongsu.crisis.convene.seating import (
    Around as Around,
    form as form,
    formation_of as formation_of,
    seat as seat,
)
