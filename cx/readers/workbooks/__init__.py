"""Workbooks to grids of text."""
