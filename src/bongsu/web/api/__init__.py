"""The HTTP API. Its description: /api/v1/openapi.json."""
