"""Honest numbers for this machine: each module prints a table of ratios against a bare floor in the same run."""
