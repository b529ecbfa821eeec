"""Segments and personas: the flow from one to the other, and what is to be said about the set."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis import grouping_words
from cx.analysis.grouping import Grouping, grouping
from cx.analysis.headlines import scope_line
from cx.charts.crosswalk import NOBODY, crosswalk_figure
from cx.frames import row_dicts
from cx.ui.catalogue.merging import lost_needs
from cx.ui.shared.components import bullet_list, paragraph, table
from cx.ui.shared.figure import figure
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.scope_bar import View

FEW, TOO_MANY = "few_interviews", "too_many_personas"
"""Findings that are shown apart."""
SHOWN = 4
"""Findings of one kind in sight; the others wait."""
BY = {"people": "People", "value": "Value"}


def crosswalk(view: View) -> None:
    """Which segment flows into which persona, with people or value; what nobody is designed for stands first."""
    found = grouping(view.workspace)
    _flow(view, found.flows)
    _checks(view, found)


def _flow(view: View, flows: pd.DataFrame) -> None:
    if flows.empty:
        write_html(paragraph("No segment yet: upload segments, or name them on the Data page under Edit."))
        return
    by = "people"
    if flows["value"].notna().any():
        by = st.segmented_control("Bands as wide as", list(BY), format_func=BY.__getitem__, default="people", key="flows_by") or "people"
    if by == "value" and (unknown := flows.loc[flows["value"].isna(), "segment_id"].nunique()):
        write_html(paragraph(f"{words.count(unknown, 'segment')} without a known value {'is' if unknown == 1 else 'are'} left out here."))
    rows = _flow_rows(view, flows, by)
    nobody = rows.loc[rows["persona_id"] == NOBODY, "size"].sum() / max(rows["size"].sum(), 1e-9)
    title = (
        f"{words.count(rows['segment_id'].nunique(), 'segment')} become {words.count(rows.loc[rows['persona_id'] != NOBODY, 'persona_id'].nunique(), 'persona')}"
        + (f"; nobody designs for {words.percent(nobody)} of the {by}" if nobody > 0 else "")
    )
    write_html(Markup("<h2>{}</h2>").format(title))
    drawn = crosswalk_figure(rows, title, scope_line(view.answer, view.answer.personas, view.changed), "segments-and-personas", rows)
    figure(
        drawn,
        "crosswalk",
        {"segment": "Segment", "market": "Market", "persona": "Persona", "share": "Share", "people": "People", "value": "Value"},
    )


def _flow_rows(view: View, flows: pd.DataFrame, by: str) -> pd.DataFrame:
    rows = []
    for flow in row_dicts(flows[flows[by].fillna(0) > 0]):
        key = NOBODY if words.missing(flow["persona_id"]) else str(flow["persona_id"])
        persona = "nobody" if key == NOBODY else view.names.personas.get(key, key)
        own = {"segment": flow["name"], "persona_id": key, "persona": persona, "size": float(flow[by])}
        rows.append({**flow, **own, "said": f"{flow['name']} → {persona}: {flow[by]:,.0f}"})
    return pd.DataFrame(
        rows, columns=["segment_id", "segment", "market", "persona_id", "persona", "share", "people", "value", "size", "said"]
    )


def _checks(view: View, found: Grouping) -> None:
    """Everything that is to be said about segments and personas, most serious kinds first."""
    rows = row_dicts(found.checks)
    write_html(Markup("<h2>{}</h2>").format(_checks_title(rows)))
    for kind in dict.fromkeys(row["finding"] for row in rows if row["finding"] != FEW):
        own = [row for row in rows if row["finding"] == kind]
        said = [
            Markup("{} <span class='muted'>{}</span>").format(grouping_words.finding(r, view.names), grouping_words.remedy(r)) for r in own
        ]
        write_html(bullet_list(said[:SHOWN]))
        if len(said) > SHOWN:
            write_html(paragraph(f"And {len(said) - SHOWN} more of this kind.", "aside"))
        if kind == TOO_MANY and not words.missing(own[0]["other_id"]):
            _price_of(view, found, own[0]["persona_id"], own[0]["other_id"])
        if len(said) > SHOWN:
            with st.expander(f"And {len(said) - SHOWN} more like these"):
                write_html(bullet_list(said[SHOWN:]))
    few = [row for row in rows if row["finding"] == FEW]
    if few:
        title = f"{words.count(len(few), 'segment has', 'segments have')} fewer than {few[0]['cut']:.0f} interviews"
        with st.expander(literal(title)):
            write_html(
                table(
                    ("Segment", "Held", "Missing", "People"),
                    [_interviews_row(row, view) for row in few],
                    "Interviews by segment",
                )
            )


def _price_of(view: View, found: Grouping, one: str, other: str) -> None:
    """What merging the most similar two would give up, need by need."""
    pair = (found.prices["one"] == one) & (found.prices["other"] == other)
    with st.expander(literal(grouping_words.price(row_dicts(found.prices[pair])[0])), expanded=True):
        lost_needs(view, found, one, other)


def _interviews_row(row: dict[str, Any], view: View) -> tuple[str, str, str, str]:
    held = 0 if words.missing(row["number"]) else int(row["number"])
    return view.names.segments.get(row["segment_id"], row["segment_id"]), str(held), f"{row['cut'] - held:.0f}", f"{row['people']:,.0f}"


def _checks_title(rows: list[dict[str, Any]]) -> str:
    many = sum(row["finding"] != FEW for row in rows)
    return f"{words.count(many, 'remark')} on segments and personas" if many else "Segments and personas fit together"
