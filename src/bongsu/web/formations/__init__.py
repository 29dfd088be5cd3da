"""Formations: the board of what is possible right now, and the text an operator edits."""
