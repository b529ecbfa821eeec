"""`coverage`, `shortfalls`, `markets` and `report`: what a workspace says, on standard output or as a file to send on."""

from __future__ import annotations

import argparse
from pathlib import Path

from cx.analysis.coverage import COLUMNS, Coverage, Scope, coverage
from cx.analysis.markets import markets
from cx.analysis.shortfalls import shortfalls
from cx.commands.languages import add_language
from cx.commands.output import print_frame
from cx.commands.workspace import opened
from cx.errors import JourneyError, UsageError
from cx.frames import of_persona
from cx.languages.messages import speaking
from cx.report import FORMATS, SNAPSHOT


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The four commands and their options."""
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

    compares = commands.add_parser("markets", help="each need in each market, by its own target and list, on standard output")
    compares.add_argument("--database", required=True, metavar="DB")
    compares.add_argument("--round")
    compares.add_argument("--persona")
    compares.add_argument("--format", choices=("csv", "json"), default="csv")
    compares.set_defaults(run=markets_command)

    reports = commands.add_parser("report", help="a report to send on; the ending says in which form: " + ", ".join(FORMATS))
    reports.add_argument("--database", required=True, metavar="DB")
    reports.add_argument("--out", required=True, metavar="FILE")
    reports.add_argument(
        "--interactive", action="store_true", help="one HTML page with the whole map, its evidence and the lists, to filter and open"
    )
    reports.add_argument("--round")
    reports.add_argument("--persona")
    reports.add_argument("--market")
    add_language(reports)
    reports.set_defaults(run=report_command)


def coverage_command(options: argparse.Namespace) -> int:
    """The coverage table on standard output."""
    with opened(options.database) as workspace:
        answer = coverage(workspace, Scope(round_id=options.round, market=options.market))
        frame = answer.level(options.level)
        if options.persona is not None:
            _must_be_active(answer, options.persona)
            frame = frame[frame["persona_id"] == options.persona]
        print_frame(frame, options.format)
    return 0


def shortfalls_command(options: argparse.Namespace) -> int:
    """The ranked list, then the unknown cells, on standard output."""
    with opened(options.database) as workspace:
        answer = coverage(workspace, Scope(round_id=options.round, market=options.market))
        print_frame(shortfalls(workspace, answer).level(), options.format)
    return 0


def markets_command(options: argparse.Namespace) -> int:
    """Each need in each market, on standard output; no raw values, which would be read as a league table (method 9.3)."""
    with opened(options.database) as workspace:
        answer = coverage(workspace, Scope(round_id=options.round))
        if options.persona is not None:
            _must_be_active(answer, options.persona)
        print_frame(of_persona(markets(workspace, answer).level(), options.persona), options.format)
    return 0


def report_command(options: argparse.Namespace) -> int:
    """The report; the ending of the file says in which form."""
    from cx.report.content import Report  # loads what draws maps, for which no other command should wait

    target = Path(options.out)
    if target.suffix.lower() not in FORMATS:
        raise UsageError(f"A report ends in {', '.join(FORMATS)}; {target.name} does not.")
    if options.interactive and target.suffix.lower() != ".html":
        raise UsageError(f"An interactive report ends in .html; {target.name} does not.")
    write = SNAPSHOT[2] if options.interactive else FORMATS[target.suffix.lower()][2]
    with opened(options.database) as workspace, speaking(options.language):
        answer = coverage(workspace, Scope(round_id=options.round, market=options.market))
        if options.persona is not None:
            _must_be_active(answer, options.persona)
        target.write_bytes(write(Report(workspace, answer, persona_id=options.persona)))
    print(f"{target} is ready to be sent on.")
    return 0


def _must_be_active(answer: Coverage, persona_id: str) -> None:
    active = answer.personas["persona_id"].tolist()
    if persona_id not in active:
        raise JourneyError(f"There is no active persona “{persona_id}”. Personas: {', '.join(active)}.")
