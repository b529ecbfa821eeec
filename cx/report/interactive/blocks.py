"""The few forms in which the snapshot says something: every text is made here, in Python; its script only lays them out.

A block is a dictionary that goes into the file as JSON: a paragraph (`p`), a heading (`h`), the state of a cell (`state`), a remark
(`tag`), a table with a row a line (`rows`), terms and their meaning (`terms`), a list (`list`), or blocks behind a line that opens
(`fold`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cx.appearance import Look

Block = dict[str, Any]
Cell = str | dict[str, Any]
Numbers = Mapping[tuple[str, str], int]
"""Need and stage -> the number of the cell on the map."""
HEADS: dict[str, dict[str, Any]] = {
    "items": {
        "head": [
            "",
            "Need",
            "State",
            "Why, and what it rests on",
            "Importance",
            "Shortfall",
            "Weight",
            "Reach",
            "Priority",
            "In the first five",
        ],
        "num": [0, 4, 5, 6, 7, 8],
        "tight": [9],
    },
    "unknown": {"head": ["Need", "State", "What is not known", "Worth"], "num": [3]},
    "touchpoints": {"head": ["Touchpoint", "Value", "n", "Rests on"], "num": [1, 2]},
    "segments": {"head": ["Segment", "Value", "n"], "num": [1, 2]},
    "rounds": {"head": ["Round", "State", "Value", "n"], "num": [2, 3]},
    "stages": {"head": ["Stage", "State", "Value", "Rests on"], "num": [2]},
    "ratings": {"head": ["Rated", "Who", "Value", "n", "Date", "Note"], "num": [2, 3]},
    "tests": {
        "head": ["What it says", "Need and stage", "Before → now", "Difference (95%)", "q", "Could have been seen"],
        "num": [4],
        "tight": [2],
    },
    "cells": {"head": ["Need", "Kind", "Stage", "State", "Value", "Rests on", "Remarks"], "num": []},
}
"""Tables that stand in the file many times: their headings are in it once. `num` are the columns of numbers,
`tight` those whose words stay on one line."""


def paragraph(text: str, quiet: bool = False) -> Block:
    """A paragraph; a quiet one is smaller."""
    return {"p": text, "quiet": 1} if quiet else {"p": text}


def heading(text: str) -> Block:
    """A heading within a section or a panel."""
    return {"h": text}


def tag(label: str, text: str) -> Block:
    """A remark: a small label and what it means."""
    return {"tag": label, "p": text}


def terms(pairs: Iterable[tuple[str, str]]) -> Block:
    """Terms, each with what it is or means."""
    return {"terms": [[term, meaning] for term, meaning in pairs]}


def bullets(texts: Iterable[str]) -> Block:
    """Texts one under the other."""
    return {"list": list(texts)}


def fold(title: str, blocks: Sequence[Block]) -> Block:
    """Blocks behind a line that opens."""
    return {"fold": title, "blocks": list(blocks)}


def table(name: str, caption: str, rows: Iterable[Any]) -> Block:
    """A table of `HEADS`; a row is a list of cells, or what `row_of` gives."""
    return {"table": name, "caption": caption, "rows": list(rows)}


def own_table(head: Sequence[str], caption: str, rows: Iterable[Any], num: Sequence[int] = ()) -> Block:
    """A table with headings of its own."""
    return {"head": list(head), "num": list(num), "caption": caption, "rows": list(rows)}


def row_of(persona_id: str, cells: Sequence[Cell]) -> dict[str, Any]:
    """A row that is shown only where this persona is in view."""
    return {"of": persona_id, "cells": list(cells)}


def chip(shown: Look, text: str = "") -> list[str]:
    """A state as it is drawn: tone, glyph, and its text."""
    return [shown.tone, shown.glyph, text or shown.word]


def cell(text: str, **more: Any) -> dict[str, Any]:
    """A cell with more than a text: `quiet` below it, `bold`, a `chip`, or the number of the cell of the map that it leads to (`go`)."""
    return {"t": text, **{name: value for name, value in more.items() if value is not None and value is not False and value != ""}}
