"""Projects of programs for qualitative research, in the format they exchange (REFI-QDA)."""
