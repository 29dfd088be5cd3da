"""The demo's own receivers: a partner's board and everybody's phone. Synthetic organisations only."""
