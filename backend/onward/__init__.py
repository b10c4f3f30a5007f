"""Onward: peer-to-peer returns, from the returner's phone to the next owner's door."""
