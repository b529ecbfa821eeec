"""The segments behind the ratings that decide a cell."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from cx import words
from cx.analysis.evidence import Evidence
from cx.frames import row_dicts
from cx.ui.shared.components import table
from cx.ui.shared.markup import write_html
from cx.ui.shared.scope_bar import View


def segments(view: View, evidence: Evidence) -> None:
    """Segments as a table, the lowest first."""
    if evidence.cell["direct"]:
        deciding = evidence.segments["touchpoint_id"].isna()
    else:
        deciding = evidence.segments["touchpoint_id"].isin(_deciding_or_all(evidence))
    first = evidence.segments[deciding].sort_values("fulfilment", kind="stable")
    if first.empty:
        return
    touchpoints = list(dict.fromkeys(first["touchpoint_id"]))
    rows = []
    for r in row_dicts(first.head(SEGMENTS_LISTED)):
        at = (
            Markup('<div class="quiet">{}</div>').format(view.names.touchpoints.get(r["touchpoint_id"], r["touchpoint_id"]))
            if len(touchpoints) > 1
            else ""
        )
        rows.append(
            (
                r["segment_name"] + at,
                Markup('<span class="num">{}</span>').format(words.percent(r["fulfilment"])),
                Markup('<span class="num">{:,}</span>').format(int(r["n"])),
            )
        )
    note = f"Segments behind the deciding {'rating' if evidence.cell['direct'] else 'touchpoint' if len(touchpoints) == 1 else 'touchpoints'}, lowest first"
    weighted = words.percent(_size_weighted(evidence, touchpoints[0])) if len(touchpoints) == 1 else ""
    if weighted:
        note += f"; weighted by size {weighted}"
    if len(first) > SEGMENTS_LISTED:
        note += f"; the first {SEGMENTS_LISTED} of {len(first)}"
    write_html(Markup("<h3>Segments</h3>") + table(("Segment", "Value", "n"), rows, note))


def _size_weighted(evidence: Evidence, touchpoint_id: str) -> Any:
    if evidence.cell["direct"] and evidence.direct is not None:
        return evidence.direct["size_weighted"]
    return evidence.links.set_index("touchpoint_id").loc[touchpoint_id, "size_weighted"]


def _deciding_or_all(evidence: Evidence) -> list[str]:
    listed = evidence.cell["touchpoints"]
    return list(evidence.links["touchpoint_id"] if listed is None else listed)


SEGMENTS_LISTED = 12
