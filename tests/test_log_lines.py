"""Nothing that people type forges a line of the log, or moves a terminal that shows it."""

from __future__ import annotations

import io
import logging

import cx  # noqa: F401 (the package cleans its log from the first import on)

HOSTILE = "Ana\r\n2026-01-01 ERROR all is lost\x1b[31m\u2028\u202e\ufffe\ud800"


def test_a_name_with_line_breaks_and_controls_is_one_line_of_signs() -> None:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    log = logging.getLogger("cx")
    log.addHandler(handler)
    try:
        log.warning("The file %s could not be made", HOSTILE)
        log.warning("100% sure")
        try:
            raise ValueError(HOSTILE)
        except ValueError:
            log.exception("The page %s failed", "Data")
    finally:
        log.removeHandler(handler)
    first, percent, failed, *traceback = out.getvalue().splitlines()
    assert first == "The file Ana\\r\\n2026-01-01 ERROR all is lost\\x1b[31m\\u2028\\u202e\\ufffe\\ud800 could not be made"
    assert percent == "100% sure" and failed == "The page Data failed"
    assert traceback and all(line.startswith("  ") and line.isprintable() for line in traceback)
    assert any("ERROR all is lost" in line for line in traceback)
