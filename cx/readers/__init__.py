"""Bytes to tables of text. Nothing is interpreted."""
