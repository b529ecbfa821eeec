"""What a table is, and which column is what."""
