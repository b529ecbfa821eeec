"""From a table of text to rows of ours: recognised, cleaned with consent, checked, counted, written."""
