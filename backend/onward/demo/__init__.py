"""The demo shop: seeding and the commands of the demo bar."""
