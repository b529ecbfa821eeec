"""Columns that say who somebody is or where: they are not read, and so never stored."""

from __future__ import annotations

from itertools import islice

from cx.lexicon.personal import HELD, kinds
from cx.readers.code_book import Kind
from cx.survey.file import SurveyRows

LOOKED_AT = 200
"""Rows that tell what a column holds."""
DECLARED: tuple[Kind, ...] = ("choice", "several", "ranking", "response id", "status", "weight")
"""What the platform, or a code book, calls so is not looked into: a code is no name."""


def personal_columns(survey: SurveyRows) -> dict[str, str]:
    """The columns that are personal, by heading, and what they hold in words: those that the platform or a code book calls so, and
    those whose heading and answers say so, of whomever is left out as well: leaving respondents out makes no column readable."""
    book = survey.code_book
    said = {heading: book.of(heading).kind if book else "" for heading in survey.columns}
    everybody = (survey.whole or survey.rows)([])
    found = kinds(survey.columns, (cells for _, cells in islice(everybody, LOOKED_AT)), people=True)
    return {
        heading: HELD[found[heading]] if heading in found else f"personal data, as {book.source if book else 'the file'} says"
        for heading, kind in said.items()
        if kind == "personal" or (heading in found and kind not in DECLARED)
    }
