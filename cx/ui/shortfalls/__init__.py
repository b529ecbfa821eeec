"""What to fix first, why, and how sure that is."""
