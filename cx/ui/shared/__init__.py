"""What every page stands in: frame, bar, style, files to download."""
