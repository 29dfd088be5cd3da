"""Moves work and time: wake-ups and the loops around the flows."""
