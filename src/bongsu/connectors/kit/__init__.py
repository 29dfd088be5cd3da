"""What connectors share: a guarded HTTP client, back-off, plain words for what went wrong."""
