"""How a what-if is projected, in words."""

from __future__ import annotations

import streamlit as st

from cx.appearance import PROJECTED
from cx.ui.shared.components import in_bold, table
from cx.ui.shared.markup import write_html

TERMS: tuple[tuple[str, str], ...] = (
    (
        "set to",
        "The rating of a touchpoint for a need at a stage becomes this value, if it is not better already. Of several the highest counts, and it comes first.",
    ),
    (
        "close fraction",
        "So much of what is then missing to 1 is closed. Two that close 50 % and 30 % leave 50 % × 70 % of it: they never add up beyond the whole. For a pain the same, from its place between −1 and 1 towards 1.",
    ),
    (
        "Range",
        f"From each effect only as far as its confidence goes (the fraction × the confidence, the step × the confidence) to its whole: “{PROJECTED} 72–76%”. A confidence that nobody gave counts as 0 at the lower end.",
    ),
    (
        "Not rated yet",
        "Only “set to” says something of a touchpoint that nobody has rated: at least so much. The rest stays unknown, between its bounds.",
    ),
    (
        "Switched on",
        "A planned touchpoint becomes live with all its links, by itself or through an improvement. What is removed stays out, whatever switches it on.",
    ),
    (
        "Judged as a whole",
        "A direct rating of a need at a stage does not move with its touchpoints: nobody knows what a part does to it. Such places are listed.",
    ),
    ("Target moved", "Never below the adequate level of the need: there it stops."),
    (
        "What it is worth",
        "A projection is an opinion until it is measured. It counts as an assumption, and no state, list or report takes it for a rating.",
    ),
)
"""Terms of the scenarios page (method 7.1)."""


def scenarios() -> None:
    """What effects do, where the range comes from, and what cannot be told."""
    st.header("What a scenario projects")
    write_html(table(("Term", "Meaning"), in_bold(TERMS), "Then every rule above is applied to the changed ratings, as to any others"))
