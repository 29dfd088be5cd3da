"""Source: RSS and Atom feeds over HTTP."""

from bongsu.connectors.rss.source import RssSource

__all__ = ["RssSource"]
