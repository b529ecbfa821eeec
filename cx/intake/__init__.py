"""Files in: bytes → text tables → findings → difference → one transaction."""
