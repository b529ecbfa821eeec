"""What the workspace lacks before a survey can be read: it is made from the questions, or brought first, with empty files to fill in."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from cx.exports.templates import excel_template
from cx.survey.targets import Targets
from cx.ui.shared.components import table as html_table
from cx.ui.shared.download import download
from cx.ui.shared.markup import write_html

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STEPS = (
    (
        "Personas, their needs, and the stages at which these arise",
        "A rating judges a need of somebody at a stage. One sheet holds all three, and the touchpoints, if you know them.",
    ),
    (
        "Segments, if you know them",
        "Answers belong to segments, and segments belong to personas. Without them they can be made here, from the answers of a question or as one segment of everybody.",
    ),
    ("This survey", "Drop it again then: its questions are read against your needs."),
)


def lacking(known: Targets) -> list[str]:
    """What a survey needs and the workspace does not have, in words; segments can be made from the survey itself."""
    held = (("personas", known.personas), ("needs", known.needs), ("stages at which the needs arise", known.arises))
    return [what for what, some in held if not some]


def say_what_is_missing(missing: list[str], key: str) -> None:
    """What is missing and why, and what may be brought first instead of being made here, in its order."""
    there = "is empty" if len(missing) == 3 else f"has no {' and no '.join(missing)} yet"
    st.warning(
        f"The answers of a survey become ratings of needs, by segment. This workspace {there}: make what is missing here, from the questions; it is written together with the ratings."
    )
    with st.expander("Or bring your own first"):
        rows = [(str(number), Markup("<b>{}</b>").format(what), why) for number, (what, why) in enumerate(STEPS, start=1)]
        write_html(html_table(("", "Bring", "Why"), rows, "In this order, then drop the survey again"))
        with st.container(horizontal=True, gap="small"):
            template("sheet", "Template: personas, needs, stages (Excel)", key)
            template_of_segments(f"first_{key}")


def template_of_segments(key: str) -> None:
    """The template of segments, with the one that says to which persona each belongs."""
    template("segments", "Template: segments and their personas (Excel)", key, "segments", "persona_segments")


def template(name: str, label: str, key: str, *tables: str) -> None:
    """A button that gives an empty file to fill in."""
    download(label, lambda: excel_template(*(tables or (name,))), f"{name}.xlsx", EXCEL, key=f"template_{name}_{key}")
