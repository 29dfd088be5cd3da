"""The Watch (망루): the screen of ordinary days."""
