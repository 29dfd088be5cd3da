"""Shows and asks. Writes only via flows, reads via store.queries."""
