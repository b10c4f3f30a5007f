"""Replays a shop's past: who would have taken each return, when, and what it would have meant."""
