"""`ask`: every question of the pages, for a program to ask."""

from __future__ import annotations

import argparse
import json

import pandas as pd

from cx.commands.output import libraries_beside, print_frame
from cx.commands.workspace import looked_at
from cx.errors import UsageError
from cx.questions.question import OPTIONS
from cx.questions.registry import QUESTIONS
from cx.questions.reply import ask, catalogue, in_json
from cx.store.opening import usual_path


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    asks = commands.add_parser("ask", help="ask any question of the pages, also while the dashboard runs; --list names them")
    asks.add_argument("question", nargs="?", metavar="QUESTION")
    asks.add_argument("--list", action="store_true", help="every question with its options and columns; as JSON for a program")
    asks.add_argument("--database", metavar="DB", help=f"the workspace; by default what CX_WORKSPACE says, here {usual_path()}")
    for option in OPTIONS.values():
        choices = option.choices or None
        asks.add_argument(f"--{option.name.replace('_', '-')}", dest=f"with_{option.name}", choices=choices, help=option.meaning)
    asks.add_argument("--format", choices=("json", "csv", "text"), help="of an answer json, the default, or csv; of the list text or json")
    asks.set_defaults(run=ask_command)


def ask_command(options: argparse.Namespace) -> int:
    """One answer, or the list of questions, on standard output."""
    if options.list:
        print(json.dumps(catalogue(), ensure_ascii=False, indent=1) if options.format == "json" else _listed())
        return 0
    if options.question is None:
        raise UsageError("Name a question; python -m cx ask --list names all of them.")
    if options.format == "text":
        raise UsageError("An answer is json or csv; only the list is text.")
    given = {name: value for name in OPTIONS if (value := getattr(options, f"with_{name}")) is not None}
    with looked_at(options.database or usual_path()) as workspace:
        with libraries_beside():
            reply = ask(workspace, options.question, given)
        if options.format == "csv":
            print_frame(_flat(reply.rows), "csv")
        else:
            print(reply.as_json())
    return 0


def _listed() -> str:
    return "\n".join(
        f"{question.name}: {question.asks}\n  asked with: {', '.join(option.name for option in question.options)}"
        for question in QUESTIONS.values()
    )


def _flat(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with lists of numbers as lists of texts, which a cell of a CSV file can hold."""
    return rows.apply(lambda column: column.map(_texts) if column.dtype == object else column)


def _texts(value: object) -> object:
    return tuple("" if (one := in_json(v)) is None else str(one) for v in value) if isinstance(value, tuple) else value
