"""What freezing a round keeps, and what its hash is of: a part of the method page."""

from __future__ import annotations

import streamlit as st

from cx.ui.shared.components import in_bold, table
from cx.ui.shared.markup import write_html

FREEZING: tuple[tuple[str, str], ...] = (
    (
        "Frozen",
        "All tables and all parameters are kept as they stand, with the version of the method. Every page, report and command reads the round "
        "from there; age counts to the day of freezing. It cannot be undone.",
    ),
    (
        "Frozen elsewhere",
        "A round whose day of freezing came from a file takes no more ratings, but is read with today’s needs, links and parameters, until it is frozen here.",
    ),
    (
        "Hash of a round",
        "SHA-256 of what its numbers rest on: every column but prose, table by table. The same rows give the same hash in another workspace. "
        "A second hash of each table covers its prose as well.",
    ),
    (
        "Whoever withdraws",
        "Of interviews only segment and method are kept, of findings only that somebody of a segment spoke to a need. Words of people that stand "
        "elsewhere are erased from a frozen round as well, which says when; its numbers and its hash stay, unless an id was erased.",
    ),
    (
        "What goes on",
        "Decisions, causes, plans and what interviews say are always those of today, also beside a frozen round.",
    ),
    (
        "Carried over",
        "A rating of an earlier round, copied into a later one by an act of its own: it keeps its date, so it grows old, and its note names the round.",
    ),
)


def frozen_rounds() -> None:
    """How a round ends, and what of it stays."""
    st.header("Frozen rounds")
    write_html(table(("Term", "Meaning"), in_bold(FREEZING), "How a round ends, and what of it stays"))
