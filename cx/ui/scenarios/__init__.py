"""Scenarios: what would be if some things were changed; projected, never measured."""
