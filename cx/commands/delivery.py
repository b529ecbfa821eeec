"""`delivery`: how far the work is, from an export of Jira or Azure DevOps."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from cx import words
from cx.changes.load import all_or_nothing, user
from cx.commands.output import print_issues
from cx.commands.workspace import opened
from cx.delivery.incoming import Incoming, bring, incoming
from cx.delivery.tracker import read_export
from cx.errors import InvalidData, UsageError
from cx.tables import DELIVERY

NAMED = 5


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    parser = commands.add_parser("delivery", help="take how far decisions and improvements are from an export of Jira or Azure DevOps")
    parser.add_argument("file", metavar="FILE", help="the export of the tracker, as CSV or Excel")
    parser.add_argument("--database", required=True, metavar="DB")
    parser.add_argument(
        "--means", action="append", default=[], metavar="WORD=STATUS", help=f"what a word of the tracker means: {', '.join(DELIVERY)}"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would change, and write nothing")
    parser.set_defaults(run=delivery_command)


def delivery_command(options: argparse.Namespace) -> int:
    """Say what the tracker says, and record it; nothing, where a word of it is not known."""
    answers = _answers(options.means)
    try:
        export = read_export(options.file, Path(options.file))
    except InvalidData as refused:
        for one in refused.issues:
            print(one)
        print("Nothing was written.")
        return 1
    with opened(options.database) as workspace:
        found = incoming(workspace, export, answers)
        _tell(found)
        if found.questions:
            print("Nothing was written: say what these words mean.")
            return 1
        if options.dry_run:
            print("Nothing was written.")
            return 0
        outcome = all_or_nothing(workspace, lambda cursor: bring(cursor, found.steps, Path(options.file).name, user()))
    print_issues(outcome)
    return 1 if outcome.refused else 0


def _answers(said: Iterable[str]) -> dict[str, str]:
    answers = {}
    for one in said:
        word, _, status = one.rpartition("=")
        if not word.strip() or status.strip() not in DELIVERY:
            raise UsageError(f"“{one}” does not say what a word means: write WORD=STATUS, with one of {', '.join(DELIVERY)}.")
        answers[word.strip()] = status.strip()
    return answers


def _tell(found: Incoming) -> None:
    moving = [step for step in found.steps if step.moves]
    for one in found.export.issues:
        print(one)
    for step in moving:
        print(f"{step.item.key}: {step.about.name}: {step.about.status or 'nothing said'} -> {step.status}")
    for item, why in found.left_out:
        print(f"{item.key}: left out. {why}")
    for question in found.questions:
        likely = f" Likely: {question.likely}." if question.likely else ""
        asked = f"{question.said}={question.likely or 'STATUS'}"
        print(f'“{question.said}” ({words.listing(question.keys, NAMED)}): not known. {question.why}{likely} Say: --means "{asked}"')
    silent = sum(not step.item.status for step in found.steps)
    parts = [f"{len(moving)} moved", f"{sum(bool(s.status) and not s.moves for s in found.steps)} as before"]
    parts += [f"{silent} without a status"] * bool(silent) + [f"{len(found.left_out)} left out"] * bool(found.left_out)
    print(f"{words.count(len(found.export.items), 'work item')} of {found.export.tracker}: {', '.join(parts)}.")
