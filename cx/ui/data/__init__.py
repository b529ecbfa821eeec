"""Bringing data in, changing it, taking changes back."""
