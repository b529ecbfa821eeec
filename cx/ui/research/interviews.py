"""The interviews, and what each of them said, to read and to edit."""

from __future__ import annotations

from typing import Any

import streamlit as st

from cx import words
from cx.frames import row_dicts
from cx.tables import SYNTHETIC
from cx.ui.research.add_interview import add_interview
from cx.ui.research.asked import Asked
from cx.ui.research.edit import edit_findings, edit_interviews
from cx.ui.research.withdraw import withdraw_participant
from cx.ui.shared.components import paragraph
from cx.ui.shared.keyhole import is_locked
from cx.ui.shared.markup import write_html
from cx.ui.shared.scope_bar import keep_in_url, write_to_url


def interviews(asked: Asked) -> None:
    """Add and change interviews; below, the findings of one."""
    rows = asked.interviews
    if rows.empty:
        write_html(
            paragraph(
                "No interview is recorded in this view. Write one a row: its segment, the day, and a pseudonym such as P07. Names, addresses and "
                "numbers of people do not belong here; what looks like one is pointed out before it is stored."
            )
        )
    if not is_locked("Changing interviews"):
        add_interview(asked)
        edit_interviews(asked)
        withdraw_participant(asked)
    ((made_up,),) = asked.view.workspace.rows("SELECT count(*)::BIGINT FROM interviews WHERE method = ?", [SYNTHETIC])
    if made_up:
        told = words.count(made_up, "interview with a synthetic respondent is", "interviews with synthetic respondents are")
        write_html(paragraph(f"{told} kept and count nowhere: nobody was asked."))
    if len(rows):
        _said(asked)


def chosen_interview(asked: Asked) -> str:
    """The interview that is looked at: the one in the address, else the latest."""
    options = {r["interview_id"]: interview_label(r) for r in row_dicts(asked.interviews)}
    keep_in_url("interview", list(options), next(iter(options)))
    chosen = st.selectbox("Interview", list(options), format_func=lambda i: options.get(i, i), key="interview", width=420)
    write_to_url("interview", chosen, next(iter(options)))
    return chosen or next(iter(options))


def interview_label(row: dict[str, Any]) -> str:
    """An interview in a list: pseudonym, segment, day, findings."""
    who = row["interview_id"] if words.missing(row["participant"]) else row["participant"]
    day = "" if words.missing(row["held_on"]) else f"{row['held_on']:%Y-%m-%d}"
    return " · ".join(part for part in (str(who), str(row["segment"]), day, words.count(row["findings"], "finding")) if part)


def _said(asked: Asked) -> None:
    st.header("What one of them said")
    interview_id = chosen_interview(asked)
    if not is_locked("Changing findings"):
        edit_findings(asked, interview_id)
