"""Use cases: fetch, decide, record."""
