"""Mentions from a file that somebody already has: JSON lines or CSV, plain or gzipped, or a workbook."""

from bongsu.connectors.file.any import read_any
from bongsu.connectors.file.read import FileUnusable, read

__all__ = ["FileUnusable", "read", "read_any"]
