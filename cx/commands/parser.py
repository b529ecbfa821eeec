"""The command line: which commands there are, in the order of the help."""

from __future__ import annotations

import argparse

from cx.commands import (
    answers,
    ask,
    changes,
    delivery,
    documents,
    exports,
    load,
    members,
    move,
    rounds,
    settings,
    survey,
    upgrade,
    upkeep,
    watch,
    withdraw,
    workspaces,
)

STATUS = "Exit status: 0 done, 1 it could not be done or what was looked at has errors, 2 usage; of watch, what its own help says."


def parser() -> argparse.ArgumentParser:
    """The parser; the function of the chosen command is `run` of its result, and returns the exit status."""
    top = argparse.ArgumentParser(prog="python -m cx", description="Journey gap analysis without the dashboard.", epilog=STATUS)
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    for module in (
        load,
        survey,
        answers,
        documents,
        ask,
        watch,
        exports,
        changes,
        delivery,
        rounds,
        upkeep,
        upgrade,
        move,
        members,
        workspaces,
        withdraw,
        settings,
    ):
        module.add_to(commands)
    return top
