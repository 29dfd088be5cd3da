"""Caller: SMS, 알림톡 and voice through a service of the organisation, by an HTTP request made from a template."""

from bongsu.connectors.gateway.caller import GatewayCaller
from bongsu.connectors.gateway.presets import PRESETS

__all__ = ["PRESETS", "GatewayCaller"]
