"""Documents with headings, such as persona sheets: Markdown, Word and slides to one outline, and the outline to records."""
