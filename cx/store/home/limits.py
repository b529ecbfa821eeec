"""How long a server is waited for."""

PATIENCE = 30
"""Seconds to wait for another process that writes."""
ANSWERS = 5
"""Seconds in which the server lets somebody in, and says that it is there."""
MARKING = "20s"
"""How long a write beside the answers, such as a vote, may work on its copy while it holds up the others: less than they wait."""
