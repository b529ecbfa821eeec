"""New segments of a survey: from the answers of one of its questions, or one for all respondents."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from cx.lexicon.ids import not_taken, slug
from cx.survey.mapping import ANYTHING, Rule
from cx.uploads.suggest.one_name import folded

EVERYBODY = "All respondents"
"""The name of the one segment of a survey without a segment question."""


@dataclass(frozen=True, order=True)
class NewSegment:
    """A segment to be made together with the ratings, the persona to which it belongs, and how many people it is.

    A size that nobody knows is 0: where no segment has a size, all personas count alike.
    """

    segment_id: str
    name: str
    persona_id: str
    size: float = 0.0


@dataclass(frozen=True)
class Answer:
    """One answer as a person assigned it: the name of the segment, its persona ("" = left out), and its people."""

    text: str
    times: int
    segment: str
    persona_id: str
    size: float = 0.0


@dataclass(frozen=True)
class Segmentation:
    """New segments, the rules that put respondents into them, and why some answers cannot be used as they are assigned."""

    segments: tuple[NewSegment, ...] = ()
    rules: tuple[Rule, ...] = ()
    wrong: tuple[str, ...] = ()


def everybody(column: str, persona_id: str, taken: Collection[str] = (), size: float = 0.0) -> Segmentation:
    """One segment of everybody who answered, of this persona; the rule takes whatever stands in `column`."""
    segment = NewSegment(not_taken(slug(EVERYBODY), set(taken)), EVERYBODY, persona_id, size)
    return Segmentation((segment,), (Rule(segment.segment_id, column, (ANYTHING,)),))


def of_answers(column: str, answers: Sequence[Answer], taken: Collection[str] = ()) -> Segmentation:
    """A segment for each name that the answers were given; several answers may make one segment."""
    grouped: dict[str, list[Answer]] = {}
    for one in answers:
        if one.persona_id and one.segment.strip():
            grouped.setdefault(folded(one.segment), []).append(one)
    ids, segments, rules, wrong = set(taken), [], [], []
    for some in grouped.values():
        name = some[0].segment.strip()
        if len({one.persona_id for one in some}) > 1:
            wrong.append(f"“{name}” is given to several personas; a segment made here belongs to one")
            continue
        segment = NewSegment(not_taken(slug(name), ids), name, some[0].persona_id, sum(one.size for one in some))
        ids.add(segment.segment_id)
        segments.append(segment)
        rules.append(Rule(segment.segment_id, column, tuple(one.text for one in some)))
    return Segmentation(tuple(segments), tuple(rules), tuple(wrong))


def weighed_by_nobody(segmentation: Segmentation, personas: Collection[str]) -> list[str]:
    """Personas that would have no weight in any ranking, because only others have segments of a known size."""
    sized = {one.persona_id for one in segmentation.segments if one.size > 0}
    return [persona for persona in personas if persona not in sized] if sized else []


def rows_of_segments(segments: Sequence[NewSegment], file: str) -> Mapping[str, tuple[list[str], list[list[str]]]]:
    """Columns and rows of ours, by table, of which the segments consist."""
    said = f"Made from the answers of {file}"
    return {
        "segments": (
            ["segment_id", "name", "size", "source"],
            [
                [one.segment_id, one.name, f"{one.size:g}" if one.size else "0", said if one.size else f"{said}; its size is not known"]
                for one in segments
            ],
        ),
        "persona_segments": (["persona_id", "segment_id"], [[one.persona_id, one.segment_id] for one in segments]),
    }


def insert(cursor: duckdb.DuckDBPyConnection, segments: Sequence[NewSegment]) -> None:
    """Insert the segments within a dry run, so that a survey is read as if they existed."""
    cursor.executemany(
        "INSERT INTO segments (segment_id, name, size) VALUES (?, ?, ?)", [[one.segment_id, one.name, one.size] for one in segments]
    )
    cursor.executemany(
        "INSERT INTO persona_segments (persona_id, segment_id) VALUES (?, ?)", [[one.persona_id, one.segment_id] for one in segments]
    )
