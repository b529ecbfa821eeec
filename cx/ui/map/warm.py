"""While the first browser still loads Streamlit's own program, the server gets ready what its first pages need.

In a thread beside the server, which answers meanwhile: what the first pages are made of is loaded, and where a workspace is there
already, its answer is worked out for whoever comes without a link. A visitor who comes sooner waits for the same answer. What fails
here fails again when somebody asks, and is told then.
"""

from __future__ import annotations

import inspect
import logging
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from streamlit.starlette import App

log = logging.getLogger("cx")

LATER = 20.0
"""Seconds after which the first visitors have seen what they came for."""


@asynccontextmanager
async def lifespan(_: App) -> AsyncIterator[None]:
    """Around the life of the server: as soon as it has begun, it gets ready."""
    threading.Thread(target=_begin, name="warm", daemon=True).start()
    yield


def _begin() -> None:
    from cx.ui.shared.afterwards import shown_by_browsers

    shown_by_browsers()
    from cx.store.acting import LOOKING, acting

    try:
        with acting(LOOKING):
            get_ready()
    except Exception as error:
        log.debug("The first page was not made ready: %s", error)
    time.sleep(LATER)
    import sklearn.metrics  # noqa: F401 (a second, which whoever looks at a proposed grouping need not wait for)


def get_ready() -> None:
    """Load what the first pages are made of, and answer what they ask of the workspace, if there is one."""
    import streamlit.emojis  # noqa: F401 (the icon of the page is looked up there)

    from cx.analysis.headlines import overall_finding, scope_line
    from cx.analysis.map_rows import MapChoices
    from cx.analysis.rounds.opened import since_last_round
    from cx.analysis.shortfalls import shortfalls
    from cx.store import open_workspace
    from cx.store.opening import usual_path
    from cx.ui.map import beside_map, coverage  # noqa: F401 (loaded for the page)
    from cx.ui.map.heatmap import make_ready
    from cx.ui.map.map_heading import heading_of
    from cx.ui.shared.scope_bar import usual_view

    inspect.stack()  # Streamlit looks once whether it was started from a prompt, and Python then reads where every module comes from
    if not usual_path().is_file():
        return
    view = usual_view(open_workspace(usual_path()), None)
    if view.answer.needs.empty:
        return
    answer = view.answer
    title, scope = overall_finding(answer), scope_line(answer, answer.personas, view.changed)
    make_ready(coverage.personas_grid(view), "personas", title, scope)
    shortfalls(view.workspace, view.answer)
    since_last_round(view.workspace, view.answer)
    view = usual_view(view.workspace, next(iter(view.names.personas), None))
    needs = coverage.needs_in(view, MapChoices())
    heading = heading_of(view)
    make_ready(coverage.grid_of(view, MapChoices(), needs, (view.persona_id or "",)), "coverage", heading.title, heading.scope)
