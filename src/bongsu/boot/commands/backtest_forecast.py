"""`bongsu backtest forecast`: at every full hour of a file of counts, what `sense.forecast` said would come."""

import argparse
import csv
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo

from bongsu.boot.progress import Progress
from bongsu.boot.series import Refusals, Row, Series, opened
from bongsu.core.errors import SetupError
from bongsu.sense.forecast import GAP_MOST_H, HORIZON_MOST_H, Coming, Forecast

COLUMNS = ("origin", "horizon", "mean", "p10", "p25", "p50", "p75", "p90")
#: Hours of history before the first forecast.
FIRST_H = 24
_HOUR_S = 3600.0
_LAST_HOUR = (datetime.max.replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(hours=1)


def run(args: argparse.Namespace) -> int:
    """Raises SetupError: a file or a horizon that cannot be used."""
    horizons = _horizons(args.horizons)
    refusals = Refusals()
    with opened(args.file, args.out) as (series, target):
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(COLUMNS)
        for origin, coming in _forecasts(series, refusals, horizons):
            for one in coming:
                writer.writerow([origin, f"{one.hours}h", *(f"{x:.3f}" for x in (one.mean, *one.quantiles))])
    return 1 if refusals.count else 0


def _forecasts(
    series: Series, refusals: Refusals, horizons: tuple[int, ...]
) -> Iterator[tuple[str, tuple[Coming, ...]]]:
    forecast, progress = Forecast(horizons), Progress()
    clock: _Hours | None = None
    origin = newest = 0
    end = shortest = float("inf")
    for row in series:
        progress.show(row.number - 1)
        if row.fault:
            refusals.say(row.number, row.fault)
            continue
        if clock is None:
            clock = _Hours(row)
            newest = clock.hour(row)
            origin = -int(-clock.seconds(row) // _HOUR_S) + FIRST_H
            end = clock.seconds(row)
        hour = clock.hour(row)
        if hour < newest:
            refusals.say(row.number, "late: its hour is over and was forecast from")
            continue
        if hour - newest > GAP_MOST_H:
            print(
                f"line {row.number}: {hour - newest} hours without a row; nothing is forecast in them", file=sys.stderr
            )
            origin = max(origin, hour)
        while origin <= hour:
            yield clock.spell(origin), forecast.ahead(origin)
            origin += 1
        newest = hour
        forecast.learn_one(clock.seconds(row), row.value)
        if clock.seconds(row) > end:
            shortest = min(shortest, clock.seconds(row) - end)
        end = max(end, clock.seconds(row))
    if clock is not None and end + shortest >= origin * _HOUR_S and origin <= _LAST_HOUR:
        # the last row leads up to a full hour: all before it is known
        yield clock.spell(origin), forecast.ahead(origin)
    progress.end()


class _Hours:
    """Full hours as the file writes them: in the zone of its first row, or in none."""

    def __init__(self, first: Row) -> None:
        assert first.when is not None
        self._zone: tzinfo | None = first.when.tzinfo
        self._shift_s = (first.when.utcoffset() or timedelta()).total_seconds()

    def seconds(self, row: Row) -> float:
        return row.at + self._shift_s

    def hour(self, row: Row) -> int:
        return int(self.seconds(row) // _HOUR_S)

    def spell(self, hour: int) -> str:
        when = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(hours=hour)
        return when.replace(tzinfo=self._zone).isoformat(" " if self._zone is None else "T")


def _horizons(text: str) -> tuple[int, ...]:
    found = []
    for word in text.split(","):
        number = word.strip().removesuffix("h")
        if not word.strip().endswith("h") or not number.isascii() or not number.isdigit():
            raise SetupError(problem=f"{word!r} is no horizon.", hint="Write whole hours: 1h,3h,6h,24h.")
        if not 1 <= int(number) <= HORIZON_MOST_H or int(number) in found:
            raise SetupError(problem=f"{word!r} cannot be asked.", hint=f"Each once, 1h to {HORIZON_MOST_H}h.")
        found.append(int(number))
    return tuple(found)
