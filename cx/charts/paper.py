"""Maps for export: as a self-contained picture, and split so that it stays readable on paper."""

from __future__ import annotations

from dataclasses import replace

from cx import words
from cx.appearance import ABOUT, within
from cx.charts.grid import Axis, Grid
from cx.charts.heatmap import specification
from cx.charts.picture import picture
from cx.colours import DEEP
from cx.languages.messages import tr
from cx.model import STATE_MEANING


def map_picture(grid: Grid, title: str, scope: str, kind: str = "png", scale: float = 2, key: bool = True) -> bytes:
    """A map as a self-contained picture (`png`) or drawing (`svg`), with title, scope line and key.

    With an empty title and no key only the map is drawn.
    """
    heading = (title, scope, picture_key(grid) if key else "") if title else None
    spec = specification(grid.rows, grid.columns, "light", row_title=grid.row_title, heading=heading)
    return picture(spec, grid.frame.astype(str), kind, scale)


def split(grid: Grid, most: int) -> list[Grid]:
    """The grid as several of at most so many rows each, for paper; a group that goes on repeats its heading."""
    if len(grid.rows.entries) <= most:
        return [grid]
    pages: list[list[tuple[str, str, str]]] = [[]]
    heading: tuple[str, str, str] | None = None
    for entry in grid.rows.entries:
        heading = entry if entry[2] == "group" else heading
        # A heading is never the last row of a page.
        if len(pages[-1]) >= most - (entry[2] == "group"):
            pages.append([] if entry[2] == "group" or heading is None else [heading])
        pages[-1].append(entry)
    rows = grid.frame["row"].astype(str)
    return [replace(grid, rows=Axis(tuple(page)), frame=grid.frame[rows.isin([key for key, _, _ in page])]) for page in pages]


def picture_key(grid: Grid) -> str:
    """The key of a map in one line."""
    drawn = set(grid.frame["state"].astype(str))
    parts = [f"{meaning.glyph} {within(state)}" for state, meaning in STATE_MEANING.items() if state in drawn]
    if (grid.frame["decides"] == "yes").any():
        parts.append(tr("thick outline: the stage that decides"))
    tones = set(grid.frame["tone"].astype(str))
    if "missed_deep" in tones:
        parts.append(tr("deeper red: below {share}", share=words.percent(DEEP)))
    if any(text.startswith(ABOUT) for text in grid.frame["text"].astype(str).unique()):
        parts.append(tr("{sign}, lighter and dashed: an assumed rating", sign=ABOUT))
    marks = [mark for mark in dict.fromkeys(grid.frame["mark"].astype(str)) if mark]
    return " · ".join([*parts, *(tr("{sign} with a remark", sign=mark) for mark in marks)])
