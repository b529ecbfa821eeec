"""The empathy map of a persona: four quadrants, each statement with its status, who relies on it, and how old it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis.research import named_truths
from cx.frames import of_persona, row_dicts
from cx.model import QUADRANTS
from cx.ui.research.asked import Asked, count_words
from cx.ui.research.edit import edit_statements
from cx.ui.research.promote import make_a_need
from cx.ui.research.supposed import age_words
from cx.ui.shared.components import bullet_list, paragraph, status_chip, tag
from cx.ui.shared.download import csv, download
from cx.ui.shared.markup import literal, write_html

COLUMNS = {
    "persona": "Persona", "quadrant": "Quadrant", "statement": "Statement", "status": "Status", "n": "Asked", "k": "Support", "against": "Contradict",
    "divided": "Say both", "mentioned": "Only mention", "outside": "Of other segments", "estimate": "Estimate", "chance": "Chance that most agree",
    "evidence": "Evidence", "importance": "Importance that relies on it", "raised_on": "Raised on", "last_held": "Last asked",
}  # fmt: skip


def empathy_maps(asked: Asked) -> None:
    """One map per persona in view, and the grid that edits the statements of one."""
    personas = [asked.view.persona_id] if asked.view.persona_id else list(asked.view.names.personas)
    statements = asked.research.statements
    if of_persona(statements, asked.view.persona_id).empty:
        write_html(
            paragraph(
                "No statement is written down yet. An empathy map says what a persona sees, says, thinks and hears; each statement is a guess "
                "until interviews support it, and this part shows which are. Write the first ones below, one a row."
            )
        )
    else:
        for persona_id in personas:
            own = statements[statements["persona_id"] == persona_id]
            if len(own):
                _map(asked, persona_id, row_dicts(own))
        with st.expander("All numbers as a table", key="statements_as_table", on_change="rerun") as shown:
            if shown.open:
                _as_table(asked)
    make_a_need(asked)
    edit_statements(asked, personas)


def _as_table(asked: Asked) -> None:
    """Every statement in view with its counts, estimate and chance, to sort and to take along."""
    rows = named_truths(of_persona(asked.research.statements, asked.view.persona_id), asked.view.names)
    st.dataframe(
        rows[list(COLUMNS)].rename(columns=COLUMNS), hide_index=True, key="statements", alt="Statements of empathy maps, in numbers"
    )
    download("Statements (CSV)", lambda: csv(rows), "statements.csv", "text/csv")


def _map(asked: Asked, persona_id: str, rows: list[dict[str, Any]]) -> None:
    st.header(literal(asked.view.names.personas[persona_id]))
    assumed = sum(r["status"] != "supported" for r in rows)
    write_html(
        paragraph(f"{assumed} of {words.count(len(rows), 'statement')} {'is' if assumed == 1 else 'are'} no more than assumed.", "scope")
    )
    for pair in (("seeing", "hearing"), ("saying", "thinking_feeling")):
        for column, quadrant in zip(st.columns(2, gap="medium"), pair, strict=True):
            with column, st.container(border=True):
                own = [r for r in rows if r["quadrant"] == quadrant]
                lines = bullet_list(_line(r) for r in own) or paragraph("Nothing is written here.", "aside")
                write_html(Markup("<h3>{}</h3>").format(QUADRANTS[quadrant]) + lines)


def _numbers(row: Mapping[str, Any]) -> str:
    if not row["n"]:
        return ""
    return (
        f"{words.percent(row['estimate'])} of such people would agree (Laplace), and the chance that more than half would is "
        f"{words.percent(row['chance'])}."
    )


def _line(row: Mapping[str, Any]) -> Markup:
    quiet = [count_words(row)]
    if len(row["needs"]):
        quiet.append(f"{words.count(len(row['needs']), 'need relies', 'needs rely')} on it")
    if not words.missing(row["age"]):
        quiet.append(f"{age_words(row['age'])} old")
    if row["outside"]:
        quiet.append(f"{words.count(row['outside'], 'person', 'people')} of other segments spoke of it and do not count")
    marks = Markup("")
    if row["supposed"]:
        marks += tag("supposed truth", "No more than an opinion, and relied on or long untested.")
    if row["stale"]:
        marks += tag("aged", "The interviews are so old that the evidence is shown one level lower.")
    return Markup('{} <span class="grow">{} {}<br><span class="muted">{}</span></span>').format(
        status_chip(row["status"], _numbers(row)), row["statement"], marks, " · ".join(quiet)
    )
