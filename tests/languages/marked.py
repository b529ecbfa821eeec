"""A language for tests, in which every message is marked and two fifths longer; and what of a text stands outside of all messages."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from typing import Any

from babel.messages.pofile import read_po

from cx.languages.messages import BRANCH, FOLDER, Catalogue
from cx.store import Workspace
from cx.tables import TABLES

OPEN, CLOSE = "⟦", "⟧"
OF_PEOPLE = [
    "name",
    "label",
    "statement",
    "met_when",
    "quote",
    "tagline",
    "narrative",
    "goals",
    "source",
    "importance_source",
    "alt",
    "note",
    "theme",
    "unit",
    "participant",
    "rationale",
    "owner",
    "dissent",
    "options_considered",
    "cause_note",
    "product_version",
]
"""Columns that hold what people wrote."""


def marked() -> Catalogue:
    """The language: every message of the template between brackets, and longer."""

    def said(text: str) -> str:
        more = len(text) * 2 // 5
        return f"{OPEN}{text}{('~~~~~~~ ' * (more // 8 + 1))[:more].rstrip()}{CLOSE}"

    found = {e.id for e in read_po(io.BytesIO((FOLDER / "messages.pot").read_bytes())) if e.id}
    return Catalogue(
        "de",
        {one: said(one) for one in found if isinstance(one, str)},
        {BRANCH.join(both): tuple(map(said, both)) for both in found if isinstance(both, tuple)},
    )


def left_over(text: str) -> str:
    """What stands outside of all messages."""
    text = re.sub(r"<style>.*?</style>|<[^>]*>", " ", text, flags=re.DOTALL)
    while (shorter := re.sub(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}", " ", text)) != text:
        text = shorter
    return text


def untranslated(text: str, own: Iterable[str]) -> list[str]:
    """Words outside of all messages that are not among the texts of people."""
    rest = left_over(text)
    for one in sorted({o for o in own if o}, key=len, reverse=True):
        rest = rest.replace(one, " ")
    return re.findall(r"[^\W\d_]{2,}", rest)


def texts_of(part: Any) -> Iterator[str]:
    """Every text in lists and dictionaries, without keys."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for value in part.values():
            yield from texts_of(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from texts_of(value)


def texts_of_people(workspace: Workspace) -> set[str]:
    """What people wrote into the tables of a workspace."""
    columns = workspace.rows("SELECT table_name, column_name FROM information_schema.columns WHERE data_type = 'VARCHAR'")
    found: set[str] = set()
    stored = {table.name for table in TABLES}
    for table, column in set(columns):
        if table not in stored:
            continue
        if column in OF_PEOPLE or column.endswith("_id"):
            for (text,) in workspace.rows(f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL'):
                found |= {text, " ".join(text.split()), *(part.strip() for part in text.split(";"))}
    return found
