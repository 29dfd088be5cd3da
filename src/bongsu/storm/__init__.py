"""Synthetic storms: the demo's posts now, the drill engine later. Pure, deterministic, and invented throughout."""
