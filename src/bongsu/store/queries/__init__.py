"""Reads: what screens show, as plain values."""
