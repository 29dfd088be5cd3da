"""A service's day: shared, never overdrawn, new at midnight in Korea."""

import threading
from datetime import UTC, datetime, timedelta

from django.db import connections

from bongsu.store.budget import DjangoBudget, spent

NOON = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def test_a_day_is_spent_and_not_overdrawn(world):
    budget = DjangoBudget()
    assert budget.spend("naver:k", calls=3, per_day=4, at=NOON)
    assert not budget.spend("naver:k", calls=2, per_day=4, at=NOON)
    assert budget.spend("naver:k", calls=1, per_day=4, at=NOON)
    assert not budget.spend("naver:other", calls=9, per_day=4, at=NOON)
    assert spent("naver:k", at=NOON) == 4


def test_the_day_begins_at_midnight_in_korea_and_old_days_are_forgotten(world):
    budget = DjangoBudget()
    last = datetime(2026, 11, 24, 14, 59, tzinfo=UTC)
    assert budget.spend("naver:k", calls=1, per_day=1, at=last)
    assert not budget.spend("naver:k", calls=1, per_day=1, at=last)
    assert budget.spend("naver:k", calls=1, per_day=1, at=last + timedelta(minutes=1))
    assert budget.spend("naver:k", calls=1, per_day=1, at=last + timedelta(days=60))
    assert spent("naver:k", at=last) == 0


def test_of_many_at_once_none_takes_what_is_not_there(world):
    start = threading.Barrier(6)
    got: list[bool] = []

    def work() -> None:
        try:
            start.wait()
            got.extend(DjangoBudget().spend("naver:k", calls=1, per_day=10, at=NOON) for _ in range(5))
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert got.count(True) == 10
    assert spent("naver:k", at=NOON) == 10
