"""Who said what: themes by segment, market, language or persona, in people."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from cx import words
from cx.charts.theme_matrix import theme_figure
from cx.frames import row_dicts
from cx.ui.research.agreement import agreement
from cx.ui.research.asked import Asked, meaning, scope_of
from cx.ui.research.change_themes import change_themes, drift
from cx.ui.research.codebook import codebook
from cx.ui.shared.components import paragraph
from cx.ui.shared.figure import figure
from cx.ui.shared.markup import write_html
from cx.ui.shared.scope_bar import keep_in_url, write_to_url

SPLITS = {"segment": "Segments", "persona": "Personas", "market": "Markets", "language": "Languages"}
SHOWN = 30
"""Themes that are drawn, those of most people first; the file and the table have all."""
COLUMNS = {
    "label": "Theme", "part_label": "Who", "asked": "People asked", "said": "said it", "supports": "support", "contradicts": "contradict",
    "mentions": "only mention it", "meaning": "The theme means",
}  # fmt: skip


def themes(asked: Asked) -> None:
    """The matrix of themes, which counts people and never mentions; and the themes themselves, to change."""
    if asked.research.themes.empty:
        write_html(
            paragraph(
                "No finding is noted yet. A finding is what one person said about one theme; with the first ones this part shows, theme by "
                "theme, how many of the people asked said it. Comb an interview, or bring coded interviews as a file."
            )
        )
        codebook(asked)
        return
    _matrix(asked)
    codebook(asked)
    agreement(asked)
    drift(asked)
    change_themes(asked)


def _matrix(asked: Asked) -> None:
    split, rows = _split(), asked.research.themes
    named = _named(asked, split)
    rows = rows[rows["split"] == split]
    if asked.view.persona_id and split == "segment":
        rows = rows[rows["part"].isin(asked.segments["segment_id"])]
        rows = rows[rows["theme"].isin(rows.loc[rows["said"] > 0, "theme"])]
    if rows.empty:
        write_html(paragraph("Nobody of this persona’s segments has been heard yet."))
        return
    means = {r["theme"]: meaning(r) for r in row_dicts(asked.research.codebook)}
    rows = rows.assign(label=rows["theme"], part_label=[named.get(part, part) for part in rows["part"]], meaning=rows["theme"].map(means))
    rows = rows.assign(heard=rows["asked"] > 0).sort_values("heard", ascending=False, kind="stable")  # where somebody was asked comes first
    title = _title(rows, split)
    write_html(
        paragraph(title, "lead")
        + paragraph("Each person counts once, however often they say it; + supports, − contradicts, and who says both is in both.")
    )
    if uncombed := int(rows.drop_duplicates("part")["uncombed"].sum()):
        write_html(
            paragraph(
                f"{words.count(uncombed, 'interview has', 'interviews have')} no finding yet and {'counts' if uncombed == 1 else 'count'} as asked all the same."
            )
        )
    first = list(dict.fromkeys(rows.sort_values("people", ascending=False, kind="stable")["label"]))[:SHOWN]
    drawn = theme_figure(rows[rows["label"].isin(first)], title, scope_of(asked), f"themes-by-{split}")
    figure(drawn, "themes", COLUMNS)
    more = rows["label"].nunique() - len(first)
    if more > 0:
        st.caption(f"The {SHOWN} themes of most people; {int(more)} more.")


def _split() -> str:
    keep_in_url("by", list(SPLITS), "segment")
    chosen = st.segmented_control("Side by side", list(SPLITS), format_func=lambda s: SPLITS[s], key="by", required=True)
    write_to_url("by", chosen, "segment")
    return chosen or "segment"


def _named(asked: Asked, split: str) -> Mapping[str, str]:
    known = asked.view.names
    if split == "market":
        return {"": "No market"}
    if split == "language":
        return {"": "Not noted"}
    return known.segments if split == "segment" else known.personas


def _title(rows: pd.DataFrame, split: str) -> str:
    total = rows.groupby("theme", sort=False).agg(supports=("supports", "sum"), contradicts=("contradicts", "sum"), said=("said", "sum"))
    disputed = int(((total["supports"] > 0) & (total["contradicts"] > 0)).sum())
    silent = int((rows.drop_duplicates("part")["asked"] == 0).sum())
    parts = [words.count(len(total), "theme"), f"{words.count(disputed, 'is', 'are')} disputed"]
    if silent:
        one = SPLITS[split].lower().removesuffix("s")
        parts.append(f"nobody was asked in {words.count(silent, one)}")
    return words.sentence("; ".join(parts))
