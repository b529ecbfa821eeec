"""The mapping of a survey, remembered for the next one with the same headings, or the same codes where a code book says what the
columns ask: the heading of a column is its question with the book, and its code without."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from cx.lexicon.plain import plain
from cx.store import Workspace
from cx.store.memory import Remembered, recall, remember
from cx.survey.column import Column
from cx.survey.file import SurveyRows
from cx.survey.mapping import Item, Rule, SurveyMapping, hint
from cx.uploads.recognise.recognise import fingerprint

KIND = "survey"


def remembered_mapping(workspace: Workspace, survey: SurveyRows) -> tuple[SurveyMapping | None, str, tuple[str, ...]]:
    """The mapping used for this layout before, whose file it was, and the columns it needs that are not here.

    A mapping with a missing column must not be applied; None if no such survey was read before.
    """
    found = recall(workspace, KIND, fingerprint(survey.columns), survey.columns)
    if found is None or found.missing:
        codes = _codes(survey)
        by_code = recall(workspace, KIND, fingerprint(codes), codes) if codes != survey.columns else None
        if by_code and (found is None or len(by_code.missing) < len(found.missing)):
            return _of_codes(by_code, survey)
    if found is None:
        return None, "", ()
    mapping = _mapping(found)
    return mapping, found.file, tuple(c for c in found.missing if c in _columns(mapping))


def remembered_rules(workspace: Workspace) -> dict[str, tuple[Rule, ...]]:
    """By which answers each segment is known, as the latest survey that has it was read; with the questions in place of their codes, where
    a code book said them."""
    found: dict[str, tuple[Rule, ...]] = {}
    for (text,) in workspace.rows("SELECT reading FROM reading_memory WHERE kind = ? ORDER BY remembered_at DESC", [KIND]):
        reading = json.loads(text)
        rules: dict[str, list[Rule]] = {}
        for one in reading["rules"]:
            question = reading.get("asked", {}).get(one["column"], one["column"])
            rules.setdefault(one["segment_id"], []).append(Rule(one["segment_id"], question, tuple(one["values"])))
        found = {segment: tuple(own) for segment, own in rules.items()} | found
    return found


def contradicted(mapping: SurveyMapping, columns: Sequence[Column]) -> list[tuple[str, str, str]]:
    """Questions of a mapping whose scale is another one than a heading or the code book says: heading, scale, and what is said."""
    said = {one.heading: one.suggestion.scale for one in columns if one.suggestion.is_said and one.suggestion.scale}
    return [(item.column, item.scale, said[item.column]) for item in mapping.items if said.get(item.column, item.scale) != item.scale]


def fitting(mapping: SurveyMapping, header: Sequence[str], missing: Sequence[str]) -> tuple[SurveyMapping, list[str]]:
    """The part of a mapping that a survey without some of its columns can use, and those columns with the nearest heading.

    If one rule of a segment cannot be applied, all are dropped: the others alone would match more people.
    """
    segments = {rule.segment_id for rule in mapping.rules if rule.column in missing}
    kept = SurveyMapping(
        tuple(one for one in mapping.items if one.column not in missing),
        tuple(one for one in mapping.rules if one.segment_id not in segments),
        mapping.items_file,
        mapping.rules_file,
    )
    near = {column: hint(column, header) for column in missing}
    return kept, [f"{column} ({said[0].lower()}{said[1:].rstrip('.')})" if said else column for column, said in near.items()]


def remember_mapping(workspace: Workspace, survey: SurveyRows, mapping: SurveyMapping, who: str) -> None:
    """Keep the mapping for the next survey with these headings, and with the codes of these columns."""
    remember(workspace, KIND, fingerprint(survey.columns), survey.name, survey.columns, _reading(mapping), who)
    codes = _codes(survey)
    if codes != survey.columns and len(set(codes)) == len(codes):
        code_of = dict(zip(survey.columns, codes, strict=True))
        asked = {code: heading for heading, code in code_of.items() if code != heading}
        reading = _reading(_renamed(mapping, code_of)) | {"asked": asked}
        remember(workspace, KIND, fingerprint(codes), survey.name, codes, reading, who)


def _of_codes(found: Remembered, survey: SurveyRows) -> tuple[SurveyMapping | None, str, tuple[str, ...]]:
    """The mapping of a layout with these codes, in the headings of this survey; codes such as Q1 stand in many surveys, so a
    column that asked something else then is missing, and where all did, nothing is remembered."""
    mapping = _mapping(found)
    heading_of = dict(zip(_codes(survey), survey.columns, strict=True))
    asked = {code: text for code, text in found.reading.get("asked", {}).items() if heading_of.get(code, code) != code}
    others = {code for code in _columns(mapping) & asked.keys() if plain(asked[code]) != plain(heading_of[code])}
    if others and others == _columns(mapping) & asked.keys():
        return None, "", ()
    missing = {code for code in _columns(mapping) if code in others or code not in heading_of}
    here = {code: heading for code, heading in heading_of.items() if code not in missing}
    return _renamed(mapping, here), found.file, tuple(sorted(missing))


def _codes(survey: SurveyRows) -> tuple[str, ...]:
    """The columns as the file names them; as they are headed where no code book says more."""
    book = survey.code_book
    return tuple((book.of(heading).code if book else "") or heading for heading in survey.columns)


def _columns(mapping: SurveyMapping) -> set[str]:
    return {item.column for item in mapping.items} | {rule.column for rule in mapping.rules}


def _renamed(mapping: SurveyMapping, names: Mapping[str, str]) -> SurveyMapping:
    """The mapping with other names of its columns; those without another one stay."""
    items = tuple(replace(one, column=names.get(one.column, one.column)) for one in mapping.items)
    return replace(mapping, items=items, rules=tuple(replace(one, column=names.get(one.column, one.column)) for one in mapping.rules))


def _reading(mapping: SurveyMapping) -> dict[str, Any]:
    return {"items": [asdict(one) for one in mapping.items], "rules": [asdict(one) for one in mapping.rules]}


def _mapping(found: Remembered) -> SurveyMapping:
    return SurveyMapping(
        tuple(_item(one) for one in found.reading["items"]),
        tuple(Rule(**{**one, "values": tuple(one["values"])}) for one in found.reading["rules"]),
    )


def _item(kept: dict[str, Any]) -> Item:
    """An item as it was kept; one that was kept before there were words has none."""
    return Item(**{**kept, "no_answer": tuple(kept["no_answer"]), "words": tuple((text, step) for text, step in kept.get("words", ()))})
