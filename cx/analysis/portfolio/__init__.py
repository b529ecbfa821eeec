"""Which improvements for a budget (method 7.2, 7.3): an exact solver on an abstract problem, and what is asked of its answers."""
