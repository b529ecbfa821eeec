"""The segments behind the ratings that decide a cell."""

from __future__ import annotations

from markupsafe import Markup

from cx.analysis.evidence import Evidence
from cx.languages.messages import tr
from cx.report.evidence_words import segment_lines
from cx.ui.shared.components import table
from cx.ui.shared.markup import write_html
from cx.ui.shared.scope_bar import View


def segments(view: View, evidence: Evidence) -> None:
    """Segments as a table, the lowest first."""
    found = segment_lines(evidence, view.names)
    if found is None:
        return
    rows = [
        (
            name + (Markup('<div class="quiet">{}</div>').format(at) if at else ""),
            Markup('<span class="num">{}</span>').format(value),
            Markup('<span class="num">{}</span>').format(n),
        )
        for name, at, value, n in found.rows
    ]
    write_html(Markup("<h3>{}</h3>").format(tr("Segments")) + table((tr("Segment"), tr("Value"), "n"), rows, found.note))
