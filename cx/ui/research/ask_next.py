"""What to ask next, and whom: the hour that settles most doubt, and the questions for it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from cx import words
from cx.analysis.planner import PER_INTERVIEW, next_interviews, question_words
from cx.frames import row_dicts
from cx.ui.research.asked import Asked
from cx.ui.shared.components import paragraph, table
from cx.ui.shared.download import csv, download
from cx.ui.shared.markup import write_html

SHOWN = 6
"""Segments that are listed; the file has all."""
HEAD = ("With whom", "Persona", "An hour settles", "People to ask", "Missing in the plan")


def ask_next(asked: Asked) -> tuple[str, list[str]]:
    """The segments by what an hour with somebody of them settles, and the questions of one: its name, and they in words."""
    rows = hours(asked)
    st.header("What to ask next")
    if rows.empty:
        write_html(
            paragraph(
                "Nothing that people could settle is open here: every need is assessed on more than an opinion, and every statement is tested. "
                "Or the personas have no segments, and nobody knows whom to ask."
            )
        )
        return "", []
    segments = row_dicts(rows.drop_duplicates("segment_id"))
    first = segments[0]
    write_html(
        paragraph(
            f"An hour with “{first['segment']}” settles most: {words.count(int((rows['segment_id'] == first['segment_id']).sum()), 'question')}, "
            f"put to {words.count(first['interviews'], 'person', 'people')}.",
            "lead",
        )
        + table(
            HEAD,
            [_line(asked, r) for r in segments[:SHOWN]],
            f"By doubt settled an hour, in points of priority; {PER_INTERVIEW} questions an hour",
        )
    )
    if len(segments) > SHOWN:
        write_html(paragraph(f"And {len(segments) - SHOWN} more; the file has all.", "aside"))
    known = {r["segment_id"]: r["segment"] for r in segments}
    chosen = st.selectbox("Questions for", list(known), format_func=lambda s: known.get(s, s), key="ask_next", width=420)
    _questions(asked, rows[rows["segment_id"] == chosen])
    said = statements(asked)
    told = rows.assign(question=[question_words(r, asked.view.names, said) for r in row_dicts(rows)])
    download("Plan of the next hours (CSV)", lambda: csv(told.drop(columns=["personas"])), "ask-next.csv", "text/csv")
    return known.get(chosen, ""), told.loc[told["segment_id"] == chosen, "question"].tolist()


def hours(asked: Asked) -> pd.DataFrame:
    """The hours with people of the segments in view."""
    rows = next_interviews(asked.view.workspace, asked.research.answer)
    return rows[rows["segment_id"].isin(asked.segments["segment_id"])]


def statements(asked: Asked) -> dict[str, str]:
    """The statements by id."""
    rows = asked.research.statements
    return dict(zip(rows["hypothesis_id"], rows["statement"], strict=True))


def _questions(asked: Asked, rows: pd.DataFrame) -> None:
    known = statements(asked)
    told = [
        (
            question_words(r, asked.view.names, known),
            words.count(r["people"], "person", "people"),
            words.percent(r["chance"]),
            f"{r['doubt']:.1f}",
        )
        for r in row_dicts(rows)
    ]
    caption = "The questions of this hour: ask openly, and do not read them out"
    write_html(table(("To find out", "To ask still", "Chance that settles it", "Doubt"), told, caption))


def _line(asked: Asked, row: dict[str, Any]) -> tuple[str, ...]:
    people = words.listing([asked.view.names.personas.get(p, p) for p in row["personas"]])
    return row["segment"], people, f"{row['settles']:.1f}", str(int(row["interviews"])), str(int(row["missing"]))
