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

    said = commands.add_parser("minutes", help="the minutes of a workshop; the ending says in which form: .html, .md, .pdf")
    said.add_argument("--database", required=True, metavar="DB")
    said.add_argument("--out", required=True, metavar="FILE")
    said.add_argument("--room", metavar="ID", help="of the latest room, where none is named")
    add_language(said)
    said.set_defaults(run=minutes_command)


def minutes_command(options: argparse.Namespace) -> int:
    """The minutes of one room, as they stand; times are those of this computer."""
    from cx.report.forms import as_html, as_markdown, as_pdf  # loads what typesets, for which no other command should wait
    from cx.report.minutes import minutes

    target = _ending(options.out, "Minutes", (".html", ".md", ".pdf"))
    with opened(options.database) as workspace, speaking(options.language):
        held = [room_id for (room_id,) in workspace.rows("SELECT room_id FROM workshop_room ORDER BY opened_at DESC, room_id DESC")]
        if not held or options.room not in (None, *held):
            named = f"There is no room “{options.room}”. " if options.room is not None else ""
            raise JourneyError(f"{named}Rooms: {', '.join(held) or 'none yet'}.")
        blocks = minutes(workspace, options.room or held[0])
        made = (
            as_pdf(blocks)
            if target.suffix.lower() == ".pdf"
            else as_html(blocks)
            if target.suffix.lower() == ".html"
            else as_markdown(blocks)
        )
        target.write_bytes(made if isinstance(made, bytes) else made.encode())
    print(f"{target} is ready to be sent on.")
    return 0


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
