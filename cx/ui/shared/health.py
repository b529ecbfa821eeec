"""Whether the server runs, and whether it can answer: for whatever watches over it, a supervisor, a proxy or a monitor.

Neither address says anything about the workspace but whether it can be read, and where not, what people on the pages are told.
"""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from cx.errors import JourneyError
from cx.store import open_workspace
from cx.store.acting import LOOKING, acting
from cx.store.opening import usual_path
from cx.ui.shared.told import told

SECONDS = 5.0
"""So long whoever asks waits for the workspace."""
HEADERS = {"Cache-Control": "no-store"}
RUNS = "The server runs.\n"
READY = "The server runs, and its workspace can be read.\n"
NEW = "The server runs; the first visit makes its workspace.\n"
LATE = f"The server runs, but its workspace did not answer within {SECONDS:g} seconds.\n"
FAILED = "The server runs, but its workspace cannot be read; the server's log says why.\n"

log = logging.getLogger("cx")
_worker = ThreadPoolExecutor(1, "ready")
_looks: dict[Path, Future[tuple[str, int]]] = {}
"""The look at each workspace that is under way: whoever asks meanwhile waits for the same."""


async def runs(_: Request) -> Response:
    """The process answers."""
    return PlainTextResponse(RUNS, headers=HEADERS)


async def is_ready(_: Request) -> Response:
    """Whether pages can be answered: 200, or 503 with the reason."""
    path = usual_path()
    if path not in _looks or _looks[path].done():
        _looks[path] = _worker.submit(_look, path)
    try:
        said, status = await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(_looks[path])), SECONDS)
    except TimeoutError:
        said, status = LATE, 503
    return PlainTextResponse(said, status, HEADERS)


def _look(path: Path) -> tuple[str, int]:
    """Read something from the workspace, as a page would: what is said, and the number of the answer."""
    if not path.exists():
        return NEW, 200
    try:
        with acting(LOOKING):
            open_workspace(path).rows("SELECT count(*) FROM workspace_meta")
    except JourneyError as error:
        return f"{told(error, LOOKING)}\n", 503
    except Exception:
        log.exception("The workspace could not be looked at")
        return FAILED, 503
    return READY, 200
