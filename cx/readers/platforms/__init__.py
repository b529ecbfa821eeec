"""Exports of survey platforms, told by their own marks: which of the first rows are headings, and what they say of the columns."""
