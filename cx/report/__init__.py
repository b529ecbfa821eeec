"""What people send on: one content, gathered once, written as HTML, PDF, slides, Markdown, Excel and work items;
and all of it with the evidence as one page that answers (`SNAPSHOT`).

Each form is loaded when it is asked for: what draws maps and slides takes longer to load than most commands take.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cx.report.content import Report


def _html(report: Report) -> bytes:
    from cx.report.html import html

    return html(report).encode()


def _pdf(report: Report) -> bytes:
    from cx.report.pdf import pdf

    return pdf(report)


def _slides(report: Report) -> bytes:
    from cx.report.slides import slides

    return slides(report)


def _markdown(report: Report) -> bytes:
    from cx.report.markdown import markdown

    return markdown(report).encode()


def _snapshot(report: Report) -> bytes:
    from cx.report.interactive import interactive

    return interactive(report)


def _workbook(report: Report) -> bytes:
    from cx.report.sheets import workbook

    return workbook(report)


FORMATS: dict[str, tuple[str, str, Callable[[Report], bytes]]] = {
    ".html": ("Web page (HTML)", "text/html", _html),
    ".pdf": ("PDF", "application/pdf", _pdf),
    ".pptx": ("PowerPoint", "application/vnd.openxmlformats-officedocument.presentationml.presentation", _slides),
    ".md": ("Markdown", "text/markdown", _markdown),
    ".xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _workbook),
}
"""Ending of the file -> name, media type, how it is made."""
SNAPSHOT_NAME = "Snapshot (interactive HTML)"
SNAPSHOT: tuple[str, str, Callable[[Report], bytes]] = (SNAPSHOT_NAME, "text/html", _snapshot)
"""The same of the page that answers; its file ends in `SNAPSHOT_ENDING`."""
SNAPSHOT_ENDING = "-snapshot.html"
