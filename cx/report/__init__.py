"""What people send on: one content, gathered once, written as HTML, PDF, slides, Markdown, Excel and work items."""

from __future__ import annotations

from collections.abc import Callable

from cx.report.content import Report
from cx.report.html import html
from cx.report.markdown import markdown
from cx.report.pdf import pdf
from cx.report.sheets import workbook
from cx.report.slides import slides

FORMATS: dict[str, tuple[str, str, Callable[[Report], bytes]]] = {
    ".html": ("Web page (HTML)", "text/html", lambda report: html(report).encode()),
    ".pdf": ("PDF", "application/pdf", pdf),
    ".pptx": ("PowerPoint", "application/vnd.openxmlformats-officedocument.presentationml.presentation", slides),
    ".md": ("Markdown", "text/markdown", lambda report: markdown(report).encode()),
    ".xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook),
}
"""Ending of the file -> name, media type, how it is made."""

__all__ = ["FORMATS", "Report"]
