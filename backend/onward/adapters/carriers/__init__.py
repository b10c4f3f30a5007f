"""Carriers: who makes labels and tells where parcels are."""
