"""What the Data page does with the files that people bring: a part of the method page."""

from __future__ import annotations

import streamlit as st

from cx.ui.shared.components import in_bold, table
from cx.ui.shared.markup import write_html

FILES: tuple[tuple[str, str], ...] = (
    (
        "What is it?",
        "Asked where the headings do not tell what the rows are, with what speaks for and against each guess. One answer is: nothing of ours.",
    ),
    (
        "Exports of survey platforms",
        "Known by their marks. Their rows of headings are no respondents; previews, unfinished and doubled responses are counted and asked about.",
    ),
    (
        "Statistics files",
        "SPSS and Stata: a case is a response; questions, words of codes, codes that are no answer and the weight come from the file.",
    ),
    ("Answers in words", "Each word is a step of a scale, shown word by word. A word that is not known is asked about."),
    (
        "Batteries",
        "Questions that stand together with like answers have one scale and one direction. A question that runs against the others is asked about.",
    ),
    (
        "Who somebody is",
        "Names, addresses, numbers to call and exact places are not read from answers and not kept with refused rows.",
    ),
    (
        "Persona documents",
        "Markdown, YAML, JSON, Word, slides: goals, needs, gains, pains and quotes by their headings. Of jobs and goals you say the kind.",
    ),
    (
        "Coded interviews",
        "A document becomes an interview, a code its theme. You say whose they are, and whether quotations are kept.",
    ),
    (
        "Improvements by name",
        "Touchpoints, needs, stages and other improvements are those that stand or come in the same upload; a name that fits none is told with the nearest one. "
        "“To 80%” is a rating that is reached, “closes 50%” a share of what is missing to 1. “+20 points” is kept as the rating that is reached from the latest round; "
        "of a bare “80%” you say what it is. A row without a need or a stage holds for all links of its touchpoint that fit, which is said.",
    ),
    (
        "Rounds side by side",
        "“Score 2023” beside “Score 2024”, “Before” beside “After”: each column becomes the ratings of its round, with the first day of the round to confirm.",
    ),
    ("Hidden rows and columns", "What a workbook does not show is named: you say whether it is read."),
    ("Yes and no in a grid", "You say once whether it means served (a link) or how well (a rating)."),
)
"""What a file may hold, and what is done with it."""


def files() -> None:
    """What is done with files that people bring."""
    st.header("Files")
    caption = "What is certain is done, what is likely is asked with its evidence, what is unknown is said"
    write_html(table(("What", "How it is read"), in_bold(FILES), caption))
