"""What the server does first, before it answers anybody: it looks at its settings."""

from __future__ import annotations

import logging
import sys

from cx import settings

log = logging.getLogger("cx")


def with_settings_that_hold() -> None:
    """End here, with a line each, where a setting holds what it cannot; name what is set and is no setting."""
    if found := settings.problems():
        sys.exit("\n".join([*found, "The dashboard was not started. python -m cx settings shows what is set."]))
    for line in settings.unknown():
        log.warning("%s", line)
