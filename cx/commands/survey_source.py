"""`survey` where the answers are not brought: counted in a folder of files, or by an engine of one's own that is given the questions."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from cx.errors import InvalidData, JourneyError, UsageError
from cx.issues import Issue
from cx.source.asking import DIALECTS, TABLE, Question
from cx.source.counts import Counts, counts_in
from cx.source.folder import TABLE as FILES
from cx.source.folder import folder
from cx.source.read import columns_of, first_question, read_counts, second_question
from cx.store import Workspace
from cx.survey import Survey, SurveyMapping

TEXTS = "Save the result with its headings as CSV, and go on with the same command and --texts FILE."
COUNTS = "Save the result with its headings as CSV, and go on with the same command and --counts FILE."


def add_to(survey: argparse.ArgumentParser) -> None:
    """The options for answers that stay where they are."""
    survey.add_argument("--source", metavar="FOLDER", help="count Parquet or CSV files, however large, and bring the counts only")
    survey.add_argument("--table", help="the table of an engine of your own, which you ask yourself: the questions are printed")
    survey.add_argument("--dialect", choices=DIALECTS, default="postgres", help="the engine whose SQL is printed (default: postgres)")
    survey.add_argument("--texts", metavar="FILE", help="what the engine answered to the first question")
    survey.add_argument("--counts", metavar="FILE", help="what it answered to the second one; then ratings are written")


def refuse_what_does_not_go_together(options: argparse.Namespace) -> None:
    """Raises UsageError for a command that names no responses, several, or what only responses that are brought can have."""
    named = [name for name in ("file", "source", "table") if getattr(options, name)]
    if len(named) != 1:
        raise UsageError("Name a file of responses, or --source FOLDER, or --table NAME: one of them.")
    if named == ["file"]:
        return
    row_by_row = {"--weights": options.weights, "--code-book": options.code_book, "--leave-out": options.leave_out, "--keep": options.keep}
    if given := [name for name, value in row_by_row.items() if value]:
        raise UsageError(f"{given[0]} needs the responses themselves; where they stay, leave out such rows, or make such a column, there.")
    if options.table and not TABLE.fullmatch(options.table):
        raise UsageError("Name the table as in survey.answers: letters, digits and _, parts apart by dots.")


def counted(workspace: Workspace, options: argparse.Namespace, mapping: SurveyMapping, issues: list[Issue]) -> Survey | None:
    """The survey as it is counted where it lives; None when a question was printed instead, for somebody else to ask.

    Raises JourneyError with what is wrong with the mapping or with what was brought back.
    """
    _refuse(issues)
    try:
        return _counted(workspace, options, mapping, issues)
    except InvalidData as refused:
        _refuse(refused.issues)
        raise


def _counted(workspace: Workspace, options: argparse.Namespace, mapping: SurveyMapping, issues: list[Issue]) -> Survey | None:
    if options.source:
        with folder(Path(options.source)) as files:
            first = files.columns[0] if files.columns else None
            return read_counts(workspace, files.name, files.columns, mapping, files.answer, table=FILES, first=first, issues=issues)
    header = list(dict.fromkeys([*(item.column for item in mapping.items), *(rule.column for rule in mapping.rules)]))
    first = first_question(options.table, mapping, header)
    if first is not None and not options.texts:
        _print(first, options.dialect, TEXTS)
        return None
    rules = columns_of((rule.column for rule in mapping.rules), header)
    texts = counts_in(Path(options.texts), first, rules, by_segment=False) if first else None
    second = second_question(options.table, mapping, header, texts)
    if not options.counts:
        _print(second, options.dialect, COUNTS)
        return None
    items = columns_of((item.column for item in mapping.items), header)
    counts = counts_in(Path(options.counts), second, items, by_segment=bool(mapping.rules))

    def answered(question: Question) -> Counts:
        return texts if texts is not None and first is not None and question.mark == first.mark else counts

    return read_counts(workspace, Path(options.counts).name, header, mapping, answered, table=options.table, issues=issues)


def _print(question: Question, dialect: str, then: str) -> None:
    """A question, to be asked elsewhere, and how to go on."""
    print(f"-- {then}\n{question.said_for(dialect)};")


def _refuse(issues: Sequence[Issue]) -> None:
    if wrong := [str(one) for one in issues if one.is_error]:
        raise JourneyError("\n".join(wrong))
