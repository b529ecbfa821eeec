"""Assistance in making a mapping: what each column of a survey holds, which scale it may be on, what an item still lacks.

Everything here is a proposal; a person confirms it on the page, and `read_survey` reads the confirmed mapping like one that
came as files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cx.store import Workspace
from cx.survey.file import SurveyRows
from cx.survey.mapping import Item
from cx.survey.responses import Responses, open_responses
from cx.survey.scale import Suggestion, suggest_scale

SHOWN = 200
"""Different answers that are kept of one column; a rating has far fewer."""


@dataclass(frozen=True)
class Column:
    """One column of a survey: its answers, the most frequent first (at most `SHOWN`), and what it may be."""

    heading: str
    answers: Mapping[str, int]
    different: int
    suggestion: Suggestion


def columns_of(workspace: Workspace, survey: SurveyRows) -> list[Column]:
    """Every column with its answers and a proposal; one pass over the file. Raises InvalidData for an unusable one."""
    responses = open_responses(workspace, survey)
    try:
        return [_column(responses, place, heading) for place, heading in enumerate(survey.columns)]
    finally:
        responses.close()


def incomplete(item: Item) -> tuple[str, ...]:
    """What an item lacks to be used, in words; all four when nothing is said yet."""
    given = {
        "touchpoint": item.touchpoint_id or item.whole,
        "stage": item.stage_id,
        "need or theme": item.theme or item.need_id,
        "scale": item.scale,
    }
    return tuple(what for what, value in given.items() if not value)


def _column(responses: Responses, place: int, heading: str) -> Column:
    found = responses.cursor.execute(
        f"SELECT trim(c{place}) AS text, count(*)::BIGINT AS times, count(*) OVER ()::BIGINT AS different FROM response GROUP BY text ORDER BY times DESC, text LIMIT {SHOWN}"
    ).fetchall()
    answers = {text: times for text, times, _ in found}
    different = found[0][2] if found else 0
    if different > SHOWN:
        return Column(heading, answers, different, Suggestion(None, (), f"{different:,} different answers: not a rating."))
    return Column(heading, answers, different, suggest_scale(answers, heading))
