"""The headless commands: the same code as the pages, for scheduled loads and checks.

Exit status: 0 done, 1 the data or the workspace has errors (nothing was written), 2 usage.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

import pandas as pd

from cx.analysis.coverage import COLUMNS, Scope, coverage
from cx.analysis.shortfalls import shortfalls
from cx.changes.load import Outcome
from cx.changes.undo import undo
from cx.errors import JourneyError
from cx.exports.export import export_folder, frame_csv, plain
from cx.exports.templates import NAMES, csv_template, csv_templates, excel_template
from cx.report import FORMATS, Report
from cx.store import Workspace, open_workspace
from cx.store.history import history
from cx.store.rows import Counts
from cx.survey import Survey, SurveyFile, read_mapping, read_survey, store_ratings
from cx.tables import TABLE
from cx.uploads.unattended import load_files


class UsageError(Exception):
    """The command line asks for what there is not."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    for stream in (sys.stdout, sys.stderr):  # a pipe on Windows cannot say “ in its own encoding
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    options = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        status = run(options)
        sys.stdout.flush()
        return status
    except UsageError as error:
        print(error, file=sys.stderr)
        return 2
    except JourneyError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader of a pipe has seen enough; what is still buffered has nowhere to go
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(f"{error.filename} cannot be used: {error.strerror}. Name another place.", file=sys.stderr)
        return 1


def check_command(options: argparse.Namespace) -> int:
    """Print every finding; write nothing."""
    with _opened(options.database) if options.database else closing(open_workspace()) as workspace:
        outcome = load_files(workspace, options.paths, dry_run=True)
    _print_findings(outcome)
    print(_counts(outcome))
    print("The files have errors." if outcome.refused else "The files are fine.")
    return 1 if outcome.refused else 0


def load_command(options: argparse.Namespace) -> int:
    """Check, then apply all or nothing."""
    is_new = not Path(options.database).exists()
    applied = False
    try:
        with _opened(options.database, create=True) as workspace:
            outcome = load_files(workspace, options.paths, replace=options.replace)
        applied = not outcome.refused
    finally:
        if is_new and not applied:  # also where a setting is refused: nothing is left behind
            Path(options.database).unlink(missing_ok=True)
    _print_findings(outcome)
    print(_counts(outcome))
    if outcome.refused:
        print("Nothing was written: correct the rows above and load again.")
        return 1
    return 0


def survey_command(options: argparse.Namespace) -> int:
    """Responses to ratings of one round, all or nothing."""
    mapping, found = read_mapping(options.items, options.segments)
    with _opened(options.database) as workspace:
        survey = read_survey(workspace, SurveyFile.at(options.file), mapping, weights=options.weights, issues=found)
        outcome = store_ratings(
            workspace, survey, options.round, opened_on=options.opened_on, rated_on=options.rated_on, dry_run=options.dry_run
        )
    _print_findings(outcome)
    print(_survey_counts(survey, outcome))
    if options.dry_run and not outcome.refused:
        print("Nothing was written: this was a dry run, and the survey can be applied.")
        return 0
    if not outcome.applied:
        print("Nothing was written: correct what is named above and try again.")
        return 1
    return 0


def coverage_command(options: argparse.Namespace) -> int:
    """The coverage table on standard output."""
    with _opened(options.database) as workspace:
        answer = coverage(workspace, Scope(round_id=options.round, market=options.market))
        frame = answer.level(options.level)
        if options.persona is not None:
            known = answer.personas["persona_id"].tolist()
            if options.persona not in known:
                raise JourneyError(f"There is no active persona “{options.persona}”. Personas: {', '.join(known)}.")
            frame = frame[frame["persona_id"] == options.persona]
        print_frame(frame, options.format)
    return 0


def shortfalls_command(options: argparse.Namespace) -> int:
    """The ranked list, then the unknown cells, on standard output."""
    with _opened(options.database) as workspace:
        answer = coverage(workspace, Scope(round_id=options.round, market=options.market))
        print_frame(shortfalls(workspace, answer).level(), options.format)
    return 0


def report_command(options: argparse.Namespace) -> int:
    """The report; the ending of the file says in which form."""
    target = Path(options.out)
    if target.suffix.lower() not in FORMATS:
        raise UsageError(f"A report ends in {', '.join(FORMATS)}; {target.name} does not.")
    with _opened(options.database) as workspace:
        answer = coverage(workspace, Scope(round_id=options.round, market=options.market))
        known = answer.personas["persona_id"].tolist()
        if options.persona is not None and options.persona not in known:
            raise JourneyError(f"There is no active persona “{options.persona}”. Personas: {', '.join(known)}.")
        target.write_bytes(FORMATS[target.suffix.lower()][2](Report(workspace, answer, persona_id=options.persona)))
    print(f"{target} is ready to be sent on.")
    return 0


def export_command(options: argparse.Namespace) -> int:
    """The folder of CSV files."""
    with _opened(options.database) as workspace:
        for file, rows in export_folder(workspace, options.folder).items():
            print(f"{file}: {rows} rows")
    return 0


def history_command(options: argparse.Namespace) -> int:
    """Every change, the newest first, on standard output."""
    with _opened(options.database) as workspace:
        print_frame(history(workspace), "csv")
    return 0


def undo_command(options: argparse.Namespace) -> int:
    """Take one change back, or say what depends on it."""
    with _opened(options.database) as workspace:
        outcome = undo(workspace, options.change)
    back, values, gone = (outcome.total(kind) for kind in ("new", "changed", "removed"))
    print(f"Change {options.change} is undone: {back} rows returned, {values} rows got their values back, {gone} rows went.")
    return 0


def template_command(options: argparse.Namespace) -> int:
    """Write an empty file to fill in."""
    target = Path(options.out)
    form = options.format or ("xlsx" if target.suffix.lower() == ".xlsx" else "csv")
    every = options.name == "all"
    if form == "xlsx":
        content = excel_template(*(TABLE if every else [options.name]))
    else:
        content = csv_templates() if every else csv_template(options.name).encode()
    target.write_bytes(content)
    print(f"{target} is ready to be filled in.")
    return 0


def print_frame(frame: pd.DataFrame, form: str) -> None:
    """Print a table as CSV or JSON; unknown is empty or null, numbers are in full precision."""
    if form == "json":
        records = [{str(k): plain(v) for k, v in row.items()} for row in frame.to_dict("records")]
        print(json.dumps(records, ensure_ascii=False, indent=2))
    else:
        print(frame_csv(frame), end="")


class _opened:
    """The workspace of a command, closed afterwards so that another process can open it."""

    def __init__(self, database: str, create: bool = False):
        self._database, self._create = database, create

    def __enter__(self) -> Workspace:
        if not self._create and not Path(self._database).exists():
            raise JourneyError(f"There is no workspace {self._database}. Make one with: python -m cx load … --database")
        self._workspace = open_workspace(self._database)
        return self._workspace

    def __exit__(self, *_: object) -> None:
        self._workspace.close()


def _print_findings(outcome: Outcome) -> None:
    for one in outcome.issues:
        print(one)


def _counts(outcome: Outcome) -> str:
    parts = [f"{outcome.total(kind)} {kind}" for kind in ("new", "changed", "unchanged")]
    parts.append(f"{outcome.rejected} rejected")
    text = f"{outcome.read} rows read: {', '.join(parts)}"
    removed = outcome.total("removed")
    return text + (f"; {removed} removed" if removed else "")


def _survey_counts(survey: Survey, outcome: Outcome) -> str:
    ratings = outcome.counts.get("ratings", Counts())
    lines = [
        f"{survey.respondents} respondents read: {survey.assigned} assigned to a segment, {survey.unassigned} unassigned",
        f"{survey.used} answers used, {survey.no_answer} no answer, {survey.beside} beside the links, {survey.off_scale} off the scale",
        f"{len(survey.ratings)} ratings: {ratings.new} new, {ratings.changed} changed, {ratings.unchanged} unchanged",
    ]
    if survey.trimmed:
        lines.insert(1, f"{survey.trimmed} weights cut at five times the median")
    return "\n".join(lines)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m cx", description="Journey gap analysis without the dashboard.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    check = commands.add_parser("check", help="read files or a folder, print every finding, write nothing")
    check.add_argument("paths", nargs="+", metavar="PATH")
    check.add_argument("--database", help="check against what this workspace holds")
    check.set_defaults(run=check_command)

    loads = commands.add_parser("load", help="check, then apply all or nothing")
    loads.add_argument("paths", nargs="+", metavar="PATH")
    loads.add_argument("--database", required=True, metavar="DB")
    loads.add_argument("--replace", action="store_true", help="make the files the whole truth")
    loads.set_defaults(run=load_command)

    surveys = commands.add_parser("survey", help="responses (one row a respondent) to ratings of one round")
    surveys.add_argument("file", metavar="FILE")
    surveys.add_argument("--items", required=True, metavar="FILE", help="questions: what each column rates, on which scale")
    surveys.add_argument("--segments", required=True, metavar="FILE", help="which answers make a segment")
    surveys.add_argument("--round", required=True)
    surveys.add_argument("--database", required=True, metavar="DB")
    surveys.add_argument("--weights", metavar="COLUMN", help="a column of weights; without it, answers are counted")
    surveys.add_argument("--opened-on", type=date.fromisoformat, metavar="DATE", help="first day of the round, to make it")
    surveys.add_argument("--rated-on", type=date.fromisoformat, metavar="DATE", help="day of the answers, on every rating")
    surveys.add_argument("--dry-run", action="store_true", help="say what would be written, and what it would replace; write nothing")
    surveys.set_defaults(run=survey_command)

    covers = commands.add_parser("coverage", help="the coverage table on standard output")
    covers.add_argument("--database", required=True, metavar="DB")
    covers.add_argument("--round")
    covers.add_argument("--persona")
    covers.add_argument("--market")
    covers.add_argument("--level", choices=tuple(COLUMNS), default="cell")
    covers.add_argument("--format", choices=("csv", "json"), default="csv")
    covers.set_defaults(run=coverage_command)

    lists = commands.add_parser("shortfalls", help="the ranked list of shortfalls on standard output")
    lists.add_argument("--database", required=True, metavar="DB")
    lists.add_argument("--round")
    lists.add_argument("--market")
    lists.add_argument("--format", choices=("csv", "json"), default="csv")
    lists.set_defaults(run=shortfalls_command)

    reports = commands.add_parser("report", help="a report to send on; the ending says in which form: " + ", ".join(FORMATS))
    reports.add_argument("--database", required=True, metavar="DB")
    reports.add_argument("--out", required=True, metavar="FILE")
    reports.add_argument("--round")
    reports.add_argument("--persona")
    reports.add_argument("--market")
    reports.set_defaults(run=report_command)

    exports = commands.add_parser("export", help="write the folder of CSV files")
    exports.add_argument("folder", metavar="DIR")
    exports.add_argument("--database", required=True, metavar="DB")
    exports.set_defaults(run=export_command)

    past = commands.add_parser("history", help="every change as CSV, the newest first")
    past.add_argument("--database", required=True, metavar="DB")
    past.set_defaults(run=history_command)

    undoes = commands.add_parser("undo", help="take one change back, unless something depends on it")
    undoes.add_argument("change", type=int, metavar="N", help="the number of the change, see: history")
    undoes.add_argument("--database", required=True, metavar="DB")
    undoes.set_defaults(run=undo_command)

    makes = commands.add_parser("template", help="write an empty file to fill in")
    makes.add_argument(
        "name", nargs="?", default="sheet", choices=(*NAMES, "all"), metavar="TABLE", help="a table, sheet (the default) or all"
    )
    makes.add_argument("--format", choices=("csv", "xlsx"), help="by default what the ending of the file says")
    makes.add_argument("--out", required=True, metavar="FILE")
    makes.set_defaults(run=template_command)
    return parser


if __name__ == "__main__":
    sys.exit(main())
