"""Migrations, add-only where possible; see `opening` for the guard on SQLite."""
