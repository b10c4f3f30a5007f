"""Photos made safe: what a clean photo is, and the supervised processes that make one."""
