"""Caller: reaches a person through Apprise (mail, SMS, chat, push: 100+ services by address)."""

from bongsu.connectors.apprise_call.caller import AppriseCaller, NotReached

__all__ = ["AppriseCaller", "NotReached"]
