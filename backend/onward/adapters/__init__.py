"""The outside world, one port a file; a sandbox and a real one beside it."""
