"""Tables that may hold the answers of a survey, one row a respondent."""

from __future__ import annotations

from collections.abc import Sequence

from cx.lexicon.headings import NUMBERING
from cx.lexicon.plain import plain
from cx.lexicon.score_words import share_of_scores
from cx.uploads.fields import SHAPES
from cx.uploads.recognise.columns import LayoutMatch, match_columns
from cx.uploads.recognise.grids import tells_apart

FEWEST_RESPONDENTS = 5
"""From so many rows on, numbered answers on scales are taken for a survey."""


def _has_respondents(header: Sequence[str], columns: Sequence[Sequence[str]]) -> bool:
    """Whether a column numbers the rows, and none says that the rows are something else."""
    numbered = any(_numbers_rows(heading, cells) for heading, cells in zip(header, columns, strict=False))
    subjects = {"need", "need_id", "touchpoint", "touchpoint_id", "persona", "stage"}
    shape = next(s for s in SHAPES if s.name == "sheet")
    return numbered and not subjects & set(match_columns(shape, header).values())


def _numbers_rows(heading: str, cells: Sequence[str]) -> bool:
    """Whether a column tells the rows apart: by its heading, or by codes that are no scores."""
    if plain(heading) in NUMBERING and len(set(cells)) == len(cells):
        return True
    return tells_apart(cells) and share_of_scores(cells) == 0


def survey_match(header: Sequence[str], sample: Sequence[Sequence[str]]) -> LayoutMatch:
    shape = next(s for s in SHAPES if s.name == "survey")
    columns = list(zip(*sample, strict=False)) if sample else []
    coded = sum(1 for cells in columns if share_of_scores(cells) >= 0.7 and 2 <= len(set(cells)) <= 15)
    fit = 0.1
    if len(header) >= 8 and len(sample) >= 25 and coded >= 0.5 * len(header):
        fit = 0.86
    elif _has_respondents(header, columns) and len(sample) >= FEWEST_RESPONDENTS:
        asks = any("?" in heading for heading in header)
        fit = 0.84 if coded >= max(2 if asks else 3, 0.4 * len(header)) else fit
    reason = (
        f"{coded} of {len(header)} columns hold a few codes each, as answers do."
        if coded
        else "It could be answers, one row per respondent."
    )
    return LayoutMatch(shape, fit, reason, dict.fromkeys(header, ""))
