"""Parts of the touchpoints page: the catalogue and the structural checks."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis.catalogue import touchpoint_rows
from cx.frames import row_dicts
from cx.ui.shared.components import bullet_list, paragraph, tag
from cx.ui.shared.download import csv, download
from cx.ui.shared.markup import write_html
from cx.ui.shared.scope_bar import View

CHECKS: dict[str, tuple[str, str]] = {
    "need_served_by_nothing": ("Needs that nothing serves", "No live or planned touchpoint is linked."),
    "need_only_planned": ("Needs with planned touchpoints only", "Nothing live serves them yet."),
    "stage_without_touchpoint": ("Stages without a live touchpoint", "Needs arise here, but nobody is there to meet them."),
    "touchpoint_serves_nothing": ("Touchpoints that serve no need", "Why do they exist, or which link is missing?"),
    "single_point_of_failure": ("Single points of failure", "A mandatory need hangs on this touchpoint alone at this stage."),
    "need_without_stage": ("Needs without a stage", "Say where they arise; until then they are not assessed."),
    "mandatory_but_unimportant": ("Mandatory, yet of low importance", "Importance below 50%: is it truly mandatory?"),
    "solution_shaped": ("Needs that name a touchpoint or channel", "A need should leave the solution open."),
    "pain_without_aggravation": ("Pains rated only by exposure", "Such a scale cannot show that we make it worse."),
    "link_where_not_needed": ("Links where no need arises", "The need is not recorded at this stage, so the link counts for nothing."),
}
"""Structural checks (method 2.9): heading and question."""


def title_of(view: View) -> str:
    """How many touchpoints, and whether any serves nothing."""
    rows = touchpoint_rows(view.workspace, view.answer)
    live = rows[rows["status"] == "live"]
    front = live[live["visibility"] == "frontstage"]
    orphans = int((front["needs"] == 0).sum())
    tail = f"{words.count(orphans, 'serves', 'serve')} no need" if orphans else "each serves a need"
    return f"{words.count(len(front), 'live touchpoint')} in front of the customer; {tail}"


def scope_of(view: View) -> str:
    """Counts by status and visibility, owners missing."""
    rows = touchpoint_rows(view.workspace, view.answer)
    planned, retired = int((rows["status"] == "planned").sum()), int((rows["status"] == "retired").sum())
    backstage, unowned = int((rows["visibility"] == "backstage").sum()), int(rows["owner"].isna().sum())
    return f"{words.count(len(rows), 'touchpoint')} in the catalogue · {planned} planned, {retired} retired, {backstage} backstage · {unowned} without an owner"


def catalogue(view: View) -> None:
    """The catalogue as a table that sorts, searches and downloads."""
    rows = touchpoint_rows(view.workspace, view.answer)
    wanted = st.text_input("Search", key="touchpoint_search", placeholder="name, channel, stage or owner", bind="query-params")
    shown = rows[_matches(rows, wanted)] if wanted else rows
    if shown.empty:
        write_html(Markup('<p class="fact">No touchpoint matches “{}”. Clear the search to see all {}.</p>').format(wanted, len(rows)))
        return
    columns = ["name", "channel", "stages", "needs", "personas", "status", "visibility", "owner", "market", "description"]
    columns = [c for c in columns if shown[c].notna().any()]
    st.dataframe(
        shown[columns].fillna(""),
        key="touchpoint_table",
        hide_index=True,
        height=min(38 + 35 * len(shown), 760),
        alt="The catalogue of touchpoints",
        column_config={
            "name": st.column_config.TextColumn("Touchpoint", width=280),
            "channel": st.column_config.TextColumn("Channel"),
            "stages": st.column_config.TextColumn("Stages", width="medium"),
            "needs": st.column_config.NumberColumn("Needs", help="Needs that it is linked to"),
            "personas": st.column_config.NumberColumn("Personas"),
            "status": st.column_config.TextColumn("Status"),
            "visibility": st.column_config.TextColumn("Visibility"),
            "owner": st.column_config.TextColumn("Owner", help="Empty: nobody is named"),
            "market": st.column_config.TextColumn("Market"),
            "description": st.column_config.TextColumn("Description", width="medium"),
        },
    )
    download("Download (CSV)", lambda: csv(shown[["touchpoint_id", *columns]]), "touchpoints.csv", "text/csv")


def oddities(view: View) -> None:
    """What in the structure is worth a question, most urgent first."""
    structure = view.answer.structure()
    st.header("Worth a question")
    if structure.empty:
        write_html(paragraph("Nothing stands out: every need has a live touchpoint, every touchpoint serves a need."))
        return
    whose = dict(zip(view.answer.needs["need_id"], view.answer.needs["persona_id"], strict=True))
    for code, (heading, question) in CHECKS.items():
        rows = structure[structure["code"] == code]
        if len(rows):
            with st.expander(
                f"{heading} · {rows['touchpoint_id'].nunique() if code == 'single_point_of_failure' else len(rows)}",
                expanded=code in ("need_served_by_nothing", "need_only_planned"),
            ):
                st.caption(question)
                lines = (
                    _by_touchpoint(view, rows) if code == "single_point_of_failure" else [_line(view, r, whose) for r in row_dicts(rows)]
                )
                write_html(bullet_list(lines[:100]))


def _by_touchpoint(view: View, rows: pd.DataFrame) -> list[str]:
    counted = rows.groupby("touchpoint_id")["need_id"].nunique().sort_values(ascending=False, kind="stable")
    return [
        Markup('<b class="grow">{}</b> {}').format(view.names.touchpoints.get(str(t), str(t)), words.count(n, "mandatory need"))
        for t, n in counted.items()
    ]


def _line(view: View, row: dict[str, object], whose: Mapping[object, str]) -> Markup:
    need, touchpoint, stage = row["need_id"], row["touchpoint_id"], row["stage_id"]
    parts = []
    if not words.missing(touchpoint):
        parts.append(Markup("<b>{}</b>").format(view.names.touchpoints.get(str(touchpoint), str(touchpoint))))
    if not words.missing(need):
        who = view.names.personas.get(whose.get(need, ""), "")
        parts.append(
            Markup('<span class="grow">{}<br><span class="muted">{}</span></span>').format(view.names.needs.get(str(need), str(need)), who)
        )
    if not words.missing(stage):
        parts.append(tag(view.names.stages.get(str(stage), str(stage))))
    return Markup(" ").join(parts)


def _matches(rows: pd.DataFrame, wanted: str) -> pd.Series:
    text = rows[["name", "channel", "stages", "owner", "description"]].fillna("").agg(" ".join, axis=1).str.lower()
    return text.str.contains(wanted.lower(), regex=False)
