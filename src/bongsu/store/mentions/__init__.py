"""Mentions and what analysis remembers of them: many rows, a file of their own. No foreign key leads out of it."""
