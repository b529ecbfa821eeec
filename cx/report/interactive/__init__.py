"""The snapshot: one HTML file with the whole map, what stands behind each cell and the lists, which outlives the server.

It asks nobody for anything: its script and its style sheet stand in it and are the only ones that it may run, its data stands in it
once as JSON, and a browser opens it from a disk.
"""

from __future__ import annotations

from cx.report.content import Report


def interactive(report: Report) -> bytes:
    """The snapshot of a report; the same report on the same day gives the same bytes."""
    from cx.report.interactive.content import content
    from cx.report.interactive.page import page

    return page(content(report))
