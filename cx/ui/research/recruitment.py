"""Whom to talk to: planned, held and missing by segment and market, with the papers that recruiting takes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis.research import chance_of_hearing, interviews_needed
from cx.frames import row_dicts
from cx.report.fieldwork import discussion_guide, screener
from cx.report.forms import Block, as_markdown, as_pdf
from cx.survey.mapping_memory import remembered_rules
from cx.ui.research.ask_next import ask_next
from cx.ui.research.asked import Asked
from cx.ui.shared.components import paragraph, table, tag
from cx.ui.shared.download import csv, download
from cx.ui.shared.markup import write_html

COMMON, RARE = 0.31, 0.10
"""Shares of a group that hold a theme: one that five people nearly always tell, and one that they mostly do not (method 4.8)."""

FORMS: tuple[tuple[str, str, str, Callable[[list[Block]], str | bytes]], ...] = (
    ("PDF", ".pdf", "application/pdf", as_pdf),
    ("Markdown", ".md", "text/markdown", as_markdown),
)
"""What the papers can be: label, ending of the name, type, how it is written."""


def recruitment(asked: Asked) -> None:
    """The plan, what five interviews can hear, and the files."""
    rows, planned = asked.segments, asked.research.planned
    if rows.empty:
        write_html(
            paragraph(
                "No segment is recorded here. Segments say who a persona stands for; add them under Data, and this page plans whom to talk to."
            )
        )
        return
    whom, questions = ask_next(asked)
    missing = int(rows["missing"].sum())
    write_html(
        Markup("<h2>{}</h2>").format(
            f"{words.count(missing, 'interview is', 'interviews are')} missing, of {planned * len(rows)} planned"
            if missing
            else f"All {planned * len(rows)} planned interviews are held"
        )
        + paragraph(hearing(planned))
    )
    head, told = ("Segment", "Persona", "Planned", "Held", "Missing", "Last", "Market"), [_row(asked, r) for r in row_dicts(rows)]
    width = 7 if rows["market"].notna().any() else 6
    write_html(table(head[:width], [row[:width] for row in told], f"{planned} people of each segment, as set under Method"))
    markets = by_market(rows)
    if len(markets) > 1:
        write_html(
            Markup("<h2>By market</h2>")
            + table(
                ("Market", "Planned", "Held", "Missing"),
                [(m["market"] or "No market", *(_number(m[c]) for c in ("planned", "held", "missing"))) for m in row_dicts(markets)],
                "The same, added up",
            )
        )
    _files(asked, rows, whom, questions)


def hearing(interviews: int) -> str:
    """In one sentence what so many interviews can and cannot hear (method 4.8)."""
    often, seldom = (words.percent(chance_of_hearing(share, interviews)) for share in (COMMON, RARE))
    return (
        f"{words.count(interviews, 'interview hears', 'interviews hear')} what {words.percent(COMMON)} of a segment would say with a chance of {often}, "
        f"but what {words.percent(RARE)} would say only with {seldom}; for 80% of that it takes {interviews_needed(RARE, 0.8)}. "
        "So it is a floor to start from, and no proof that all was heard."
    )


def by_market(rows: pd.DataFrame) -> pd.DataFrame:
    """The plan added up by market; what has none comes last."""
    summed = rows.assign(market=rows["market"].fillna("")).groupby("market", as_index=False)[["planned", "held", "missing"]].sum()
    return summed.sort_values("market", key=lambda names: names.replace("", chr(0x10FFFF)), ignore_index=True)


def _row(asked: Asked, row: dict[str, Any]) -> tuple[str, ...]:
    people = [asked.view.names.personas.get(p, p) for p in row["personas"]]
    again = f" ({words.count(row['people'], 'person', 'people')})" if row["people"] != row["held"] else ""
    return (
        row["segment"],
        words.listing(people) if people else tag("designed for nobody", "No active persona stands for this segment."),
        _number(row["planned"]),
        Markup("{}{}").format(_number(row["held"]), again),
        Markup("<b>{}</b>").format(_number(row["missing"])) if row["missing"] else "0",
        "" if words.missing(row["last_held"]) else f"{row['last_held']:%Y-%m-%d}",
        "" if words.missing(row["market"]) else row["market"],
    )


def _number(value: int) -> Markup:
    return Markup('<span class="num">{}</span>').format(int(value))


def _files(asked: Asked, rows: pd.DataFrame, whom: str, questions: list[str]) -> None:
    st.header("To take along")
    write_html(
        paragraph(
            "The plan as a table; a screener that asks what tells the segments apart, by the answers that define them where a survey did; a guide "
            "that asks openly, with the questions above and the statements that are still to be tested."
        )
    )
    waiting, names = asked.research.statements, asked.view.names.personas
    if asked.view.persona_id:
        waiting = waiting[waiting["persona_id"] == asked.view.persona_id]
    rules = remembered_rules(asked.view.workspace)
    with st.container(horizontal=True, gap="small"):
        plan = rows.assign(personas=[";".join(p) for p in rows["personas"]])
        download("Plan (CSV)", lambda: csv(plan), "recruitment-plan.csv", "text/csv")
        for label, ending, media, write in FORMS:
            download(f"Screener ({label})", partial(_written, write, partial(screener, rows, rules)), f"screener{ending}", media)
            download(
                f"Guide ({label})",
                partial(_written, write, partial(discussion_guide, waiting, names, whom, questions)),
                f"discussion-guide{ending}",
                media,
            )


def _written(write: Callable[[list[Block]], str | bytes], made: Callable[[], list[Block]]) -> str | bytes:
    return write(made())
