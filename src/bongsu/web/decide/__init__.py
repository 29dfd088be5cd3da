"""Deciding from a phone, behind a signed link."""
