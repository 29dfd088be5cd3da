"""Chooses implementations from settings and starts processes: the only place that knows everything."""
