"""Source: Mastodon and what speaks as it does (GoToSocial, Takahē, Pleroma …)."""

from bongsu.connectors.mastodon.source import MastodonSource

__all__ = ["MastodonSource"]
