"""What is to be made from the questions of a survey: asked once for all of them, and then confirmed question by question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from cx import words
from cx.frames import row_dicts
from cx.model import Kind
from cx.store import Workspace
from cx.survey import SurveyMapping
from cx.survey.column import NO_RATING, SHOWN, Column
from cx.survey.drafts import WORDS_OF_A_NAME, Draft, drafts, rates_something
from cx.survey.mapping import Item
from cx.survey.new_model import Made, NewModel, of_drafts, with_model
from cx.survey.propose import propose_items, propose_rules
from cx.survey.segment_question import Candidate, candidates
from cx.survey.targets import Targets
from cx.ui.data import upload_state
from cx.ui.data.survey_one_by_one import is_phone
from cx.ui.data.survey_questions import text_of
from cx.ui.shared.markup import literal, write_html

RATES, TOUCHPOINT, NEED, KIND, STAGE = "Rates", "Touchpoint", "Need", "Kind", "Stage"
BY_ANSWER = "One persona for each answer to: "
SAID = "survey_said"
KINDS = [kind.value for kind in Kind]


@dataclass(frozen=True)
class Asked:
    """What is asked once for all questions: names of the personas, the stage and the kind."""

    personas: tuple[str, ...]
    stage: str
    kind: str


def as_made(opened: Workspace, columns: Sequence[Column], known: Targets, key: str) -> tuple[Targets, SurveyMapping, NewModel] | None:
    """The targets with what a person has made of the questions, the mapping that rates it, and what is to be made; None until
    it is said."""
    write_html(Markup("<h3>What shall be made from the questions?</h3>"))
    asked = _once(columns, known, key)
    items = propose_items(columns, known)
    said = _each(columns, {item.column for item in items}, known, asked, key)
    lacking = [what for what, some in (("whose answers these are", asked.personas), ("the stage", all(d.stage for d in said)), ("the kind of need", all(d.kind for d in said))) if not some]  # fmt: skip
    if not said or lacking:
        st.info(f"Say {words.listing(lacking or ['which questions rate something'])}, and the questions can be read.")
        return None
    found = _made(opened, said, asked, columns, _as_said(items, said, key), known)
    for wrong in found.wrong:
        st.error(literal(f"{wrong}. Say one kind, or word the needs apart."))
    if found.wrong:
        return None
    after = with_model(known, found.model)
    return after, SurveyMapping(found.items, tuple(propose_rules(columns, after))), found.model


def keep_answers(items: Sequence[Item], key: str) -> None:
    """Keep what is said of the scales of the questions: it stays when something else is to be made from them."""
    st.session_state.setdefault(SAID, {}).setdefault(key, {})["items"] = {item.column: item for item in items}


def _as_said(proposed: Sequence[Item], said: Sequence[Draft], key: str) -> list[Item]:
    """The questions with their scales as they were last confirmed further down, else as proposed; the same ones until something
    else is to be made, since a grid that starts anew forgets what was typed into it."""
    held = st.session_state.setdefault(SAID, {}).setdefault(key, {})
    if held.get("drafts") != said:
        last: Mapping[str, Item] = held.get("items", {})
        seen = {one.column for one in held.get("drafts", ())}
        fresh = [one for one in proposed if one.column not in seen or not last]
        held["begun"] = [*fresh, *(one for column, one in last.items() if column in seen)]
        held["drafts"] = said
    return list(held["begun"])


def _once(columns: Sequence[Column], known: Targets, key: str) -> Asked:
    """Whose answers these are, at which stage, about which kind of need: asked once for all questions."""
    by_answer = {f"{BY_ANSWER}{one.column.heading}": one for one in candidates(columns, known.personas)}
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        whose = _choice("Whose answers are these?", [*known.personas.values(), *by_answer], "a persona: choose, or type its name", key, 320)
        stage = _choice("Stage of all questions", list(known.stages.values()), "choose, or type its name", key, 240)
        kind = st.selectbox(
            "Kind of all needs",
            KINDS,
            None,
            format_func=str.capitalize,
            key=f"model_kind_{key}",
            placeholder="choose",
            width=200,
            persist_state="session",
            help="Mandatory: must be met everywhere it arises. Gain: a positive outcome, one strong moment can be enough. Pain: an obstacle or risk.",
        )
    chosen = by_answer.get(whose)
    return Asked(_named(chosen) if chosen else (whose,) if whose else (), stage, kind or "")


def _choice(label: str, options: list[str], placeholder: str, key: str, width: int) -> str:
    """One of the names that there are, or a new one."""
    own = f"{label}_{key}"
    typed = st.session_state.get(own)
    said = st.selectbox(
        label,
        [typed, *options] if typed and typed not in options else options,
        None,
        key=own,
        placeholder=placeholder,
        accept_new_options=True,
        width=width,
        persist_state="session",
    )
    return (said or "").strip()


def _named(candidate: Candidate) -> tuple[str, ...]:
    """The personas that the answers of a question name, in the words of their codes where these are known."""
    return tuple(dict.fromkeys(candidate.column.meaning(text) for text in candidate.meant))


def _each(columns: Sequence[Column], rating: set[str], known: Targets, asked: Asked, key: str) -> list[Draft]:
    """The questions that rate something, each with what it rates."""
    st.caption(
        f"The names are the questions' own words. An item of at most {WORDS_OF_A_NAME} words that shares its stem with others is proposed as a touchpoint; "
        "a question without a touchpoint rates the need itself. Word the needs as what people need; untick what rates nothing. What asks how much something matters, or is known by a code alone, is not ticked."
    )
    offered = [one for one in columns if one.heading in rating]
    offered += [one for one in columns if one.heading not in rating and one.question.kind not in NO_RATING and 1 < one.different <= SHOWN]
    rows = [
        {
            "Question": one.column,
            RATES: one.column in rating and rates_something(one),
            TOUCHPOINT: one.touchpoint,
            NEED: one.statement,
            KIND: None,
            STAGE: None,
        }
        for one in drafts(offered)
    ]
    edited = upload_state.grid(
        pd.DataFrame(rows, columns=["Question", RATES, TOUCHPOINT, NEED, KIND, STAGE], dtype="object").astype({RATES: "bool"}),
        f"model_{key}",
        hide_index=True,
        disabled=["Question"],
        height=min(39 + 35 * max(1, len(rows)), 460),
        column_order=[RATES, NEED, TOUCHPOINT, KIND, STAGE, "Question"] if is_phone() else None,
        placeholder="",
        column_config=_columns(list(known.stages.values())),
        alt="What shall be made from each question",
    )
    return [_draft(row, asked) for row in row_dicts(edited) if row[RATES] and text_of(row[NEED])]


def _columns(stages: list[str]) -> dict[str, Any]:
    return {
        "Question": st.column_config.TextColumn(width=300),
        RATES: st.column_config.CheckboxColumn(width=70, help="Whether the question rates something"),
        TOUCHPOINT: st.column_config.TextColumn(width=180, help="Empty: the question rates the need itself"),
        NEED: st.column_config.TextColumn(width=300, help="What people must be able to do, gain, or be spared"),
        KIND: st.column_config.SelectboxColumn(options=KINDS, help="Empty: as said above for all"),
        STAGE: st.column_config.TextColumn(
            help="Empty: as said above for all" + (f". There are: {literal(', '.join(stages[:12]))}" if stages else "")
        ),
    }


def _draft(row: Mapping[str, Any], asked: Asked) -> Draft:
    return Draft(
        text_of(row["Question"]),
        text_of(row[TOUCHPOINT]),
        text_of(row[NEED]),
        text_of(row[KIND]) or asked.kind,
        text_of(row[STAGE]) or asked.stage,
    )


def _made(opened: Workspace, said: Sequence[Draft], asked: Asked, columns: Sequence[Column], items: Sequence[Item], known: Targets) -> Made:
    """What the questions come to; a question whose scale nobody knows yet is asked for it further down."""
    proposed = {item.column: item for item in items}
    own = [proposed.get(one.heading) or Item(one.heading, "", "", "") for one in columns]
    return of_drafts(opened, said, asked.personas, own, known)
