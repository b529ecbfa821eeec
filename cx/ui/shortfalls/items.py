"""What the parts of the shortfalls page share: an item in words, who and what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from cx import words
from cx.analysis import reasons
from cx.languages.messages import tr
from cx.ui.shared.scope_bar import View

ONE_OF = {"mandatory": "mandatory need", "gain": "gain", "pain": "pain"}
Row = Mapping[str, Any]


def label_of(view: View, row: Row) -> str:
    """An item in one line: rank, need, persona."""
    return f"{int(row['item'])}. {reasons.statement(row, view.names)} ({who_of(view, row)})"


def who_of(view: View, row: Row) -> str:
    """The name of the persona."""
    return view.names.personas.get(row["persona_id"], str(row["persona_id"]))


def kind_of(row: Row) -> str:
    """The kind of need, in words."""
    return tr(ONE_OF[row["kind"]])


def points_of(value: Any) -> str:
    """A priority as it is printed; empty where there is none."""
    return "" if words.missing(value) else words.points(value)


def personas_of(view: View) -> pd.DataFrame:
    """The personas in view."""
    personas = view.answer.personas
    return personas if view.persona_id is None else personas[personas["persona_id"] == view.persona_id]
