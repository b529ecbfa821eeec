"""Maps of a report: one per persona, and all personas over the stages; as pictures, in words, on as many pages as they need."""

from __future__ import annotations

from dataclasses import dataclass

from cx.charts.grids import Grid
from cx.charts.paper import map_picture, picture_key, split
from cx.model import STATE_MEANING, STATES

ROWS_A_PAGE = 17
"""Rows of a map on one page or slide, headings counted."""


@dataclass(frozen=True)
class Across:
    """How many mandatory needs of each persona are met at each stage; the worst state stands for the stage."""

    scope: str
    grid: Grid
    name: str = "All personas"
    finding: str = "Must-haves by persona and stage: how many are met where"

    def picture(self, kind: str = "png", scale: float = 2) -> bytes:
        """The map alone: title, scope and key stand in the report beside it."""
        return map_picture(self.grid, "", "", kind, scale, key=False)

    def pictures(self, scale: float) -> list[bytes]:
        """The map on as many pages as it needs to stay readable."""
        return [map_picture(part, "", "", "png", scale, key=False) for part in split(self.grid, ROWS_A_PAGE)]

    @property
    def key(self) -> str:
        """What the glyphs mean."""
        return picture_key(self.grid)

    @property
    def description(self) -> str:
        """The map in words, for those who cannot see it."""
        cells = self.grid.frame[self.grid.frame["state"].isin(STATE_MEANING)]
        counted = [(s.label.lower(), int((cells["state"].astype(str) == s.state).sum())) for s in STATES]
        return f"{self.finding}. Cells of the map: {', '.join(f'{n} {label}' for label, n in counted if n)}."


@dataclass(frozen=True)
class PersonaPart(Across):
    """One persona: its headline, the range it can still reach, what falls short most, and its map."""

    tagline: str = ""
    headline: str = ""
    once_assessed: str = ""
    beside: str = ""
