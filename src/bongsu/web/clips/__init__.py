"""Clips: keep a post before it is deleted, prove it, hand it to lawyers."""
