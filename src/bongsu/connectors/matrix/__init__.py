"""Mirror: a room's journal in a Matrix room."""

from bongsu.connectors.matrix.mirror import MatrixMirror

__all__ = ["MatrixMirror"]
