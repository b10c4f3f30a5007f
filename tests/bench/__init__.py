"""Measured figures: `python -m tests.bench` prints each as one JSON line."""
