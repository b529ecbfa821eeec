"""What the server does first, before it answers anybody: it looks at its settings, and sets its log up."""

from __future__ import annotations

import logging
import sys
import threading
from types import TracebackType

from streamlit import logger as of_streamlit

from cx import settings
from cx.log_lines import AsJson, Known

EVERY_REQUEST = "uvicorn.access"
log = logging.getLogger("cx")


def begin() -> None:
    """End here, with a line each, where a setting holds what it cannot; name what is set and is no setting."""
    if found := settings.problems():
        sys.exit("\n".join([*found, "The dashboard was not started. python -m cx settings shows what is set."]))
    if settings.LOG.word == "json":
        log_as_json()
    for line in settings.unknown():
        log.warning("%s", Known(line))


def log_as_json() -> None:
    """Write every line of the log as JSON from now on, also those of the libraries, and what ends a thread."""
    handler = logging.StreamHandler()
    handler.setFormatter(AsJson())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    logging.captureWarnings(True)
    # Streamlit gives each of its loggers a handler of its own, also after the start, and again whenever it reads its configuration.
    of_streamlit.setup_formatter = _hand_on
    for name in [name for name, one in logging.root.manager.loggerDict.items() if isinstance(one, logging.Logger)]:
        _hand_on(logging.getLogger(name))
    threading.excepthook = lambda ended: _ended(ended.exc_type, ended.exc_value, ended.exc_traceback)
    sys.excepthook = _ended


def _hand_on(logger: logging.Logger) -> None:
    """Let a logger write nothing itself, and hand everything on; of every single request nobody wants to know."""
    logger.handlers.clear()
    logger.propagate = logger.name != EVERY_REQUEST


def _ended(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    if error is not None and not issubclass(kind, SystemExit):
        log.error("A part of the program ended", exc_info=(kind, error, trace))
