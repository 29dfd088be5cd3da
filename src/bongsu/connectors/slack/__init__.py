"""Mirror: a room's journal in a Slack channel."""

from bongsu.connectors.slack.mirror import SlackMirror

__all__ = ["SlackMirror"]
