"""Source: Naver's search (news, blogs, cafés)."""

from bongsu.connectors.naver.source import NaverSource

__all__ = ["NaverSource"]
