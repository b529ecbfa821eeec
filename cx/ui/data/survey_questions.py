"""What each question of a survey rates: a grid that begins with proposals, and answers what is complete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from cx import words
from cx.frames import row_dicts
from cx.model import scales
from cx.survey import SurveyMapping
from cx.survey.answer_words import words_of, words_text
from cx.survey.asked_about import CERTAIN, LIKELY, Asked
from cx.survey.column import Column
from cx.survey.mapping import Item
from cx.survey.mapping_assistant import incomplete, is_about, likely_scales
from cx.survey.propose import asked_of, rating_columns, taken
from cx.survey.shifted import shifted_labels
from cx.survey.targets import Targets
from cx.ui.data import upload_state
from cx.ui.data.survey_evidence import evidence, is_open, say_steps, say_what_is_none, say_what_is_open, say_wrong_words
from cx.ui.data.survey_one_by_one import TYPED, cards, keep, one_by_one, rows_to_begin_with
from cx.ui.data.survey_start import stamp
from cx.ui.shared.markup import write_html
from cx.words import percent

NO_RATING = "not a rating"
TO_SAY = "to be said"
"""Stands instead of a scale where the evidence leaves it open."""
MORE_SCALES = ("1-3", "1-6", "1-10", "1-7-reversed", "0-10-reversed")
"""Scales that are met now and then, offered beside the usual ones."""
THEME = "theme: "
WHOLE = "the need itself"
"""Chosen instead of a touchpoint: the question rates the need at the stage as a whole."""
YES = "Yes"
COLUMNS = ["Question", "Need or theme", "Evidence", YES, "Touchpoint", "Stage", "Scale", "Words", "No answer", "Answers"]


def questions(columns: Sequence[Column], known: Targets, start: SurveyMapping, key: str) -> tuple[Item, ...]:
    """The grid of questions; answers the items that are complete."""
    write_html(Markup("<h3>What does each question rate?</h3>"))
    st.caption(
        f"A question that holds at least {percent(CERTAIN)} of the words of a need, and clearly more than of any other need, is taken to rate it. From {percent(LIKELY)} on the "
        "need is named beside the question: tick “Yes” if it is meant. A question that states a need and names no touchpoint rates the need itself."
    )
    about = {f"{THEME}{theme}": theme for theme in known.themes} | {statement: need for need, statement in known.needs.items()}
    rating = rating_columns(columns, known)
    labels = scale_labels([*(item.scale for item in start.items), *(word for column in rating for word in likely_scales(column))])
    asked = asked_of(rating, known)
    own = f"items_{key}_{stamp(start)}"
    single, switched, rows = rows_to_begin_with(_rows([*columns, *rating], known, start, asked, about, labels), own)
    config = _columns(known, list(dict.fromkeys(c.heading for c in columns)), list(about), labels)
    said = one_by_one(rows, _choices(known, list(about), labels), YES, own) if single else _grid(rows, config, f"{own}_{switched}")
    write_html(cards(said, single))
    keep(said, own)
    by_name = [{name: key for key, name in part.items()} for part in (known.touchpoints, known.stages)]
    items: list[Item] = []
    for row in said:
        if text_of(row["Question"]):
            item = _item(row, by_name, about, labels)
            meant = asked.get(item.column) if row[YES] is True and not is_about(item) else None
            items += taken(item, meant, known) if meant else [item]
    say_wrong_words([(text_of(row["Question"]), text_of(row["Words"])) for row in said])
    seen = {c.heading: c for c in [*columns, *rating]}
    say_what_is_open(items, seen, known, asked)
    say_steps(items)
    say_what_is_none(items, seen)
    return tuple(item for item in items if not incomplete(item))


def _grid(rows: list[dict[str, Any]], config: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """All questions in one grid; answers its rows."""
    with st.container(key=f"wide_{key}"):
        edited = upload_state.grid(
            pd.DataFrame(rows, columns=COLUMNS, dtype="object").astype({YES: "bool"}),
            key,
            num_rows="dynamic",
            placeholder="",
            hide_index=True,
            disabled=["Answers", "Evidence"],
            height=min(74 + 35 * max(4, len(rows)), 560),
            column_config=config,
            alt="Which question rates which touchpoint, at which stage, for which need",
        )
    return [{str(name): cell for name, cell in row.items()} for row in row_dicts(edited)]


def _rows(
    columns: Sequence[Column],
    known: Targets,
    start: SurveyMapping,
    asked: Mapping[str, Asked],
    about: Mapping[str, str],
    labels: Mapping[str, str],
) -> list[dict[str, Any]]:
    """The rows with which the grid begins."""
    seen, label = {c.heading: c for c in columns}, {v: k for k, v in about.items()}
    return [
        {
            "Question": item.column,
            "Need or theme": label.get(item.theme or item.need_id),
            "Evidence": evidence(item, asked.get(item.column), seen.get(item.column), known),
            YES: False,
            "Touchpoint": WHOLE if item.whole else known.touchpoints.get(item.touchpoint_id),
            "Stage": known.stages.get(item.stage_id),
            "Scale": labels.get(item.scale) or (TO_SAY if is_open(item, seen.get(item.column)) else NO_RATING),
            "Words": words_text(item.words),
            "No answer": "; ".join(item.no_answer),
            "Answers": _answers(seen.get(item.column)),
        }
        for item in start.items
    ]


def _choices(known: Targets, about: list[str], labels: Mapping[str, str]) -> dict[str, list[str]]:
    """What may be chosen for a question, by column."""
    return {
        "Need or theme": about,
        "Touchpoint": [WHOLE, *known.touchpoints.values()],
        "Stage": list(known.stages.values()),
        "Scale": [*labels.values(), TO_SAY, NO_RATING],
    }


def _columns(known: Targets, headings: list[str], about: list[str], labels: Mapping[str, str]) -> dict[str, Any]:
    return {
        "Question": st.column_config.SelectboxColumn(options=headings, required=True, width=300),
        "Need or theme": st.column_config.SelectboxColumn(options=about, width=160, help="A theme rates that need of every persona"),
        "Evidence": st.column_config.TextColumn(
            width=110, help="How much of a need's statement stands in the question, and in how far the next best statement does"
        ),
        YES: st.column_config.CheckboxColumn(help="Yes, the need that is named under Evidence is meant", width=60, default=False),
        "Touchpoint": st.column_config.SelectboxColumn(
            options=[WHOLE, *known.touchpoints.values()], width=120, help="A question may rate the need itself, and no single touchpoint"
        ),
        "Stage": st.column_config.SelectboxColumn(options=list(known.stages.values()), width=70),
        "Scale": st.column_config.SelectboxColumn(
            options=[*labels.values(), TO_SAY, NO_RATING], required=True, default=NO_RATING, width=130
        ),
        **{name: st.column_config.TextColumn(width=width, help=TYPED[name]) for name, width in (("Words", 200), ("No answer", 90))},
        "Answers": st.column_config.TextColumn(width="medium", help="The most frequent ones"),
    }


def scale_labels(given: Sequence[str | None]) -> dict[str, str]:
    """Answer scales to choose from, by word: the usual ones, those that the questions use, and for signed ones how else they may be meant."""
    usual = {s.word: f"{s.label} ({s.word})" for s in scales([*MORE_SCALES, *given])}
    return usual | shifted_labels(["-2-2", *(word for word in given if word)])


def _item(row: Mapping[str, Any], by_name: Sequence[Mapping[str, str]], about: Mapping[str, str], labels: Mapping[str, str]) -> Item:
    target = text_of(row["Need or theme"])
    meant = about.get(target, "")
    return Item(
        text_of(row["Question"]),
        by_name[0].get(text_of(row["Touchpoint"]), ""),
        by_name[1].get(text_of(row["Stage"]), ""),
        next((word for word, label in labels.items() if label == text_of(row["Scale"])), ""),
        theme=meant if target.startswith(THEME) else "",
        need_id="" if target.startswith(THEME) else meant,
        no_answer=list_of(row["No answer"]),
        whole=text_of(row["Touchpoint"]) == WHOLE,
        words=words_of(text_of(row["Words"]))[0],
    )


def _answers(column: Column | None) -> str:
    if column is None:
        return ""
    return " · ".join(f"{column.worded(answer)} ({times:,})" for answer, times in list(column.answers.items())[:8])


def text_of(cell: Any) -> str:
    """The text of a cell of a grid."""
    return "" if words.missing(cell) else str(cell).strip()


def list_of(cell: Any) -> tuple[str, ...]:
    """The parts of a cell that holds a list."""
    return tuple(part.strip() for part in text_of(cell).split(";") if part.strip())
