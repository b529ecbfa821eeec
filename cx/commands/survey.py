"""`survey`: responses, one row a respondent, to the ratings of one round."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date

from cx.changes.outcome import Outcome
from cx.commands import survey_source
from cx.commands.output import print_issues
from cx.commands.workspace import opened
from cx.issues import Issue, shorten
from cx.store import Workspace
from cx.store.rows import Counts
from cx.survey import Survey, SurveyMapping, SurveyRows, read_mapping, read_survey, store_ratings
from cx.survey.doubtful import decided
from cx.survey.file import described_by
from cx.survey.long_form import as_mapped
from cx.words import count, listing

UNMATCHED = 12
"""So many answers that fit no rule are listed of one question."""


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    survey = commands.add_parser("survey", help="responses (one row a respondent) to ratings of one round")
    survey.add_argument("file", metavar="FILE", nargs="?")
    survey.add_argument("--items", required=True, metavar="FILE", help="questions: what each column rates, on which scale")
    survey.add_argument("--segments", required=True, metavar="FILE", help="which answers make a segment")
    survey.add_argument(
        "--code-book", metavar="FILE", help="what the columns ask: .qsf, .lss, .lsa, JSON of a survey, or a data dictionary"
    )
    survey.add_argument("--round", required=True)
    survey.add_argument("--database", required=True, metavar="DB")
    survey.add_argument("--weights", metavar="COLUMN", help="a column of weights; without it, answers are counted")
    survey.add_argument("--opened-on", type=date.fromisoformat, metavar="DATE", help="first day of the round, to make it")
    survey.add_argument("--rated-on", type=date.fromisoformat, metavar="DATE", help="day of the answers, on every rating")
    kinds = "previews, spam, unfinished, hidden, doubled, summaries"
    survey.add_argument("--leave-out", nargs="*", default=(), metavar="KIND", help=f"responses that do not count: {kinds}")
    survey.add_argument("--keep", nargs="*", default=(), metavar="KIND", help=f"responses that count although they are {kinds}")
    survey.add_argument("--dry-run", action="store_true", help="say what would be written, and what it would replace; write nothing")
    survey_source.add_to(survey)
    survey.set_defaults(run=survey_command)


def survey_command(options: argparse.Namespace) -> int:
    """Responses to ratings of one round, all or nothing."""
    survey_source.refuse_what_does_not_go_together(options)
    mapping, issues = read_mapping(options.items, options.segments)
    with opened(options.database) as workspace:
        if options.file:
            survey = _row_by_row(workspace, options, mapping, issues)
        else:
            found = survey_source.counted(workspace, options, mapping, issues)
            if found is None:
                return 0
            survey = found
        outcome = store_ratings(
            workspace, survey, options.round, opened_on=options.opened_on, rated_on=options.rated_on, dry_run=options.dry_run
        )
    print_issues(outcome)
    print(_answer_counts(survey, outcome))
    if options.dry_run and not outcome.refused:
        print("Nothing was written: this was a dry run, and the survey can be applied.")
        return 0
    if not outcome.applied:
        print("Nothing was written: correct what is named above and try again.")
        return 1
    return 0


def _row_by_row(workspace: Workspace, options: argparse.Namespace, mapping: SurveyMapping, issues: list[Issue]) -> Survey:
    """The survey of a file that is brought."""
    brought = SurveyRows.at(options.file)
    if options.code_book:
        brought = described_by(brought, options.code_book)
    if found := as_mapped(brought, mapping):
        brought = found.survey
        print("\n".join([f"{found.form.reason} It is read as one row a respondent.", *found.told]))
    responses = decided(brought, options.leave_out, options.keep)
    return read_survey(workspace, responses, mapping, weights=options.weights, issues=issues)


def _answer_counts(survey: Survey, outcome: Outcome) -> str:
    ratings = outcome.counts.get("ratings", Counts())
    lines = [
        f"{survey.respondents} respondents read: {survey.assigned} assigned to a segment, {survey.unassigned} unassigned",
        f"{survey.used} answers used, {survey.no_answer} no answer, {survey.beside} beside the links, {survey.off_scale} off the scale",
        f"{len(survey.ratings)} ratings: {ratings.new} new, {ratings.changed} changed, {ratings.unchanged} unchanged",
    ]
    if survey.weightless:
        lines[0] += f", {survey.weightless} left out with a weight of 0"
    if survey.trimmed:
        lines.insert(1, f"{survey.trimmed} weights cut at five times the median")
    return "\n".join([*(_unmatched(heading, answers) for heading, answers in survey.unmatched.items()), *lines])


def _unmatched(heading: str, answers: Mapping[str, int]) -> str:
    """The answers to a question that no rule takes; those who gave them are counted as unassigned."""
    shown = listing([f"“{shorten(text, 40)}” × {times:,}" if text else f"blank × {times:,}" for text, times in answers.items()], UNMATCHED)
    return f"{heading}: {count(sum(answers.values()), 'answer fits', 'answers fit')} no rule: {shown}"
