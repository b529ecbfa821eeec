"""From decision to delivery: how far the work is, what a tracker says of it, and what it changed."""
