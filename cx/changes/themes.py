"""Themes of findings: what they mean, and other names for them; renamed, merged or split as one change that the history holds and can
take back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb

from cx.changes.load import apply_sheets
from cx.changes.outcome import Outcome
from cx.changes.sheets import Sheet
from cx.changes.write import sheet_of
from cx.store.rows import Change

Row = Mapping[str, str]
MEANING = ("definition", "example")


def define(cursor: duckdb.DuckDBPyConnection, theme: str, definition: str, example: str, who: str) -> Outcome:
    """Write down what a theme means; without a definition and an example what stood there goes."""
    row = {"theme": theme, "definition": definition.strip(), "example": example.strip()}
    filled = any(row[name] for name in MEANING)
    return apply_sheets(
        cursor,
        [sheet_of("themes", [row])] if filled else [],
        Change(who, "edit", f"theme “{theme}”"),
        remove={} if filled else {"themes": [{"theme": theme}]},
    )


def retheme(cursor: duckdb.DuckDBPyConnection, theme: str, new: str, who: str, only: Sequence[str] | None = None) -> Outcome:
    """Give the findings of a theme another one: all of them, which renames it or merges it into `new`, or `only` those named,
    which splits it.

    What a theme means goes with its name; where both of two merged themes have a meaning, both stand. One that was split keeps its own.
    """
    found = [r[0] for r in cursor.execute("SELECT finding_id FROM findings WHERE theme = ? ORDER BY finding_id", [theme]).fetchall()]
    meanings = _meanings(cursor, theme, new)
    known = new in meanings or bool(cursor.execute("SELECT 1 FROM findings WHERE theme = ? LIMIT 1", [new]).fetchall())
    moved = found if only is None else [finding_id for finding_id in found if finding_id in set(only)]
    is_split = len(moved) < len(found)
    done = "splitting" if is_split else "merging" if known else "renaming"
    sheets: list[Sheet] = [sheet_of("findings", [{"finding_id": finding_id, "theme": new} for finding_id in moved])] if moved else []
    remove = {}
    if theme in meanings and not is_split:
        sheets.append(sheet_of("themes", [_joined(theme, new, meanings)]))
        remove = {"themes": [{"theme": theme}]}
    return apply_sheets(cursor, sheets, Change(who, done, f"theme “{theme}” to “{new}”"), remove=remove)


def _meanings(cursor: duckdb.DuckDBPyConnection, *themes: str) -> dict[str, Row]:
    rows = cursor.execute(
        "SELECT theme, coalesce(definition, ''), coalesce(example, '') FROM themes WHERE list_contains(?, theme)", [list(themes)]
    ).fetchall()
    return {theme: dict(zip(MEANING, texts, strict=True)) for theme, *texts in rows}


def _joined(theme: str, new: str, meanings: Mapping[str, Row]) -> dict[str, str]:
    """What the theme means under its new name, together with what that one meant before."""
    before, moved = meanings.get(new, {}), meanings[theme]
    row = {"theme": new}
    for name in MEANING:
        own, other = before.get(name, ""), moved[name]
        row[name] = f"{own} · {theme}: {other}" if own and other and own != other else own or other
    return row
