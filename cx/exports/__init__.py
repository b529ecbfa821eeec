"""A workspace back to files, and empty files to fill in."""
