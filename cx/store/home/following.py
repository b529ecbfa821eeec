"""Follows the server: a copy that is behind takes what is new, within a second."""

from __future__ import annotations

import logging
import threading
import weakref
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from cx.errors import WorkspaceError
from cx.store.faults import report
from cx.store.home import server

if TYPE_CHECKING:
    from cx.store.home.home import Home

PAUSE = 0.5
"""Seconds between two looks at the version of the server: one row."""
ENOUGH = 10.0
"""Seconds for which whoever closes the workspace waits for what has begun."""
LATER = 2.0
"""The same while the server does not answer."""

log = logging.getLogger("cx")


class Following:
    """Asks the server for its version as long as the workspace is open, and calls its `follow` where the copy is behind."""

    def __init__(self, home: Home, is_behind: Callable[[Any], bool], follow: Callable[[], None]):
        self._home, self._stopped = home, threading.Event()
        # The thread keeps no workspace alive that nobody has open.
        self._is_behind, self._follow = weakref.WeakMethod(is_behind), weakref.WeakMethod(follow)
        self._thread = threading.Thread(target=self._run, name="home", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Look no more; what is being done is done when this returns, unless it takes long."""
        self._stopped.set()
        if self._thread is not threading.current_thread():
            self._thread.join(ENOUGH)

    def _run(self) -> None:
        was_silent = False
        while not self._stopped.is_set():
            try:
                with server.connected(self._home.address, self._home.schema) as watching:
                    if was_silent:
                        log.warning("The PostgreSQL server answers again.")
                    was_silent = False
                    while not self._stopped.wait(PAUSE):
                        is_behind, follow = self._is_behind(), self._follow()
                        if is_behind is None or follow is None:
                            return
                        if is_behind(watching):
                            follow()
            except WorkspaceError as error:
                if not was_silent and not self._stopped.is_set():
                    report(error)
                was_silent = True
                self._stopped.wait(LATER)
            except Exception:
                if not self._stopped.is_set():
                    log.exception("The copy could not be brought to the version of the server")
                self._stopped.wait(LATER)
