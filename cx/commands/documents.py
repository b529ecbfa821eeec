"""`cards` and `minutes`: what a workspace says as pages to print, in the language of whoever reads them."""

from __future__ import annotations

import argparse
from pathlib import Path

from cx.analysis.coverage import Scope, coverage
from cx.commands.languages import add_language
from cx.commands.workspace import opened
from cx.errors import JourneyError, UsageError
from cx.languages.messages import speaking


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The commands and their options."""
    cards = commands.add_parser("cards", help="personas as cards to print (PDF), one page each")
    cards.add_argument("--database", required=True, metavar="DB")
    cards.add_argument("--out", required=True, metavar="FILE")
    cards.add_argument("--round")
    cards.add_argument("--persona")
    add_language(cards)
    cards.set_defaults(run=cards_command)


def cards_command(options: argparse.Namespace) -> int:
    """The cards of one persona, or of all."""
    from cx.report.cards import cards  # loads what typesets, for which no other command should wait

    target = _ending(options.out, "Cards", (".pdf",))
    with opened(options.database) as workspace, speaking(options.language):
        answer = coverage(workspace, Scope(round_id=options.round))
        active = answer.personas["persona_id"].tolist()
        chosen = active if options.persona is None else [p for p in active if p == options.persona]
        if not chosen:
            named = f"There is no active persona “{options.persona}”. " if options.persona is not None else ""
            raise JourneyError(f"{named}Personas: {', '.join(active) or 'none yet'}.")
        target.write_bytes(cards(workspace, answer, chosen))
    print(f"{target} is ready to be printed.")
    return 0


def _ending(out: str, what: str, endings: tuple[str, ...]) -> Path:
    target = Path(out)
    if target.suffix.lower() not in endings:
        raise UsageError(f"{what} end in {', '.join(endings)}; {target.name} does not.")
    return target
