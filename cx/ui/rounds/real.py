"""Real or noise: each cell tested, the smallest change that could have been seen, and what is not tested and why (method 8.4)."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis.named import named
from cx.analysis.rounds.compare import Comparison
from cx.analysis.rounds.sentences import (
    NO_MORE,
    NO_PAIRS,
    REAL,
    changed_cells,
    difference_words,
    in_points,
    q_words,
    tested_cells,
    untested_words,
    visible_words,
)
from cx.analysis.rounds.vocabulary import UNTESTED, VERDICTS
from cx.frames import of_persona, row_dicts
from cx.ui.rounds.asked import Asked
from cx.ui.shared.components import bullet_list, in_bold, paragraph, table, tag
from cx.ui.shared.download import csv, download
from cx.ui.shared.links import cell_address
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.scope_bar import View

SHOWN = 40
"""Rows that a page shows; the file has all."""
HEADER = ("What it says", "Need and stage", "Before → now", "Difference (95%)", "q", "Could have been seen")
"""Of a table of tests; what it takes to see the smallest change that is worth acting on comes last."""
COUNTED = {"no evidence of change": "without evidence of change"}
"""Verdicts that read otherwise after a number."""
CHOSEN = {
    "acted": "decided to fix or improved",
    "worst": "lowest fifth before, nothing decided",
}


def real_or_noise(asked: Asked, found: Comparison) -> None:
    """The tested cells, then what was not tested, then the guard against regression to the mean."""
    view = asked.both
    tested = tested_cells(found, view.persona_id)
    write_html(Markup("<h2>What of it is real</h2>") + paragraph(NO_MORE, "scope"))
    if tested.empty:
        write_html(paragraph("No cell could be tested: none rests on the same sample, asked alike, in both rounds."))
    else:
        write_html(paragraph(_counted(tested)))
        told = changed_cells(found, view.persona_id)
        rest = tested.drop(told.index)
        _tests(asked, told, "Changed, then possibly changed; the surest first")
        _folded(asked, rest, f"{words.count(len(rest), 'cell')} without evidence of change, and what could have been seen")
    every = of_persona(found.samples, view.persona_id)
    if len(every):
        download("Every comparison (CSV)", lambda: csv(named(_plain(every), view.names)), "rounds-tested.csv", "text/csv")
    _not_tested(asked, found)
    _regression(found)
    with st.expander("The words"):
        write_html(table(("Word", "When"), in_bold(VERDICTS.items()), "The words") + paragraph(NO_PAIRS))


def _counted(tested: pd.DataFrame) -> str:
    counted = tested["verdict"].value_counts()
    said = words.listing([f"{counted[word]} {COUNTED.get(word, word)}" for word in VERDICTS if word in counted], 5)
    return (
        f"{words.count(len(tested), 'cell')} tested: {said}. Shares of people by Newcombe's interval, means by Welch's; q corrects p for so many tests "
        "(Benjamini and Hochberg)."
    )


def _tests(asked: Asked, rows: pd.DataFrame, caption: str) -> None:
    view = asked.both
    if len(rows) and asked.found is not None:
        worth = words.percent(asked.found.after.parameters["smallest_change"]).removesuffix("%")
        write_html(table((*HEADER, f"n to see {worth} points"), [_row(view, row) for row in row_dicts(rows.head(SHOWN))], caption))
    if len(rows) > SHOWN:
        write_html(paragraph(f"And {len(rows) - SHOWN} more; the file has all.", "aside"))


def _folded(asked: Asked, rows: pd.DataFrame, called: str) -> None:
    if len(rows):
        with st.expander(literal(called)):
            _tests(asked, rows, called)


def _row(view: View, row: dict[str, Any]) -> tuple[str, ...]:
    """One comparison; `touchpoint_id` is the one that decides."""
    need = view.names.needs.get(row["need_id"], row["need_id"])
    where = [
        view.names.personas.get(row["persona_id"], ""),
        view.names.stages.get(row["stage_id"], row["stage_id"]),
        _touchpoint(view, row),
    ]
    few = tag("too few answers", "One of the samples is too small for a statement.") if row["few"] and row["method"] != "panel" else ""
    return (
        Markup("{} {}").format(tag(row["verdict"], VERDICTS[row["verdict"]]), few),
        Markup('<a href="{}">{}</a><br><span class="muted">{}</span>').format(
            cell_address(row), need, " · ".join(words.isolated(t) for t in where if t)
        ),
        Markup('<span class="num">{} → {}</span><br><span class="muted">n {:,} → {:,}</span>').format(
            words.percent(row["value_before"]), words.percent(row["value"]), int(row["n_before"]), int(row["n"])
        ),
        difference_words(row),
        "" if words.missing(row["q"]) else Markup('<span class="num">{}</span>').format(q_words(row["q"])),
        Markup('<span class="muted">{}</span>').format(visible_words(row)),
        "" if words.missing(row["planned_n"]) else Markup('<span class="num">{:,.0f} a round</span>').format(row["planned_n"]),
    )


def _touchpoint(view: View, row: dict[str, Any]) -> str:
    return (
        ""
        if words.missing(row["touchpoint_id"])
        else words.WHOLE
        if not row["touchpoint_id"]
        else view.names.touchpoints.get(row["touchpoint_id"], "")
    )


def _not_tested(asked: Asked, found: Comparison) -> None:
    """What is left out of the tests, and the touchpoints behind cells that cannot be tested as one."""
    view = asked.both
    lines = [f"{words.count(number, 'cell')}: {text}" for text, number in untested_words(found, view.persona_id)]
    if lines:
        write_html(Markup("<h3>Not tested</h3>") + bullet_list(lines))
    rows = of_persona(found.samples, view.persona_id)
    others = rows[(rows["level"] == "cell") & (rows["reason"] == "other touchpoint")].merge(
        found.cells[["need_id", "stage_id", "touchpoints_before", "touchpoints", "direct_before", "direct"]], on=["need_id", "stage_id"]
    )
    if len(others):
        told = [(_place(view, row), _deciders(view, row, "_before"), _deciders(view, row, "")) for row in row_dicts(others.head(SHOWN))]
        write_html(table(("Need and stage", *asked.called), told, "Which touchpoint decides; each is tested by itself below"))
        if len(others) > SHOWN:
            write_html(paragraph(f"And {len(others) - SHOWN} more; the file has all.", "aside"))
    links = rows[(rows["level"] == "link") & (rows["verdict"] != "")].sort_values(["q", "need_id"], na_position="last", kind="stable")
    called = f"{words.count(len(links), 'touchpoint')} behind cells that cannot be tested as one; q is over these alone"
    real = int(links["verdict"].isin(REAL).sum())
    _folded(asked, links, called + (f"; {real} changed for real" if real else ""))


def _place(view: View, row: dict[str, Any]) -> Markup:
    stage, who = view.names.stages.get(row["stage_id"], row["stage_id"]), view.names.personas.get(row["persona_id"], "")
    return Markup('<a href="{}">{}</a><br><span class="muted">{} · {}</span>').format(
        cell_address(row), view.names.needs.get(row["need_id"], row["need_id"]), words.isolated(who), words.isolated(stage)
    )


def _deciders(view: View, row: dict[str, Any], side: str) -> str:
    if row[f"direct{side}"]:
        return words.WHOLE
    return words.listing([words.isolated(view.names.touchpoints.get(t, t)) for t in str(row[f"touchpoints{side}"]).split("\x1f") if t])


def _regression(found: Comparison) -> None:
    """Whether what was chosen moved more than what was left alone; over all personas, since few are chosen in one."""
    rows = row_dicts(found.touched)
    if not rows:
        return
    told = [
        (
            CHOSEN[row["chosen"]],
            f"{row['compared']:.0f} of {row['cells']:.0f}",
            *(in_points(row[name]) if row["compared"] else "" for name in ("change", "untouched_change", "net")),
        )
        for row in rows
    ]
    write_html(
        Markup("<h3>Chosen cells beside untouched ones</h3>")
        + paragraph(
            "What is picked for being low tends to rise when it is measured again. So cells that were chosen stand beside untouched ones of the same "
            "kind that began alike, within 10 points; where people were asked, from their shrunken baseline. Of all personas.",
            "scope",
        )
        + table(
            ("Chosen because", "Cells with a counterpart", "They moved", "Untouched moved", "Beyond that"),
            told,
            "Mean changes of fulfilment",
        )
    )


def _plain(rows: pd.DataFrame) -> pd.DataFrame:
    """A table to download, without what only orders it and with reasons in words."""
    return rows.drop(columns=["kind_position", "position"]).assign(reason=[UNTESTED.get(str(reason), "") for reason in rows["reason"]])
