"""How long a server is waited for."""

PATIENCE = 30
"""Seconds to wait for another process that writes."""
ANSWERS = 5
"""Seconds in which the server lets somebody in, and says that it is there."""
