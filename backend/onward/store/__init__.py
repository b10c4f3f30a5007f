"""The only room that knows Tortoise or SQL; it speaks domain values."""
