"""The mapping of a survey, remembered for the next one with the same headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from cx.store import Workspace
from cx.store.memory import recall, remember
from cx.survey.file import SurveyRows
from cx.survey.mapping import Item, Rule, SurveyMapping, hint
from cx.uploads.recognise.recognise import fingerprint

KIND = "survey"


def remembered_mapping(workspace: Workspace, survey: SurveyRows) -> tuple[SurveyMapping | None, str, tuple[str, ...]]:
    """The mapping used for this layout before, whose file it was, and the columns it needs that are not here.

    A mapping with a missing column must not be applied; None if no such survey was read before.
    """
    found = recall(workspace, KIND, fingerprint(survey.columns), survey.columns)
    if found is None:
        return None, "", ()
    mapping = SurveyMapping(
        tuple(_item(one) for one in found.reading["items"]),
        tuple(Rule(**{**one, "values": tuple(one["values"])}) for one in found.reading["rules"]),
    )
    used = {item.column for item in mapping.items} | {rule.column for rule in mapping.rules}
    return mapping, found.file, tuple(c for c in found.missing if c in used)


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


def _item(kept: dict[str, Any]) -> Item:
    """An item as it was kept; one that was kept before there were words has none."""
    return Item(**{**kept, "no_answer": tuple(kept["no_answer"]), "words": tuple((text, step) for text, step in kept.get("words", ()))})


def remember_mapping(workspace: Workspace, survey: SurveyRows, mapping: SurveyMapping, who: str) -> None:
    """Keep the mapping for the next survey with these headings."""
    reading: dict[str, Any] = {"items": [asdict(one) for one in mapping.items], "rules": [asdict(one) for one in mapping.rules]}
    remember(workspace, KIND, fingerprint(survey.columns), survey.name, survey.columns, reading, who)
