"""Mirror: a room's journal in a Microsoft Teams channel."""

from bongsu.connectors.teams.mirror import TeamsMirror

__all__ = ["TeamsMirror"]
