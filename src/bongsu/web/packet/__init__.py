"""The emergency packet: its words, its PDF, its pages."""
