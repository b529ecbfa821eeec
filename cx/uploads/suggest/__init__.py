"""Questions about what was typed: each with its evidence, none decided in silence."""
