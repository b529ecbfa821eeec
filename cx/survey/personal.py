"""Columns that say who somebody is or where: they are not read, and so never stored."""

from __future__ import annotations

from cx.survey.file import SurveyRows


def personal_columns(survey: SurveyRows) -> list[str]:
    """The headings of columns that the platform, or a code book, calls personal."""
    book = survey.code_book
    return [heading for heading in survey.columns if book and book.of(heading).kind == "personal"]
