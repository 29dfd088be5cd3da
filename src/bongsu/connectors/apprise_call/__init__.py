"""Caller: reaches a person through Apprise (mail, chat, push: 100+ services by address)."""

from bongsu.connectors.apprise_call.caller import AppriseCaller

__all__ = ["AppriseCaller"]
