"""What comes of each brand in the next hours, told at every full hour by `sense.forecast` from its counts."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bongsu.core.ports import Ahead, Ports
from bongsu.sense.forecast import Forecast

#: Counts a forecast is made of when nothing is in memory: after a start, or of a brand long not asked for.
HISTORY = timedelta(days=28)
#: With less than a day known there is no rhythm to speak of.
LEAST = timedelta(hours=24)
#: What was written in the hour's last minute may come in a little after it.
SETTLES = timedelta(minutes=2)
HOUR = timedelta(hours=1)
#: Forecasts kept going in memory, some 100 kB each; of a brand beyond, the history is read again each hour.
MOST = 300


@dataclass(slots=True)
class _Going:
    forecast: Forecast
    until: datetime  # counts before this were taken in


class Foreteller:
    """Tells, one brand at a time. What it has in memory only makes it quicker: a new one reads the counts again."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports
        self._going: OrderedDict[int, _Going] = OrderedDict()

    def step(self, org: int) -> bool:
        """Tell of one brand whose hour has not been told; False when all have been."""
        hour = _full(self._ports.clock.now(org) - SETTLES)
        told = self._ports.mentions.foretold(org)
        for brand in self._ports.mentions.brands(org):
            if brand.id not in told or told[brand.id] != hour:
                self._ports.mentions.foretell(org, brand.id, hour, self._ahead(brand.id, hour))
                return True
        return False

    def _ahead(self, brand: int, hour: datetime) -> tuple[Ahead, ...]:
        going = self._going.pop(brand, None)
        if going is None or not going.until <= hour <= going.until + HISTORY:
            going = self._begun(brand, hour)
        else:
            self._learn(going, brand, hour)
        if going is None:
            return ()
        self._going[brand] = going
        while len(self._going) > MOST:
            self._going.popitem(last=False)
        coming = going.forecast.ahead(_epoch_hour(hour))
        return tuple(Ahead(one.hours, one.mean, one.quantiles) for one in coming)

    def _begun(self, brand: int, hour: datetime) -> _Going | None:
        """From the first full hour that is known; None while that is less than a day ago."""
        since = hour - HISTORY
        first = min(self._ports.mentions.minutes(brand, since, hour), default=None)
        if first is None:
            return None
        begins = first if first == _full(first) else _full(first) + HOUR
        if hour - begins < LEAST:
            return None
        going = _Going(Forecast(), begins)
        going.forecast.learn_one(begins.timestamp(), 0)
        self._learn(going, brand, hour)
        return going

    def _learn(self, going: _Going, brand: int, hour: datetime) -> None:
        for minute, count in sorted(self._ports.mentions.minutes(brand, going.until, hour).items()):
            going.forecast.learn_one(minute.timestamp(), count)
        going.until = hour


def _full(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _epoch_hour(hour: datetime) -> int:
    return int(hour.timestamp() // 3600)
