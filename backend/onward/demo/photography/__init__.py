"""A small pretend camera: surfaces, cloth laid on them, light, and a phone's grain."""
