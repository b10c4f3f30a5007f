"""A merchant's policy file, read with care and refused with the key and the line."""
