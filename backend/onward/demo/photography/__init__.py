"""A small pretend camera: surfaces, cloth laid on them, light, and the grain of a phone's picture."""
