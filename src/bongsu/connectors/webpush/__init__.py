"""Caller: web push to the browsers a person has registered (RFC 8030, 8188, 8291, 8292)."""

from bongsu.connectors.webpush.caller import WebPushCaller, new_key, public_key

__all__ = ["WebPushCaller", "new_key", "public_key"]
