"""Questions that share a stem are one battery: they have one scale, told by what is said of any of them, or by the answers to all of
them together. Orders, sums and boxes are no ratings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from cx.model import scale as scale_of
from cx.sql import relation
from cx.survey.answer_words import ANY_TEXT
from cx.survey.battery_directions import borne_out
from cx.survey.column import Column
from cx.survey.responses import Responses
from cx.survey.scale import Answers, doubted, never_rates, suggest_scale
from cx.survey.stems import stem_text, together
from cx.survey.suggestion import Suggestion

NEARLY_ALL = 0.95
"""Share of the rows in which answers are an order, or add up to one total, so that they are no ratings."""
FEWEST_ROWS = 10
"""Rows from which that is no accident."""
FEWEST_BESIDE, MOST_BESIDE = 3, 12
"""Questions without a stem that may be an order or a sum together: nobody puts more into an order."""


def in_batteries(columns: Mapping[int, Column], responses: Responses) -> list[Column]:
    """The columns (by their place in the file) with the scale and the direction of their batteries."""
    found = dict(columns)
    batteries = [places for places in together(columns) if len(places) > 1]
    beside = _beside_one_another(columns, {place for places in batteries for place in places})
    steps_into_table(responses, found, [*batteries, *beside])
    no_ratings = _no_ratings(responses)
    for number, places in enumerate(beside, start=len(batteries)):
        if reason := no_ratings.get(number):
            found |= {place: replace(found[place], suggestion=Suggestion(None, (), reason)) for place in places}
    for number, places in enumerate(batteries):
        members = [found[place] for place in places]
        reason = no_ratings.get(number, "")
        settled = [replace(one, suggestion=Suggestion(None, (), reason)) for one in members] if reason else _one_scale(members)
        found.update(zip(places, settled, strict=True))
    rating = [places for number, places in enumerate(batteries) if number not in no_ratings]
    if beside or any(_values(found[place]) != _values(columns[place]) for places in rating for place in places):
        steps_into_table(responses, found, rating)
    found |= borne_out(responses, found, rating)
    stemmed = {place for places in batteries for place in places}
    return [column if place in stemmed else _beside(found, place) for place, column in found.items()]


def _beside_one_another(columns: Mapping[int, Column], stemmed: Collection[int]) -> list[list[int]]:
    """Questions without a stem that stand side by side and may be ratings, those of one scale and all of them: they may be places
    in an order, or parts of a sum."""
    own = {place: one.suggestion for place, one in columns.items() if place not in stemmed}
    rating = [place for place, one in own.items() if one.may_rate and not one.words]
    runs = [*_runs(rating, lambda place: own[place].likeliest), *_runs(rating, lambda _: "")]
    return [list(run) for run in dict.fromkeys(map(tuple, runs)) if FEWEST_BESIDE <= len(run) <= MOST_BESIDE]


def _runs(places: Sequence[int], kind: Callable[[int], str]) -> list[list[int]]:
    """Places that follow one another and are of one kind."""
    found: list[list[int]] = []
    for place in places:
        if found and place - found[-1][-1] == 1 and kind(place) == kind(found[-1][-1]):
            found[-1].append(place)
        else:
            found.append([place])
    return found


def _beside(columns: Mapping[int, Column], place: int) -> Column:
    """The question at a place; where its scale is open, that of the questions right beside it is the likeliest one."""
    column, own = columns[place], columns[place].suggestion
    near = [columns[other].suggestion for other in (place - 1, place + 1) if other in columns]
    words = {one.scale for one in near if one.scale and not one.words}
    known = scale_of(next(iter(words))) if len(words) == 1 else None
    numbers = Answers.of(column.answers).numbers
    if (
        own.scale
        or not own.perhaps
        or own.words
        or own.perhaps in words
        or known is None
        or not all(known.low <= n <= known.high for n in numbers)
    ):
        return column
    return replace(
        column,
        suggestion=replace(own, perhaps=known.word, reason=f"{own.reason.rstrip('.')}; {known.word} as the question beside it, perhaps."),
    )


def steps_into_table(responses: Responses, columns: Mapping[int, Column], batteries: Sequence[Sequence[int]]) -> None:
    """Make `battery_step`: what each row answered to the questions of each battery, as numbers."""
    cursor = responses.cursor
    cursor.execute("CREATE OR REPLACE TEMP TABLE battery_step (battery INTEGER, item INTEGER, row_ BIGINT, step DOUBLE)")
    for number, places in enumerate(batteries):
        for place in places:
            steps = _values(columns[place])
            if steps:
                cursor.execute(
                    f"""INSERT INTO battery_step SELECT ?, ?, r.row_, s.step FROM response r
                    JOIN (SELECT unnest(?) AS text, unnest(?::DOUBLE[]) AS step) s ON s.text = trim(r.c{place})""",
                    [number, place, list(steps), list(steps.values())],
                )


def _values(column: Column) -> dict[str, float]:
    """The number that each answer of a column stands for; none where it is mostly something else."""
    words = dict(column.suggestion.words)
    found: dict[str, float] = {}
    for text in column.answers:
        if text in column.suggestion.no_answer or text in column.question.missing:
            continue
        if text in words:
            found[text] = words[text]
        elif re.fullmatch(r"-?\d{1,3}([.,]\d+)?", text):
            found[text] = float(text.replace(",", "."))
    given = sum(times for text, times in column.answers.items() if text)
    return found if 2 * sum(column.answers[text] for text in found) > given else {}


def _no_ratings(responses: Responses) -> dict[int, str]:
    """Why batteries rate nothing: their answers are places in an order, or add up to one total in nearly every row."""
    found: dict[int, str] = {}
    for battery, total, answered, same, several, ordered, alike in responses.cursor.execute(relation("survey_battery")).fetchall():
        # Where most people answer the same, the answers add up to the same, too.
        if several < FEWEST_ROWS or 2 * alike > answered:
            continue
        if ordered >= NEARLY_ALL * several:
            found[battery] = (
                f"Nobody gave two of these questions the same number ({ordered:,} of {several:,} rows): places in an order, no ratings."
            )
        elif same >= NEARLY_ALL * answered:
            found[battery] = f"These questions add up to {total:g} in {same:,} of {answered:,} rows: parts of a sum, no ratings."
    return found


def _one_scale(members: Sequence[Column]) -> list[Column]:
    """The questions of a battery with the scale that some of them say, else with the one that all answers together suggest."""
    rating = [one for one in members if one.suggestion.may_rate]
    if not rating:
        return _short(members)
    if all(one.suggestion.likeliest == "yes-no" and not one.suggestion.words and not one.suggestion.is_said for one in rating):
        reason = "These questions share a stem: perhaps boxes of which each was ticked or not"
        return [replace(one, suggestion=one.suggestion.opened(reason)) if one in rating else one for one in members]
    said = {one.suggestion.scale for one in rating if one.suggestion.is_said and one.suggestion.scale}
    if len(said) > 1:
        return list(members)
    whole = suggest_scale(_pooled(members), stem_text(members[0]))
    word = next(iter(said), None) or whole.likeliest
    known = scale_of(word.removesuffix("-shifted"))
    if known is None:
        return list(members)
    reason = (
        "The code book or a heading says it of a question of this battery." if said else f"All questions of this battery: {whole.reason}"
    )
    of_all = replace(whole, scale=word if said else whole.scale, perhaps="" if said else whole.perhaps, reason=reason)
    return [one if one.suggestion.is_said else replace(one, suggestion=_as_all(one, of_all, known.low, known.high)) for one in members]


def _as_all(column: Column, of_all: Suggestion, low: float, high: float) -> Suggestion:
    """What the battery suggests, for one of its questions; the question stays as it is where its answers are others."""
    own = column.suggestion
    if ANY_TEXT in own.no_answer and own.perhaps in (of_all.scale, of_all.perhaps):
        return own  # what its texts are is asked of this question alone
    answers = Answers.of(column.answers)
    fits = all(low <= n <= high for n in answers.numbers if f"{n:g}" not in of_all.no_answer)
    words = tuple((text, step) for text, step in of_all.words if text in column.answers)
    heading = column.question.label or column.heading
    if not own.may_rate and (never_rates(heading) or not (fits and answers.numbers and not answers.texts)):
        return own
    if own.scale == of_all.scale and own.scale and own.words == words:
        return own
    steps = {text for text, _ in words}
    codes = tuple(text for text in column.answers if text not in steps and (text in of_all.no_answer or text in own.no_answer))
    turned = own.likeliest.endswith("-reversed") and bool(scale_of(f"{of_all.likeliest}-reversed"))
    scale, perhaps = (f"{word}-reversed" if word and turned else word for word in (of_all.scale or "", of_all.perhaps))
    if scale and not fits:
        return replace(own, scale=None, perhaps=scale).with_words(words or own.words)
    found = replace(of_all, scale=scale or None, perhaps=perhaps, no_answer=codes, words=words or own.words)
    return doubted(found, heading, [text for text, _ in words])


def _short(members: Sequence[Column]) -> list[Column]:
    """Questions of a scale of three steps: alone, their numbers are codes like any others."""
    seen = {frozenset(Answers.of(one.answers).numbers) for one in members}
    texts = any(Answers.of(one.answers).texts for one in members)
    if seen != {frozenset((1.0, 2.0, 3.0))} or texts:
        return list(members)
    return [
        replace(one, suggestion=Suggestion(None, (), "1 to 3 in all questions of this battery; to be said.", perhaps="1-3"))
        for one in members
    ]


def _pooled(members: Sequence[Column]) -> Counter[str]:
    """How often each answer stands in any question of a battery, without what is declared no answer."""
    pooled: Counter[str] = Counter()
    for one in members:
        pooled.update({text: times for text, times in one.answers.items() if text not in one.question.missing})
    return pooled
