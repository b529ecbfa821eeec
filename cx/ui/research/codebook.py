"""What the themes mean: a definition and an example of each, so that everybody notes the same under one name."""

from __future__ import annotations

from typing import Any

import streamlit as st

from cx import words
from cx.changes.load import user
from cx.changes.themes import define
from cx.frames import row_dicts
from cx.tables import LONGEST_NAME
from cx.ui.research.asked import Asked
from cx.ui.shared.components import paragraph, table
from cx.ui.shared.keyhole import is_locked
from cx.ui.shared.markup import write_html
from cx.ui.shared.names_nobody import names_nobody
from cx.ui.shared.written import consequences, version

LONGEST_MEANING = 2_000


def codebook(asked: Asked) -> None:
    """The themes with their meaning, and the place where it is written."""
    rows = row_dicts(asked.research.codebook)
    defined = [r for r in rows if r["definition"] or r["example"]]
    st.header("What the themes mean")
    if defined:
        told = [(r["theme"], r["definition"], r["example"], words.count(r["people"], "person", "people")) for r in defined]
        open_ones = len(rows) - len(defined)
        rest = f"; {words.count(open_ones, 'theme has', 'themes have')} none yet" if open_ones else ""
        write_html(table(("Theme", "Definition", "Example", "Heard from"), told, f"Definitions and examples{rest}"))
    else:
        write_html(
            paragraph(
                "No theme has a definition yet. Two people note the same under one name only where it is written down what belongs to it, "
                "what does not, and what a line of it reads like; combing shows it beside the theme."
            )
        )
    if not is_locked("Defining themes"):
        _define(asked, {r["theme"]: r for r in rows})


def _define(asked: Asked, known: dict[str, dict[str, Any]]) -> None:
    """Choose a theme, or name one that nobody has used yet, and write down what it means."""
    at = version()
    theme = st.selectbox(
        "Define a theme",
        list(known),
        index=None,
        key=f"define_{at}",
        placeholder="Choose a theme, or type a new one",
        accept_new_options=True,
        width=420,
    )
    theme = (theme or "").strip()[:LONGEST_NAME]
    if not theme:
        return
    stood = known.get(theme, {"definition": "", "example": ""})
    definition = st.text_area(
        "Definition: what belongs to it, and what does not",
        stood["definition"],
        key=f"definition_{at}_{theme}",
        max_chars=LONGEST_MEANING,
        height=90,
    )
    example = st.text_input(
        "Example: a line that belongs to it, in your own words",
        stood["example"],
        key=f"example_{at}_{theme}",
        max_chars=LONGEST_MEANING,
        help="No quotation: what a participant said goes with the participant, and an example would stay.",
    )
    definition, example = definition.strip(), example.strip()
    if (definition, example) == (stood["definition"], stood["example"]):
        return
    consequences(
        asked.view.workspace,
        ("define", theme, definition, example),
        lambda cursor: define(cursor, theme, definition, example, user()),
        "Theme",
        may_apply=names_nobody([(theme, False), (definition, False), (example, False)]),
        key="apply_definition",
    )
