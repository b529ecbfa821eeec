"""Segments made from a survey: everybody is one persona, or each answer of a question is a segment of one."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from cx import words
from cx.frames import row_dicts
from cx.survey.column import Column
from cx.survey.new_segments import Answer, Segmentation, everybody, of_answers, weighed_by_nobody
from cx.survey.segment_question import Candidate, answers_of, candidates
from cx.survey.targets import Targets
from cx.ui.data import upload_state
from cx.ui.data.survey_one_by_one import Row, as_cards, keep, rows_to_begin_with, turn
from cx.ui.data.survey_questions import text_of
from cx.ui.shared.markup import literal, write_html

EVERYBODY, BY_QUESTION = "Everybody who answered is one persona", "The answers to a question tell the segments"
NAME = "Name of the segment; two answers with one name make one segment"
PERSONA = "Without one, these respondents are counted and left out"
SIZE = "A known size weighs the personas against each other. Empty = not known: where no segment has a size, all personas count alike."


def made_here(columns: Sequence[Column], known: Targets, key: str) -> Segmentation:
    """The segments to be made and their rules, as a person says; nothing while that is not said."""
    offered = candidates(columns, known.personas)
    named = offered and any(one.persona_id for one in offered[0].meant.values())
    begin_with = 1 if offered and offered[0].proposed and (named or len(known.personas) > 1) else 0
    how = st.radio(
        "How to make them", [EVERYBODY, BY_QUESTION][: 2 if offered else 1], begin_with, key=f"segments_how_{key}", persist_state="session"
    )
    if how == EVERYBODY:
        return _everybody(columns, known, key)
    chosen = st.selectbox(
        "Question", offered, format_func=lambda one: one.column.heading, key=f"segments_of_{key}", width=420, persist_state="session"
    )
    st.caption(literal(f"{words.sentence(chosen.reason)}"))
    return _of_question(chosen, known, key)


def _everybody(columns: Sequence[Column], known: Targets, key: str) -> Segmentation:
    personas = list(known.personas)
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        chosen = st.selectbox(
            "Persona",
            personas,
            0 if len(personas) == 1 else None,
            lambda p: known.personas[p],
            key=f"everybody_{key}",
            placeholder="choose",
            width=300,
            persist_state="session",
        )
    if chosen is None:
        st.caption("Choose the persona whose needs these people judge; all of them become one segment, “All respondents”.")
        return Segmentation()
    st.caption(f"All respondents become one segment, “All respondents”, of {literal(known.personas[chosen])}.")
    return everybody(_any_column(columns), chosen, known.segments)


def _any_column(columns: Sequence[Column]) -> str:
    """A column whose heading stands once, so that a rule can name it; its answers do not matter."""
    headings = [column.heading for column in columns]
    return next((column for column in headings if column.strip() and headings.count(column) == 1), headings[0])


def _of_question(chosen: Candidate, known: Targets, key: str) -> Segmentation:
    counts = answers_of(chosen.column)
    rows = [
        {
            "Answer": text,
            "Respondents": times,
            "Segment": chosen.column.meaning(text),
            "Persona": known.personas.get(chosen.meant[text].persona_id),
            "People": None,
        }
        for text, times in counts.items()
    ]
    personas = list(known.personas.values())
    own = f"segments_{key}_{chosen.column.heading}_{zlib.crc32(repr(rows).encode())}"  # other rows are begun anew
    single, switched, rows = rows_to_begin_with(rows, own, "answer")
    said = _one_by_one(rows, personas, own) if single else _grid(rows, personas, chosen.column.heading, f"{own}_{switched}")
    told = [(r["Answer"], (r["Segment"], r["Persona"] or "no persona yet"), words.count(int(r["Respondents"]), "respondent")) for r in said]
    write_html(as_cards(told, single, "answer"))
    keep(said, own)
    ids = {name: id_ for id_, name in known.personas.items()}
    answers = [
        Answer(
            r["Answer"],
            int(r["Respondents"]),
            text_of(r["Segment"]),
            ids.get(text_of(r["Persona"]), ""),
            0.0 if words.missing(r["People"]) else float(r["People"]),
        )
        for r in said
    ]
    segmentation = of_answers(chosen.column.heading, answers, known.segments)
    _say(chosen, answers, segmentation, known)
    return segmentation


def _grid(rows: list[Row], personas: list[str], heading: str, key: str) -> list[Row]:
    """All answers in one grid; answers its rows."""
    with st.container(key=f"wide_{key}"):
        edited = upload_state.grid(
            pd.DataFrame(rows).astype({"Segment": "object", "Persona": "object", "People": "Float64"}),
            key,
            hide_index=True,
            disabled=["Answer", "Respondents"],
            height=min(74 + 35 * len(rows), 420),
            placeholder="",
            column_config={
                "Segment": st.column_config.TextColumn(help=NAME),
                "Persona": st.column_config.SelectboxColumn(options=personas, help=PERSONA),
                "People": st.column_config.NumberColumn(min_value=0, help=SIZE),
            },
            alt=f"Which segment, of which persona, each answer to {heading} makes",
        )
    return [{str(name): cell for name, cell in row.items()} for row in row_dicts(edited)]


def _one_by_one(rows: Sequence[Row], personas: list[str], key: str) -> list[Row]:
    """One answer to look at, with the segment that it makes in boxes below one another; answers all rows."""
    place = turn(len(rows), key, "answer")
    row = dict(rows[place])
    st.markdown(f"**{literal(str(row['Answer']))}** · {words.count(int(row['Respondents']), 'respondent')}")
    row["Segment"] = st.text_input("Segment", text_of(row["Segment"]), key=f"name_{place}_{key}", help=NAME)
    held = personas.index(row["Persona"]) if row["Persona"] in personas else None
    row["Persona"] = st.selectbox("Persona", personas, held, key=f"persona_{place}_{key}", help=PERSONA, placeholder="nothing chosen")
    people = None if words.missing(row["People"]) else float(row["People"])
    row["People"] = st.number_input("People", 0.0, None, people, 1.0, "%.0f", key=f"people_{place}_{key}", help=SIZE)
    return [*rows[:place], row, *rows[place + 1 :]]


def _say(chosen: Candidate, answers: Sequence[Answer], segmentation: Segmentation, known: Targets) -> None:
    """What is proposed on which evidence, what is still to say, and what is left out."""
    near = [
        f"“{chosen.column.meaning(text)}” as {known.personas[meaning.persona_id]}"
        for text, meaning in chosen.meant.items()
        if meaning.persona_id and not meaning.sure
    ]
    if near:
        st.caption(literal(f"Proposed because the names are much alike; confirm or change: {words.listing(near, 4)}."))
    open_ones = [
        f"{chosen.column.worded(meaning.text)} ({meaning.times:,})" for meaning in answers if not meaning.persona_id or not meaning.segment
    ]
    if open_ones:
        st.caption(literal(f"Still without a persona, so counted and left out: {words.listing(open_ones, 6)}."))
    if nothing := weighed_by_nobody(segmentation, list(known.personas)):
        st.warning(
            literal(
                f"Sizes are given for some personas only: {words.listing([known.personas[p] for p in nothing], 4)} would count for nothing in the ranking. Give them people too, or none."
            )
        )
    for wrong in segmentation.wrong:
        st.error(literal(f"{wrong}. Give them two names, or one persona."))
