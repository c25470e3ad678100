"""The public API, read-only: `/api/v1/…`. Its shapes are a contract, kept by a snapshot of its OpenAPI description."""
