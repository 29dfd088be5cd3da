"""Reads from and speaks to the outside; one folder per service, strangers to each other."""
