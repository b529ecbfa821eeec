"""What stands beside the questions of a survey: the evidence for what is proposed, and what a person still has to say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from cx import words
from cx.survey.answer_words import Words, contradiction, words_of, words_text
from cx.survey.asked_about import Asked
from cx.survey.column import Column
from cx.survey.mapping import Item
from cx.survey.mapping_assistant import incomplete, is_about, read_as_none, says_something
from cx.survey.named import perhaps
from cx.survey.propose import BORROWED
from cx.survey.targets import Targets
from cx.ui.shared.markup import literal


def is_open(item: Item, column: Column | None) -> bool:
    """Whether a question is perhaps a rating, and nobody has said on which scale."""
    return bool(column and column.suggestion.perhaps and not item.scale)


def evidence(item: Item, asked: Asked | None, column: Column | None, known: Targets) -> str:
    """Why a need is proposed, or which one may be meant; that the scale is that of the other questions, or why it is open."""
    open_scale = f"Scale: {column.suggestion.reason}" if column and is_open(item, column) else ""
    if asked is None or item.theme or (item.need_id and item.need_id not in asked.need_ids):
        return open_scale
    text = asked.evidence if item.need_id else f"Perhaps “{known.statements[asked.need_ids[0]]}”: {asked.evidence}"
    if open_scale:
        return f"{text}. {open_scale}"
    return f"{text}; {BORROWED}" if column and column.suggestion.reason == BORROWED else text


def say_what_is_open(items: Sequence[Item], columns: Mapping[str, Column], known: Targets, asked: Mapping[str, Asked]) -> None:
    """How many questions are used, and what the others still need."""
    _perhaps(items, known)
    used = [item for item in items if not incomplete(item)]
    begun: dict[str, list[str]] = {}
    for item in items:
        lacks = incomplete(item)
        if lacks and item.scale and says_something(item):
            begun.setdefault(words.listing(lacks), []).append(f"“{item.column}”")
    likely = [
        f"“{item.column}”: {evidence(item, asked[item.column], None, known)}"
        for item in items
        if item.column in asked and not is_about(item)
    ]
    _scales_to_say(items, columns)
    st.caption(
        f"{len(used)} of {words.count(len(items), 'question')} used; one without touchpoint, stage, need and scale is left out."
        + (
            f" {words.count(len(likely), 'question is', 'questions are')} perhaps about a need; tick Yes if it is: {literal(words.listing(likely, 4))}."
            if likely
            else ""
        )
        + "".join(f" Still to say for {literal(words.listing(columns, 6))}: {lacking}." for lacking, columns in begun.items())
    )


def _scales_to_say(items: Sequence[Item], columns: Mapping[str, Column]) -> None:
    """Questions that look like ratings whose scale the evidence leaves open, by reason; they are not used before somebody says it."""
    by_reason: dict[str, list[str]] = {}
    for item in items:
        column = columns.get(item.column)
        if column and is_open(item, column):
            by_reason.setdefault(column.suggestion.reason, []).append(f"“{item.column}”")
    if by_reason:
        told = [f"{words.listing(list(dict.fromkeys(headings)), 4)}: {reason}" for reason, headings in by_reason.items()]
        more = f" And {len(told) - 4} more reasons." if len(told) > 4 else ""
        st.info(literal(f"Say the scale of these questions, or they are not used. {' '.join(told[:4])}{more}"))


def say_steps(items: Sequence[Item]) -> None:
    """Which step each answer in words is, once for the questions that share them: a cell of the grid shows the first ones only."""
    by_words: dict[tuple[str, Words], int] = {}
    for item in items:
        if item.words and item.scale:
            by_words[item.scale, item.words] = by_words.get((item.scale, item.words), 0) + 1
    for (scale, steps), n in list(by_words.items())[:3]:
        st.caption(literal(f"{words.count(n, 'question')} on {scale}: {words_text(steps).replace('=', ' = ')}."))


def say_what_is_none(items: Sequence[Item], columns: Mapping[str, Column]) -> None:
    """Which answers to the questions that are used are read as no answer, by code."""
    if none := read_as_none([item for item in items if item.scale], columns):
        st.caption(literal(f"Read as no answer, as blank cells are: {words.listing(none, 8)}."))


def say_wrong_words(said: Sequence[tuple[str, str]]) -> None:
    """Lists of words, by question, that cannot be read to their end, or say two things of one answer."""
    for question, text in said:
        found, rest = words_of(text)
        if wrong := rest or contradiction(found):
            told = f"“{question}”: the words cannot be read at “{wrong}”. Write each answer once, as in Very dissatisfied=1; Neutral=3."
            st.warning(literal(told))


def _perhaps(items: Sequence[Item], known: Targets) -> None:
    """Questions whose heading has a word in common with a touchpoint, and is not its name: a person says what they rate."""
    asked = perhaps([item.column for item in items if item.scale and not item.touchpoint_id and not item.whole], known.touchpoints, {})
    if asked:
        told = [f"“{heading}” may be {' or '.join(known.touchpoints[key] for key in near[:3])}" for heading, near in asked.items()]
        st.caption(literal(f"To be said: {'; '.join(told[:6])}{'; …' if len(told) > 6 else ''}."))
