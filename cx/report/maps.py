"""Maps of a report: one per persona, and all personas over the stages; as pictures, in words, on as many pages as they need."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from cx.charts.grid import Grid
from cx.charts.paper import map_picture, picture_key, split
from cx.languages.messages import tr
from cx.model import STATE_MEANING

ROWS_A_PAGE = 17
"""Rows of a map on one page or slide, headings counted."""


@dataclass(frozen=True)
class OverviewPart:
    """How many mandatory needs of each persona are met at each stage; the worst state stands for the stage."""

    scope: str
    grid: Grid
    name: str = field(default_factory=lambda: tr("All personas"))
    finding: str = field(default_factory=lambda: tr("Must-haves by persona and stage: how many are met where"))

    def picture(self, kind: str = "png", scale: float = 2) -> bytes:
        """The map alone: title, scope and key stand in the report beside it."""
        return map_picture(self.grid, "", "", kind, scale, key=False)

    def pictures(self, kind: str = "png", scale: float = 2) -> list[bytes]:
        """The map on as many pages as it needs to stay readable."""
        return [map_picture(part, "", "", kind, scale, key=False) for part in split(self.grid, ROWS_A_PAGE)]

    @property
    def key(self) -> str:
        """What the glyphs mean."""
        return picture_key(self.grid)

    @property
    def description(self) -> str:
        """The map in words, for those who cannot see it."""
        cells = self.grid.frame.loc[self.grid.frame["state"].isin(STATE_MEANING), ["state", "State"]].astype(str)
        # By state and then by its word on the map: pains are relieved, and “Not met (≤ 70%)” is told apart from not assessed.
        told = Counter(
            (list(STATE_MEANING).index(state), word.split(" (")[0].lower()) for state, word in cells.itertuples(index=False, name=None)
        )
        counted = ", ".join(f"{number} {word}" for (_, word), number in sorted(told.items()))
        return f"{self.finding}. {tr('Cells of the map: {counted}.', counted=counted)}"


@dataclass(frozen=True)
class PersonaPart(OverviewPart):
    """One persona: its headline, the range it can still reach, what falls short most, and its map."""

    tagline: str = ""
    headline: str = ""
    once_assessed: str = ""
    beside: str = ""
    rests_on: str = ""
    """How much of it is assumed, over the rounds, and what has aged."""
    spark: str = ""
    """Its assumed needs over the rounds, as a small line; empty with fewer than three rounds."""
