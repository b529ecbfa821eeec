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
from cx.ui.data.survey_one_by_one import Row, as_cards, go, keep, rows_to_begin_with, turn
from cx.ui.data.survey_questions import list_of, text_of
from cx.ui.data.survey_start import stamp
from cx.ui.shared.markup import literal, write_html

RULE = ("Segment", "Question", "One of these answers")
AS_THEY_STAND = "As they stand in the file, separated by ;"


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
    own = f"rules_{key}_{stamp(start)}"
    segments, headings = list(known.segments.values()), [c.heading for c in columns]
    single, switched, rows = rows_to_begin_with(rows, own, "segment")
    said = _one_by_one(rows, segments, headings, own) if single else _grid(rows, segments, headings, f"{own}_{switched}")
    told = [(text_of(r["Segment"]), (text_of(r["Question"]), text_of(r["One of these answers"])), "") for r in said]
    write_html(as_cards(told, single, "segment"))
    keep(said, own)
    ids = {name: key for key, name in known.segments.items()}
    rules = [Rule(ids.get(text_of(r["Segment"]), ""), text_of(r["Question"]), list_of(r["One of these answers"])) for r in said]
    complete = tuple(r for r in rules if r.segment_id and r.column and r.values)
    _say_who_fits(columns, complete)
    return complete


def _grid(rows: list[Row], segments: list[str], headings: list[str], key: str) -> list[Row]:
    """All rules in one grid; answers its rows."""
    with st.container(key=f"wide_{key}"):
        edited = upload_state.grid(
            pd.DataFrame(rows, columns=list(RULE), dtype="object"),
            key,
            num_rows="dynamic",
            placeholder="",
            hide_index=True,
            column_config={
                "Segment": st.column_config.SelectboxColumn(options=segments, required=True, width="medium"),
                "Question": st.column_config.SelectboxColumn(options=headings, required=True, width="medium"),
                "One of these answers": st.column_config.TextColumn(width="large", help=AS_THEY_STAND),
            },
            alt="Which answers make a segment",
        )
    return [{str(name): cell for name, cell in row.items()} for row in row_dicts(edited)]


def _one_by_one(rows: list[Row], segments: list[str], headings: list[str], key: str) -> list[Row]:
    """One rule to look at, in boxes below one another, and a button for a further one; answers all rows."""
    if st.button("Add a segment", key=f"add_{key}"):
        rows = [*rows, dict.fromkeys(RULE)]
        go(key, len(rows) - 1)
    if not rows:
        return []
    place = turn(len(rows), key, "segment")
    row = dict(rows[place])
    for column, options in (("Segment", segments), ("Question", headings)):
        held = options.index(row[column]) if row[column] in options else None
        row[column] = st.selectbox(column, options, held, key=f"{column}_{place}_{key}", placeholder="nothing chosen")
    named = "One of these answers"
    row[named] = st.text_input(named, text_of(row[named]), key=f"{named}_{place}_{key}", help=AS_THEY_STAND)
    return [*rows[:place], row, *rows[place + 1 :]]


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
