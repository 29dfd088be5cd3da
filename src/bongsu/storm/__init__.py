"""Synthetic storms: the demo's posts now, the drill engine later. Pure and deterministic; everything in it is invented."""
