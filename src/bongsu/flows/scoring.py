"""Forecasts meet what happened: each is scored once, when its time has come."""

from bongsu.core.ports import Ports, ScoreJob, Scores
from bongsu.crisis.assess import scoring

AT_ONCE = 200


def score_estimates(ports: Ports, *, org: int) -> int:
    """Score what can be scored by now; returns how many. Asked twice, by two machines, or after a kill: once each."""
    if ports.scores is None:
        return 0
    at = ports.clock.now(org)
    return sum(_score(ports, ports.scores, job) for job in ports.scores.due(org, at, limit=AT_ONCE))


def _score(ports: Ports, book: Scores, job: ScoreJob) -> bool:
    at = ports.clock.now(job.org)
    match job.what:
        case "press":
            said = scoring.press_outcome(ports.store.peek(job.org, job.room).press, sent_at=job.sent_at)
            if said is None:
                book.wait(job)  # until somebody says whether there was any
                return False
            if said == "void":
                return book.settle(job, outcome=None, loss=None, at=at)
            happened = said == "yes"
            return book.settle(job, outcome=int(happened), loss=scoring.brier(job.low, happened), at=at)
        case "level":
            until = job.sent_at + scoring.LEVEL_WITHIN
            reached = scoring.level_reached(book.levels(job, until=until), since=job.sent_at, until=until)
            if reached is None:
                return book.settle(job, outcome=None, loss=None, at=at)
            return book.settle(job, outcome=reached, loss=scoring.level_loss(job.low, reached), at=at)
        case _:
            since, until = scoring.volume_hour(job.what, job.sent_at)
            actual = sum(ports.mentions.minutes(job.brand, since, until).values())
            return book.settle(job, outcome=actual, loss=scoring.volume_loss(job.low, job.high, actual), at=at)
