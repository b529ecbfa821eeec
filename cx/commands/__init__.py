"""The headless commands, each beside its part of the parser: the same code as the pages, for scheduled loads and checks."""
