"""What a heatmap shows, before it is drawn: its axes, and one row of `FIELDS` per cell.

No state and no number is decided here or in the maps; rows of coverage are put into words and places.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from cx.appearance import Look
from cx.charts.cell_words import flag_words
from cx.languages.messages import tr
from cx.model import STATE_MEANING

FIELDS = (
    "row", "column", "row_id", "column_id", "state", "tone", "glyph", "text", "decides", "mark", "said",
    "Row", "Stage", "State", "Value", "Rests on", "Remarks",
)  # fmt: skip
"""Columns of the frame that a heatmap draws: place, state, tone, printed text, marks, what a screen reader
says, and the tooltip."""


@dataclass(frozen=True)
class Axis:
    """The rows or columns of a heatmap in order: (id, label, role).

    Role is `persona` or `group` for a heading, `assumed` for a need that rests on assumption, `total` for a roll-up.
    """

    entries: tuple[tuple[str, str, str], ...]

    @property
    def ids(self) -> list[str]:
        """The ids in order."""
        return [entry[0] for entry in self.entries]


JOURNEY = ";journey"
"""Id of the column (or row) that rolls up over all; no stage or touchpoint has a semicolon in its id."""
ALARMS = ("hidden_failure", "self_inflicted", "perception_gap+", "perception_gap-")
"""Flags with a mark in the cell itself; the others are shown in the tooltip and the evidence."""


@dataclass(frozen=True, eq=False)
class Grid:
    """What one heatmap shows: its axes and one row of `FIELDS` per drawn cell. Grids are shared: never change one."""

    rows: Axis
    columns: Axis
    frame: pd.DataFrame
    row_title: str = "Need"

    @cached_property
    def cells(self) -> dict[tuple[str, str], dict[str, str]]:
        """The cells by row and column, those where nothing is needed left out: what is written of a map reads them one by one."""
        fields = {name: self.frame[name].tolist() for name in FIELDS}
        rows = (dict(zip(fields, texts, strict=True)) for texts in zip(*fields.values(), strict=True))
        return {(row["row"], row["column"]): row for row in rows if row["state"] in STATE_MEANING}


HEADINGS = ("group", "persona")
"""Roles of rows that hold no cells."""


def drawn_cell(
    place: tuple[str, str],
    shown: Look,
    row: str,
    stage: str,
    value: str,
    behind: str,
    flags: Sequence[str],
    decides: bool,
) -> dict[str, str]:
    """One row of `FIELDS`: a cell at a place (row id, column id) in the words that the map shows."""
    return {
        "row": place[0],
        "column": place[1],
        "row_id": place[0],
        "column_id": place[1],
        "state": shown.state,
        "tone": shown.tone,
        "glyph": shown.glyph,
        "text": shown.text,
        "decides": "yes" if decides else "no",
        "mark": "!" if any(flag in ALARMS for flag in flags) else "",
        "said": f"{row}, {stage}: {shown.words}",
        "Row": row,
        "Stage": stage,
        "State": shown.word,
        "Value": value,
        "Rests on": behind,
        "Remarks": flag_words(flags) or tr("none"),
    }


def grid_frame(drawn: Sequence[Mapping[str, str]], rows: Sequence[tuple[str, str, str]], columns: Sequence[str]) -> pd.DataFrame:
    """The drawn cells, and a dot for every place of a row where nothing is needed."""
    present = {(d["row"], d["column"]) for d in drawn}
    blank = dict.fromkeys(FIELDS, "")
    dots = [
        {**blank, "row": r, "column": c, "state": "not_needed"}
        for r, _, role in rows
        if role not in HEADINGS
        for c in columns
        if (r, c) not in present
    ]
    every = [*drawn, *dots]
    return pd.DataFrame({field: _category([cell[field] for cell in every]) for field in FIELDS})


def _category(texts: Sequence[str]) -> pd.Categorical:
    # The result of astype("category"), without making a column of strings first.
    known = sorted(set(texts))
    code = {text: number for number, text in enumerate(known)}
    return pd.Categorical.from_codes([code[text] for text in texts], pd.Index(known, dtype="str"))


def stages_among(stages: Mapping[str, str], rows: pd.DataFrame) -> dict[str, str]:
    """The stages that occur in the rows, in the order of the journey."""
    present = set(rows["stage_id"])
    return {stage: name for stage, name in stages.items() if stage in present}
