"""Speak with one voice: one text, approved by the digest of what was read, to each outlet at most once."""

from bongsu.crisis.speak.deliveries import (
    PASSES as PASSES,
    dropped as dropped,
    may_send as may_send,
    postponed as postponed,
    refused as refused,
    sent as sent,
    settle as settle,
    started as started,
    unsure as unsure,
)
from bongsu.crisis.speak.outlets import (
    may_resume as may_resume,
    pause as pause,
    resume as resume,
)
from bongsu.crisis.speak.statements import (
    ACT as ACT,
    approve as approve,
    draft_text as draft_text,
    edit as edit,
    released_under as released_under,
    verdict as verdict,
    withdraw as withdraw,
)
from bongsu.crisis.speak.wording import (
    digest as digest,
    facts_line as facts_line,
    lint as lint,
    missing_slots as missing_slots,
    next_update_sentence as next_update_sentence,
    statement_text as statement_text,
)
