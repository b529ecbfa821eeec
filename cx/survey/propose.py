"""Proposals for the mapping of a survey: the need that each question rates, and the answers that make a segment.

Certain proposals are made, likely ones are asked with their evidence, and what is not clear stays empty: a question
without touchpoint (or the need itself), stage, need and scale is not used until somebody fills it in.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from cx.model import Scale
from cx.model import scale as scale_of
from cx.survey.asked_about import Asked, needs_asked, without_statement
from cx.survey.codes import code_of
from cx.survey.column import Column
from cx.survey.mapping import ANYTHING, Item, Rule
from cx.survey.named import touchpoints_named
from cx.survey.segment_question import answers_of
from cx.survey.suggestion import Suggestion
from cx.survey.targets import Targets
from cx.uploads.suggest.one_name import folded

ALIKE = 2
"""Number of questions about needs that must share a scale before another one is proposed with it."""
BORROWED = "scale as of the other questions"
MOST_ANSWERS = 60
"""A question that tells segments apart has at most so many different answers."""


def propose_items(columns: Sequence[Column], known: Targets) -> list[Item]:
    """A question for every column that looks like a rating: its need where it states one, its touchpoint where it names one.

    A question that states a need of several personas in the same words rates each of them.
    """
    rating = rating_columns(columns, known)
    named = touchpoints_named([one.heading for one in rating], known.touchpoints)
    asked = asked_of(rating, known)
    items: list[Item] = []
    for column in rating:
        meant = asked.get(column.heading)
        if meant and meant.certain:
            touchpoint = named.get(column.heading) or _touchpoint_beside(column.heading, meant, known)
            items += [_of_need(column, need_id, touchpoint, known) for need_id in meant.need_ids]
        else:
            items.append(_of_touchpoint(column, named.get(column.heading, ""), known))
    return items


def rating_columns(columns: Sequence[Column], known: Targets) -> list[Column]:
    """The columns that look like a rating; among questions about needs that share one scale, also those on which nobody
    went to its ends, with that scale: a need that all find bad has no high answers."""
    asked = asked_of(columns, known)
    shared = {one.suggestion.scale for one in columns if one.heading in asked and one.suggestion.scale is not None}
    alike = sum(one.heading in asked and one.suggestion.scale is not None for one in columns)
    found = scale_of(next(iter(shared)) or "") if len(shared) == 1 and alike >= ALIKE else None
    result = []
    for one in columns:
        if one.suggestion.scale is None and found and one.heading in asked and _within(one, found):
            result.append(replace(one, suggestion=Suggestion(found.word, (), BORROWED)))
        elif one.suggestion.may_rate:
            result.append(one)
    return result


def asked_of(columns: Sequence[Column], known: Targets) -> dict[str, Asked]:
    """The needs of which the headings of these columns speak, with the evidence."""
    return needs_asked([one.heading for one in columns], known.statements)


def taken(item: Item, asked: Asked, known: Targets) -> list[Item]:
    """An item with the need that was only likely, once a person says that it is meant; what the item says already stays."""
    given = item.touchpoint_id
    found = []
    for need_id in asked.need_ids:
        stage = item.stage_id or _stage(need_id, given, item.column, known)
        found.append(replace(item, need_id=need_id, theme="", stage_id=stage, whole=item.whole or not given))
    return found


def propose_rules(columns: Sequence[Column], known: Targets) -> list[Rule]:
    """A rule for each answer that is the name or the id of a segment, from the question most of whose respondents gave one."""
    best: list[Rule] = []
    most = 0
    for column in columns:
        meant = _segments_meant(column, known.segments)
        texts = [text for some in meant.values() for text in some]
        people = sum(column.answers[text] for text in texts)
        if people > most and (len(texts) > 1 or 2 * people >= sum(answers_of(column).values())):
            best, most = [Rule(segment, column.heading, tuple(some)) for segment, some in meant.items()], people
    return best


def fitting_answers(columns: Sequence[Column], rules: Sequence[Rule]) -> dict[str, tuple[dict[str, int], dict[str, int]]]:
    """By question that a rule names: how often the answers stand that some rule takes, and those that none does."""
    by_heading = {one.heading: one for one in columns}
    found = {}
    for heading in dict.fromkeys(rule.column for rule in rules):
        values = {code_of(value) for rule in rules if rule.column == heading for value in rule.values}
        answers = by_heading[heading].answers if heading in by_heading else {}
        fits = {text: n for text, n in answers.items() if ANYTHING in values or code_of(text) in values}
        found[heading] = (fits, {text: n for text, n in answers.items() if text not in fits})
    return found


def _within(column: Column, known: Scale) -> bool:
    """Whether all answers of a column are whole numbers on a scale."""
    answers = list(answers_of(column))
    if not answers or column.different > MOST_ANSWERS:
        return False
    return all(re.fullmatch(r"-?\d{1,3}", text) and known.low <= int(text) <= known.high for text in answers)


def _segments_meant(column: Column, segments: Mapping[str, str]) -> dict[str, list[str]]:
    """The answers that are names or ids of segments, by segment; none where the column holds too much else."""
    if column.different > MOST_ANSWERS or column.suggestion.may_rate:
        return {}  # on a rating, an answer 1 is no segment whose id is 1
    by_name: dict[str, set[str]] = {}
    for segment, name in segments.items():
        for text in (folded(name), folded(segment)):
            by_name.setdefault(text, set()).add(segment)
    found: dict[str, list[str]] = {}
    answers = answers_of(column)
    if 2 * len(answers) > sum(answers.values()):
        return {}  # where hardly anybody answers the same, no groups are told apart
    for text in answers:
        meant: Collection[str] = by_name.get(folded(column.meaning(text)), ()) or by_name.get(folded(text), ())
        if len(meant) == 1:
            found.setdefault(next(iter(meant)), []).append(text)
    return found


def _of_need(column: Column, need_id: str, touchpoint: str, known: Targets) -> Item:
    suggestion = column.suggestion
    stage = _stage(need_id, touchpoint, column.heading, known)
    return Item(
        column.heading,
        touchpoint,
        stage,
        suggestion.scale or "",
        need_id=need_id,
        no_answer=suggestion.no_answer,
        whole=not touchpoint,
        words=suggestion.words,
    )


def _of_touchpoint(column: Column, touchpoint: str, known: Targets) -> Item:
    suggestion = column.suggestion
    links = known.links.get(touchpoint, ())
    stages, needs = {stage for stage, _ in links}, {need for _, need in links}
    return Item(
        column.heading,
        touchpoint,
        next(iter(stages)) if len(stages) == 1 else "",
        suggestion.scale or "",
        need_id=next(iter(needs)) if len(needs) == 1 else "",
        no_answer=suggestion.no_answer,
        words=suggestion.words,
    )


def _touchpoint_beside(heading: str, asked: Asked, known: Targets) -> str:
    """The touchpoint that a question names beside the statement of the need."""
    rest = without_statement(heading, known.statements[asked.need_ids[0]])
    return touchpoints_named([rest], known.touchpoints).get(rest, "") if rest else ""


def _stage(need_id: str, touchpoint: str, heading: str, known: Targets) -> str:
    """The one stage at which the touchpoint serves the need, or the need arises; among several the one that the question names."""
    linked = [stage for stage, need in known.links.get(touchpoint, ()) if need == need_id]
    stages = linked or list(known.arises.get(need_id, ()))
    if len(stages) > 1:
        text = f" {folded(heading)} "
        stages = [stage for stage in stages if f" {folded(known.stages.get(stage, stage))} " in text]
    return stages[0] if len(stages) == 1 else ""
