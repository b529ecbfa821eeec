"""Progress: what was promised, what was done, what it changed, and what nobody knows."""
