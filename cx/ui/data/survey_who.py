"""Who answered a survey: rules for the segments of the workspace, or segments that are made from the answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st
from markupsafe import Markup

from cx import words
from cx.frames import row_dicts
from cx.survey import SurveyMapping
from cx.survey.column import SHOWN, Column
from cx.survey.mapping import ANYTHING, Rule
from cx.survey.new_segments import NewSegment
from cx.survey.propose import fitting_answers
from cx.survey.targets import Targets
from cx.ui.data import survey_segments, upload_state
from cx.ui.data.survey_first import template_of_segments
from cx.ui.data.survey_questions import list_of, text_of
from cx.ui.data.survey_start import stamp
from cx.ui.shared.markup import literal, write_html


@dataclass(frozen=True)
class Who:
    """The rules that assign respondents, and the segments that are to be made for them."""

    rules: tuple[Rule, ...] = ()
    segments: tuple[NewSegment, ...] = ()


def who_answered(columns: Sequence[Column], known: Targets, start: SurveyMapping, key: str, *, lead_on: bool = True) -> Who:
    """The segments of the respondents as a person says: by rules, or as they are to be made; with `lead_on` it is said why, and
    what may be brought instead."""
    if known.segments:
        write_html(Markup("<h3>Which answers make a segment?</h3>"))
        return Who(_rules(columns, known, start, key))
    write_html(Markup("<h3>Who answered?</h3>"))
    if lead_on:
        st.warning(
            "This workspace has no segments. Answers belong to a segment, and a segment belongs to a persona: only so is it known whose needs an answer judges. "
            "Make the segments here, from the survey; or bring a list of segments first, and drop the survey again."
        )
        template_of_segments(key)
    made = survey_segments.made_here(columns, known, key)
    return Who(made.rules, made.segments)


def _rules(columns: Sequence[Column], known: Targets, start: SurveyMapping, key: str) -> tuple[Rule, ...]:
    """The grid of segments; answers the rules that are complete."""
    st.caption(
        "A respondent belongs to a segment if all its rows match. Somebody who belongs to none, or to several, is counted and left out. "
        + literal(f"{ANYTHING} stands for any answer: everybody belongs to that segment.")
    )
    rows = [
        {"Segment": known.segments.get(r.segment_id), "Question": r.column, "One of these answers": "; ".join(r.values)}
        for r in start.rules
    ]
    edited = upload_state.grid(
        pd.DataFrame(rows, columns=["Segment", "Question", "One of these answers"], dtype="object"),
        f"rules_{key}_{stamp(start)}",
        num_rows="dynamic",
        placeholder="",
        hide_index=True,
        column_config={
            "Segment": st.column_config.SelectboxColumn(options=list(known.segments.values()), required=True, width="medium"),
            "Question": st.column_config.SelectboxColumn(options=[c.heading for c in columns], required=True, width="medium"),
            "One of these answers": st.column_config.TextColumn(width="large", help="As they stand in the file, separated by ;"),
        },
        alt="Which answers make a segment",
    )
    ids = {name: key for key, name in known.segments.items()}
    rules = [
        Rule(ids.get(text_of(r["Segment"]), ""), text_of(r["Question"]), list_of(r["One of these answers"])) for r in row_dicts(edited)
    ]
    complete = tuple(r for r in rules if r.segment_id and r.column and r.values)
    _say_who_fits(columns, complete)
    return complete


def _say_who_fits(columns: Sequence[Column], rules: Sequence[Rule]) -> None:
    """Which answers the rules take and which they leave, with how often each stands."""
    unlisted = {one.heading: one.different - SHOWN for one in columns if one.different > SHOWN}
    for heading, (fits, left) in fitting_answers(columns, rules).items():
        taken = (
            f"{heading}: {words.count(sum(fits.values()), 'answer fits', 'answers fit')} a rule ({_counted(fits)})"
            if fits
            else f"{heading}: no answer fits a rule"
        )
        rest = f"; {sum(left.values()):,} fit none ({_counted(left)})" if left else "; every answer fits one"
        if heading in unlisted:
            rest = f"{rest}, of the {SHOWN} most frequent; {unlisted[heading]:,} more are not looked at here"
        st.caption(literal(f"{taken}{rest}."))


def _counted(answers: Mapping[str, int]) -> str:
    return words.listing([f"{text[:40] or '(empty)'} {times:,}" for text, times in answers.items()], 8)
