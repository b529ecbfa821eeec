"""Which segments meet the gaps, in people and in value."""

from __future__ import annotations

from typing import Any

import streamlit as st
from markupsafe import Markup

from cx.analysis import reasons
from cx.analysis.shortfalls import Shortfalls
from cx.frames import row_dicts
from cx.languages.messages import tr
from cx.model import state_label
from cx.ui.shared.download import csv, download
from cx.ui.shared.markup import write_html
from cx.ui.shared.scope_bar import View
from cx.ui.shortfalls.items import who_of

ABOUT = (
    "People of each segment who meet the stage, and what they are worth, times the shortfall. For media planning and financial models. "
    "Rows of one segment must not be added up: one person can meet several gaps."
)


def exposure(view: View, gaps: Shortfalls) -> None:
    """Which segments meet the gaps: people, value, and both times the shortfall."""
    rows = gaps.exposure if view.persona_id is None else gaps.exposure[gaps.exposure["persona_id"] == view.persona_id]
    write_html(Markup('<h2>{}</h2><p class="scope">{}</p>').format(tr("Who is affected"), tr(ABOUT)))
    if rows.empty:
        write_html(
            Markup('<p class="fact">{} <a href="data">{}</a></p>').format(
                tr("No persona with a gap has a segment. Segments say how many people a persona stands for; bring them there:"),
                tr("Data page"),
            )
        )
        return
    shown = rows.assign(
        need=[reasons.statement(r, view.names) for r in row_dicts(rows)], persona=[who_of(view, r) for r in row_dicts(rows)],
        stage=[view.names.stages.get(s, s) for s in rows["stage_id"]], said=[tr(state_label(s, k)) for s, k in zip(rows["state"], rows["kind"], strict=True)], shortfall=rows["shortfall"].round(4), people=rows["people"].round(),
        known=[tr("at least") if least else "" for least in rows["at_least"]], **{c: rows[c].round() for c in ("people_exposed", "value", "value_exposed")},
    )  # fmt: skip
    columns = _exposure_columns(with_value=bool(rows["value_exposed"].notna().any()))
    if "value" not in columns:
        st.caption(tr("The value of a customer is not recorded for these segments, so exposure is in people alone."))
    drawn = shown.head(EXPOSED_SHOWN)
    if len(shown) > len(drawn):
        st.caption(tr("The {number} that weigh most of {all} rows; the download holds them all.", number=len(drawn), all=len(shown)))
    st.dataframe(
        drawn[list(columns)],
        key="exposure",
        hide_index=True,
        column_config=columns,
        height=min(38 + 35 * len(drawn), 620),
        alt=tr("Exposure by segment and gap"),
    )
    download(tr("Download (CSV)"), lambda: csv(shown[EXPOSED]), "exposure.csv", "text/csv")


def _exposure_columns(with_value: bool) -> dict[str, Any]:
    columns: dict[str, Any] = {
        "segment_name": st.column_config.TextColumn(tr("Segment")),
        "persona": st.column_config.TextColumn(tr("Persona")),
        "need": st.column_config.TextColumn(tr("Need"), width="large"),
        "stage": st.column_config.TextColumn(tr("Stage")),
        "said": st.column_config.TextColumn(tr("State")),
        "people": st.column_config.NumberColumn(tr("People"), format="localized", help=tr("Of the segment, who meet this stage")),
        "known": st.column_config.TextColumn(tr("Known"), help=tr("At least: the place is not fully assessed, so more may be missing")),
        "shortfall": st.column_config.NumberColumn(tr("Shortfall"), format="percent"),
        "people_exposed": st.column_config.NumberColumn(tr("People × shortfall"), format="%.0f"),
    }
    if with_value:
        columns |= {
            "value": st.column_config.NumberColumn(tr("Value"), format="localized"),
            "value_exposed": st.column_config.NumberColumn(tr("Value × shortfall"), format="localized"),
        }
    return columns


EXPOSED = [
    "segment_id", "segment_name", "market", "persona_id", "persona", "need_id", "need", "kind", "stage_id", "stage", "tier", "state", "said", "known", "shortfall",
    "people", "people_exposed", "value_per_customer", "value", "value_exposed",
]  # fmt: skip
"""Columns of the exposure that travel: names beside ids, rounded as they are shown."""


EXPOSED_SHOWN = 500
"""Rows of exposure that are sent to the browser; thousands of them are a megabyte."""
