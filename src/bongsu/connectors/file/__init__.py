"""Mentions from a file that somebody already has: JSON lines or CSV, plain or gzipped."""

from bongsu.connectors.file.read import FileUnusable, read

__all__ = ["FileUnusable", "read"]
