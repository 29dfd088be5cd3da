"""One round of the clock: whatever has come due in an organisation, by nobody's hand.

Everything it does is found by what is stored, so that any process may do it, late or twice. What can make it find
something stands once more in `store.waiting`: a house in which nothing is due is asked one question, not ten.
"""

from bongsu.core.ports import Ports
from bongsu.flows.decide import watch_clock
from bongsu.flows.executives import watch_questions
from bongsu.flows.reports import report_situations
from bongsu.flows.scoring import score_estimates


def tick(ports: Ports, *, org: int) -> None:
    """Deadlines of rooms, questions to executives, situation reports, and forecasts that meet what happened."""
    watch_clock(ports, org=org)
    watch_questions(ports, org=org)
    report_situations(ports, org=org)
    score_estimates(ports, org=org)
