"""Texts of an upload that look as if they said who somebody is, in the tables of what people were asked and said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from cx.changes.sheets import Sheet
from cx.issues import Issues
from cx.lexicon.people import looks_personal
from cx.store import Workspace
from cx.tables import TABLE, Type

ASKED = ("interviews", "hypotheses", "findings")
"""Tables in which people are spoken of."""
MOST = 50_000
"""So many texts are looked through: the rest of what is brought at once would hold everybody up."""


def named_people(workspace: Workspace, sheets: Iterable[Sheet]) -> list[tuple[str, str]]:
    """What would be stored and looks as if it said who somebody is, with what it looks like; what stands there already was looked at."""
    found: dict[str, str] = {}
    for number, (text, is_pseudonym) in enumerate(_texts(workspace, sheets)):
        if number == MOST:
            break
        if what := looks_personal(text, pseudonym=is_pseudonym):
            found[text] = what
    return list(found.items())


def _texts(workspace: Workspace, sheets: Iterable[Sheet]) -> Iterator[tuple[str, bool]]:
    """Every text that is new, each once, and whether it is to name a participant."""
    for sheet in sheets:
        if sheet.table.name not in ASKED:
            continue
        free = [c.name for c in TABLE[sheet.table.name].columns if c.type in (Type.TEXT, Type.WORD) and c.name in sheet.header]
        places = [(name, sheet.header.index(name)) for name in free]
        known = {name: {row[0] for row in workspace.rows(f"SELECT DISTINCT {name} FROM {sheet.table.name}")} for name in free}
        copied = replace(sheet, issues=Issues())  # reading tells what is wrong with rows, which whoever checks them is told
        for _, cells in copied.rows():
            for name, place in places:
                text = cells[place] or ""
                if text and text not in known[name]:
                    known[name].add(text)
                    yield text, name == "participant"
