"""What moved: states from round to round, as a matrix and as a list, before any average (method 8.2)."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis.named import named
from cx.analysis.rounds.compare import Comparison
from cx.analysis.rounds.sentences import differs_words
from cx.analysis.rounds.vocabulary import CLASSES
from cx.changes.differences import headlines
from cx.frames import of_persona, row_dicts
from cx.model import STATE_MEANING
from cx.ui.rounds.asked import Asked
from cx.ui.shared.components import bullet_list, chip, paragraph, table, tag
from cx.ui.shared.download import csv, download
from cx.ui.shared.markup import write_html
from cx.ui.shared.need_rows import change_line

LISTED = 12
NOT_THERE = "not there"


def transitions(asked: Asked, found: Comparison) -> None:
    """Personas, then needs, then cells."""
    view = asked.both
    needs, cells = of_persona(found.needs, view.persona_id), of_persona(found.cells, view.persona_id)
    write_html(
        Markup("<h2>What moved</h2>") + paragraph("States as they were observed; how much of it is more than noise comes next.", "scope")
    )
    write_html(_personas(asked, found))
    for place, (called, rows) in zip(st.columns(2, gap="large"), (("need", needs), ("cell", cells)), strict=True):
        with place:
            _moved(asked, found, called, rows)
    download("Needs of both rounds (CSV)", lambda: csv(named(_plain(needs), view.names)), "rounds-needs.csv", "text/csv")
    download("Cells of both rounds (CSV)", lambda: csv(named(_plain(cells), view.names)), "rounds-cells.csv", "text/csv")
    _weights(needs)


def _moved(asked: Asked, found: Comparison, called: str, rows: pd.DataFrame) -> None:
    moved = rows[rows["transition"] != "unchanged"]
    before, now = (words.isolated(name) for name in asked.called)
    write_html(
        Markup("<h3>{}</h3>").format(
            f"{called.capitalize()}s: {words.count(len(moved), 'is not', 'are not') if len(moved) else 'all are'} as before"
        )
        + _classes(rows)
        + _matrix(rows, f"{called.capitalize()}s by their state: before, in {before}; now, in {now}")
        + bullet_list(_line(found, row) for row in row_dicts(moved.head(LISTED)))
    )
    if len(moved) > LISTED:
        write_html(paragraph(f"And {len(moved) - LISTED} more; the file has all.", "aside"))


def _personas(asked: Asked, found: Comparison) -> Markup:
    rows = of_persona(headlines(found.before.personas, found.after.personas), asked.view.persona_id)
    told = [(row["name"], row["headline_before"] or NOT_THERE, row["headline"] or NOT_THERE) for row in row_dicts(rows)]
    return table(("Persona", *asked.called), told, "Personas: mandatory needs met everywhere")


def _classes(rows: pd.DataFrame) -> Markup:
    counted = rows["transition"].value_counts()
    said = [Markup("{} {}").format(tag(name, meaning), str(counted[name])) for name, meaning in CLASSES.items() if name in counted]
    return Markup('<p class="fact">{}</p>').format(Markup(" &nbsp; ").join(said)) if said else Markup("")


def _line(found: Comparison, row: dict[str, object]) -> Markup:
    line = change_line(found, row)
    differs = str(row["differs"])
    return Markup('{} <span class="muted">Definition changed: {}.</span>').format(line, differs_words(differs)) if differs else line


def _matrix(rows: pd.DataFrame, caption: str) -> Markup:
    """How many were in which state before (down) and now (across)."""
    counted = Counter(zip(rows["state_before"].fillna(""), rows["state"].fillna(""), strict=True))
    was, now = ([s for s in (*STATE_MEANING, "") if any(pair[side] == s for pair in counted)] for side in (0, 1))
    head = ("Before ↓ Now →", *(_state(state) for state in now))
    body = [
        (_state(old), *(Markup('<span class="num">{}</span>').format(counted[old, new]) if counted[old, new] else "" for new in now))
        for old in was
    ]
    return table(head, body, caption)


def _state(state: str) -> Markup:
    return chip(state) if state else Markup('<span class="muted">{}</span>').format(NOT_THERE)


def _weights(needs: pd.DataFrame) -> None:
    """Importance decides no state, and so is told apart."""
    other = int(needs["weighs_otherwise"].sum())
    if other:
        said = f"The importance of {words.count(other, 'need')} is another one. That moves an index and no state; the parts of the change say how much."
        write_html(paragraph(said))


def _plain(rows: pd.DataFrame) -> pd.DataFrame:
    """A table to download, without what only orders it and with what differs in words."""
    plain = rows.drop(columns=["kind_position", "position", "touchpoints_before", "touchpoints"], errors="ignore")
    return plain.assign(differs=[differs_words(text) for text in rows["differs"]])
