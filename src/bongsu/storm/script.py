"""The storms that ship, by name."""

from collections.abc import Mapping
from types import MappingProxyType

from bongsu.storm.glass import GLASS
from bongsu.storm.play import Claim, Label, Storm, StormPost
from bongsu.storm.promotion import PROMOTION

STORMS: Mapping[str, Storm] = MappingProxyType({storm.key: storm for storm in (GLASS, PROMOTION)})

__all__ = ["STORMS", "Claim", "Label", "Storm", "StormPost"]
