"""People, rooms, journal, deliveries: small rows that must never wait behind ingest."""
