"""The log as JSON: every line is an object, and holds nothing of anybody, whatever requests, pages and failures name."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.conftest import ROOT

PRIVATE = (
    "Ana Quill",
    "ana.quill@example.org",
    "quill-secret-of-thirty-two-signs-and-more",
    "a key that she typed",
    "Rows-of-Ana.xlsx",
    "tok3nOfAna",
)
NAME, ADDRESS, SECRET, TYPED, FILE, TOKEN = PRIVATE
SERVER = f"""
import logging, os, threading, warnings
os.environ |= {{"CX_LOG": "json", "CX_SIGN_IN": "proxy", "CX_PROXY_SECRET": {SECRET!r}, "CX_WORKSPCE": {NAME!r}}}
from cx.ui.shared import start
start.begin()
from streamlit.logger import get_logger, update_formatter
from cx.errors import WorkspaceError
from cx.store.faults import report
from cx.ui.shared import edit_key, sign_in
from cx.ui.shared.door import Door
from cx.ui.shared.roof import roof
from tests.asking import ask

async def fails(scope, receive, send):
    try:
        {{}}[{NAME!r}]
    except KeyError as error:
        raise ValueError(f"could not convert {{scope['query_string']}} of {NAME}") from error

update_formatter()
get_logger("uvicorn.access").info("GET %s", {TOKEN!r})  # as the server has it switched off
door = Door(fails)
through = [("host", "localhost"), ("x-cx-proxy-secret", {SECRET!r}), ("x-forwarded-user", {ADDRESS!r}), ("cookie", "pass={TOKEN}")]
for path in ("/coverage?persona={TYPED}", "/offered/{TOKEN}"):
    assert ask(door, path, headers=through).status == 500
os.environ.pop("CX_SIGN_IN")
edit_key.hosts.is_shared = lambda: True
edit_key._made.append({SECRET!r})
edit_key.announce()
with roof("Data"):
    raise RuntimeError("a row of {NAME} in {FILE}")
report(WorkspaceError("The disk that holds /var/lib is full."), OSError({FILE!r}))
logging.getLogger("cx").warning("The file %s of %s could not be made", {FILE!r}, {NAME!r})
get_logger("streamlit.of.later").warning("The widget '{NAME}' has a key\\nwith {TYPED}")
logging.getLogger("uvicorn.error").warning('%s - "WebSocket %s" [accepted]', "10.0.0.1", "/_stcore/stream?room={TOKEN}")
warnings.warn("{NAME} is old")
thread = threading.Thread(target=lambda: int({TYPED!r}))
thread.start()
thread.join()
raise LookupError({NAME!r})
"""


@pytest.fixture(scope="module")
def log() -> list[dict[str, object]]:
    """Every line that such a server writes to standard error."""
    ended = subprocess.run([sys.executable, "-c", SERVER], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert not [one for one in PRIVATE if one in ended.stderr], ended.stderr
    return [json.loads(line) for line in ended.stderr.splitlines()]


def test_every_line_is_an_object_that_says_what_happened_and_where(log: list[dict[str, object]]):
    assert all({"time", "level", "logger", "event", "message"} <= set(line) and str(line["time"]).endswith("Z") for line in log)
    said = [str(line["message"]) for line in log]
    assert "CX_WORKSPCE is set, but is no setting; did you mean CX_WORKSPACE?" in said
    assert said.count("A request for [left out] failed") == 2
    assert "Others can reach this dashboard. Whoever changes something needs this key: [left out]" in said
    assert "The disk that holds /var/lib is full. ([left out])" in said
    assert "The widget [left out] has a key" in said
    assert "uvicorn.access" not in [line["logger"] for line in log]
    assert said[-2:] == ["A part of the program ended"] * 2


def test_a_failure_says_its_kind_and_place_and_how_long_it_took(log: list[dict[str, object]]):
    failed = next(line for line in log if line["message"] == "The page Data failed")
    assert failed["level"] == "error" and 0 <= float(str(failed["seconds"])) < 5
    (request, cause), *_ = [line["errors"] for line in log if str(line["message"]).startswith("A request")]  # type: ignore[misc]
    assert (request["kind"], cause["kind"]) == ("ValueError", "KeyError")
    assert any("cx/ui/shared/door.py:" in place for place in request["at"])
