"""Rounds: two of them compared, and all of them one after the other."""
