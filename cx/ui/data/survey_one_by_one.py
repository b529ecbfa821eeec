"""The rows of a grid of a survey one at a time, for a screen that is too narrow for it: its questions, its answers that make segments.
What was said in either stands in both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st
from markupsafe import Markup

from cx import words
from cx.ui.data import upload_state
from cx.ui.shared.markup import literal

Row = dict[str, Any]
TYPED = {
    "Words": "The step of the scale that each answer in words means, separated by ;",
    "No answer": "Codes and words that are no score, separated by ;",
}
"""What is typed of a question, and how."""
TOUCH = ("Mobi", "Android")
"""What a browser on a phone calls itself."""


def rows_to_begin_with(rows: list[Row], key: str, what: str = "question") -> tuple[bool, int, list[Row]]:
    """Whether rows are shown one by one, each of which is a `what`, how often that was switched, and the rows as they stand: those
    of the file at first, after a switch those that were said until then."""
    single = st.toggle(
        f"One {what} at a time",
        is_phone(),
        key=f"single_{key}",
        help="For a narrow screen. What you say here stands in the table as well.",
        persist_state="session",
    )
    held = st.session_state.setdefault(upload_state.ROWS, {})
    mode, switched, begun, now = held.get(key, (single, 0, rows, rows))
    if mode != single:
        begun, switched = now, switched + 1
    held[key] = (single, switched, begun, now)
    return single, switched, now if single else begun


def is_phone() -> bool:
    """Whether the browser says that it is one of a phone; how wide it is nobody tells the server."""
    return any(word in str(st.context.headers.get("User-Agent", "")) for word in TOUCH)


def keep(rows: list[Row], key: str) -> None:
    """Keep what is said of the rows, for the other way of showing them."""
    held = st.session_state[upload_state.ROWS]
    held[key] = (*held[key][:3], [{name: None if words.missing(cell) else cell for name, cell in row.items()} for row in rows])


def one_by_one(rows: Sequence[Row], choices: Mapping[str, Sequence[str]], yes: str, key: str) -> list[Row]:
    """One question to look at, with what it rates in boxes below one another; answers all rows.

    `choices` gives the options by column; a column without a choice reads as None. `yes` is the column of the tick.
    """
    if not rows:
        return []
    place = turn(len(rows), key, "question")
    row = dict(rows[place])
    st.markdown(f"**{literal(str(row['Question'] or ''))}**")
    if row["Answers"]:
        st.caption(literal(str(row["Answers"])))
    for column, options in choices.items():
        held = row[column]
        row[column] = st.selectbox(
            column, options, options.index(held) if held in options else None, key=f"{column}_{place}_{key}", placeholder="nothing chosen"
        )
        if column == next(iter(choices)) and row["Evidence"]:
            st.caption(literal(str(row["Evidence"])))
            if not row[column]:
                row[yes] = st.checkbox("Yes, this need is meant", bool(row[yes]), key=f"{yes}_{place}_{key}")
    for column, help_ in TYPED.items():
        row[column] = st.text_input(column, str(row[column] or ""), key=f"{column}_{place}_{key}", help=help_)
    return [*rows[:place], row, *rows[place + 1 :]]


def turn(count: int, key: str, what: str) -> int:
    """The place of the row that is looked at, among so many, with the buttons to the one before and the next."""
    place = min(int(st.session_state.get(f"at_{key}", 0)), count - 1)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.button("Back", key=f"back_{key}", disabled=place == 0, on_click=go, args=(key, place - 1))
        st.button("Next", key=f"next_{key}", type="primary", disabled=place == count - 1, on_click=go, args=(key, place + 1))
        st.caption(f"{words.sentence(what).rstrip('.')} {place + 1} of {words.count(count, what)}")
    return place


def cards(rows: Sequence[Row], single: bool) -> Markup:
    """All questions and what is said of each."""
    return as_cards([(row["Question"], _said(row), row["Answers"]) for row in rows], single, "question")


def as_cards(rows: Sequence[tuple[object, Sequence[object], object]], single: bool, what: str) -> Markup:
    """What each row is about, what is said of it, and a remark, for a screen on which their grid shows little but its first column
    (see the style sheet)."""
    lead = "" if single else Markup('<p class="fact">To change one, switch on “One {} at a time”.</p>').format(what)
    items = Markup("").join(
        Markup("<li><b>{}</b><span>{}</span><small>{}</small></li>").format(
            about or "", " · ".join(str(one) for one in said if one and not words.missing(one)) or "nothing is said of it yet", remark or ""
        )
        for about, said, remark in rows
    )
    return Markup('<div class="narrow-only">{}<ol class="question-cards">{}</ol></div>').format(lead, items)


def _said(row: Row) -> list[str]:
    """What a question rates, where, when, and on which scale."""
    stage = f"at {row['Stage']}" if row["Stage"] else ""
    return [str(part) for part in (row["Need or theme"], row["Touchpoint"], stage, row["Scale"]) if part and not words.missing(part)]


def go(key: str, place: int) -> None:
    """Look at the row at this place."""
    st.session_state[f"at_{key}"] = place
