"""Streamlit's own harness of tests, without what it would do again and again: a page costs a test what it costs a visitor.

The harness asks a thousand times a second whether the page has ended, of all that the page has done until then, and takes the
interpreter from the page for that; it compiles every script anew for every run, and reads about every installed package.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
from streamlit import delta_generator
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import local_script_runner
from streamlit.testing.v1.local_script_runner import LocalScriptRunner


@pytest.fixture(scope="session", autouse=True)
def pages_cost_what_they_cost_a_visitor() -> Iterator[None]:
    """One wait for the end of a page, scripts that are compiled once, packages that are looked at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local_script_runner, "require_widgets_deltas", wait_for_the_end)
        patch.setattr(local_script_runner, "ScriptCache", cache(local_script_runner.ScriptCache))
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        # It would read the source of every frame of the stack, to warn whoever runs a script without Streamlit.
        patch.setattr(delta_generator, "_use_warning_has_been_displayed", True)
        yield


def wait_for_the_end(runner: LocalScriptRunner, timeout: float = 3) -> None:
    """Wait until the script has ended. Raises RuntimeError, as the harness does, where it has not within `timeout` seconds."""
    thread = runner._script_thread
    if thread is not None:
        thread.join(timeout)
    if not runner.script_stopped():
        runner.request_stop()
        runner.join()
        raise RuntimeError(f"AppTest script run timed out after {timeout}(s)")
