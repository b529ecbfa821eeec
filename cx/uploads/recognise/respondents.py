"""Tables that may hold the answers of a survey, one row a respondent or one a respondent and question."""

from __future__ import annotations

from collections.abc import Sequence

from cx.lexicon.headings import NUMBERING, TIMES
from cx.lexicon.personal import kinds
from cx.lexicon.plain import plain
from cx.lexicon.score_words import share_of_scores
from cx.uploads.fields import SHAPES
from cx.uploads.recognise.columns import LayoutMatch, match_columns
from cx.uploads.recognise.grids import tells_apart
from cx.uploads.recognise.long_form import long_form

FEWEST_RESPONDENTS = 5
"""From so many rows on, numbered answers on scales are taken for a survey."""

LIKELY = 0.2
"""The fit of answers that a person is asked about."""
MOSTLY, MOST_ANSWERS = 0.7, 15
"""So large a share of the cells of a question are answers, and at most so many different ones."""


def _has_respondents(header: Sequence[str], columns: Sequence[Sequence[str]]) -> bool:
    """Whether a column numbers the rows, and none says that the rows are something else."""
    numbered = any(_numbers_rows(heading, cells) or _stand_twice(heading, cells) for heading, cells in zip(header, columns, strict=False))
    subjects = {"need", "need_id", "touchpoint", "touchpoint_id", "persona", "stage"}
    shape = next(s for s in SHAPES if s.name == "sheet")
    return numbered and not subjects & set(match_columns(shape, header).values())


def _numbers_rows(heading: str, cells: Sequence[str]) -> bool:
    """Whether a column tells the rows apart: by its heading, or by codes that are no scores."""
    if plain(heading) in NUMBERING and len(set(cells)) == len(cells):
        return True
    return tells_apart(cells) and share_of_scores(cells) == 0


def _stand_twice(heading: str, cells: Sequence[str]) -> bool:
    """Whether a column holds the ids of responses of which some stand again, as when two exports are put together."""
    return plain(heading) in NUMBERING and FEWEST_RESPONDENTS <= len(set(cells)) < len(cells) <= 2 * len(set(cells))


def survey_match(header: Sequence[str], sample: Sequence[Sequence[str]]) -> LayoutMatch:
    """How likely a table holds the answers of a survey, in one row a respondent or one a respondent and question."""
    shape = next(s for s in SHAPES if s.name == "survey")
    if form := long_form(header, sample):
        return LayoutMatch(shape, 0.86, form.reason, dict.fromkeys(header, ""))
    columns = list(zip(*sample, strict=False)) if sample else []
    coded = sum(1 for cells in columns if share_of_scores(cells) >= MOSTLY and 2 <= len(set(cells)) <= MOST_ANSWERS)
    worded = sum(_are_words(heading, cells) for heading, cells in zip(header, columns, strict=False))
    numbered = next((heading for heading, cells in zip(header, columns, strict=False) if heading and _numbers_rows(heading, cells)), "")
    again = [heading for heading, cells in zip(header, columns, strict=False) if _stand_twice(heading, cells)]
    twice = next((heading for heading in again if plain(heading) not in TIMES), "")
    fit = LIKELY if (coded or worded) and len(sample) >= FEWEST_RESPONDENTS else 0.0
    if len(header) >= 8 and len(sample) >= 25 and coded >= 0.5 * len(header):
        fit = 0.86
    elif _has_respondents(header, columns) and len(sample) >= FEWEST_RESPONDENTS:
        fit = 0.84 if _are_answers(header, sample, coded) else fit
    reason = (
        f"In “{twice}” some ids stand twice; {_reason(header, coded, worded, '')}" if twice else _reason(header, coded, worded, numbered)
    )
    return LayoutMatch(shape, fit, reason, dict.fromkeys(header, ""))


def _are_answers(header: Sequence[str], sample: Sequence[Sequence[str]], coded: int) -> bool:
    """Whether enough columns hold codes, among those that do not say who somebody is."""
    fewest = 2 if any("?" in heading for heading in header) else 3
    if coded < fewest:
        return False
    return coded >= 0.4 * len(header) or coded >= 0.4 * (len(header) - len(kinds(header, sample, people=True)))


def _are_words(heading: str, cells: Sequence[str]) -> bool:
    """Whether a column holds a few answers in words again and again."""
    filled = [cell for cell in cells if cell.strip()]
    different = len({*filled})
    return "?" in heading and share_of_scores(filled) < MOSTLY and 2 <= different <= MOST_ANSWERS and 2 * different <= len(filled)


def _reason(header: Sequence[str], coded: int, worded: int, numbered: str) -> str:
    """What speaks for answers, as one sentence."""
    said = [f"“{numbered}” tells the rows apart"] if numbered else []
    said += [f"{coded} of {len(header)} columns {'holds' if coded == 1 else 'hold'} a few codes each, as answers do"] if coded else []
    said += [f"{worded} {'is a question' if worded == 1 else 'are questions'} with a few answers in words"] if worded else []
    return f"{'; '.join(said)}." if said else "It could be answers, one row per respondent."
