"""Journey maps as people draw them: the stages across, and a lane for actions, touchpoints, thoughts and pain points each."""

from __future__ import annotations

from collections.abc import Sequence

from cx.lexicon.headings import HEADINGS
from cx.lexicon.plain import plain
from cx.lexicon.score_words import is_mark, share_of_scores
from cx.lexicon.stages import STAGES, number_of
from cx.readers.content import Row
from cx.readers.layout.header import Header

STAGE = "Stage"
"""What the stages are called once they stand down the table; the file has no word for them."""
FEWEST_LANES = 2
LANES = frozenset(
    (*HEADINGS["touchpoint"], *HEADINGS["channel"], *HEADINGS["pains"], *HEADINGS["gains"], *HEADINGS["needs"], *HEADINGS["need"])
)


def lane_names(head: Sequence[Row], header: Header) -> list[str]:
    """The names of the lanes below a row of stages; none where the table is no journey map."""
    first, *stages = header.names or ("",)
    named = [stage for stage in map(str.strip, stages) if stage]
    usual = sum(plain(stage) in STAGES or number_of(stage) is not None for stage in named)
    if len(named) < 2 or 2 * usual < len(named) or not (plain(first) in ("", *HEADINGS["stage"]) or plain(first).startswith("journey")):
        return []
    lanes = [cells for number, cells in head if number > header.row and cells and cells[0].strip()]
    names = [cells[0].strip() for cells in lanes]
    known = [cells for cells in lanes if plain(cells[0]) in LANES and _holds_texts(cells[1:])]
    return names if known and len(names) >= FEWEST_LANES and any(plain(cells[0]) in HEADINGS["touchpoint"] for cells in known) else []


def with_corner(stages: Sequence[str]) -> tuple[str, ...]:
    """The row of stages, under a heading for them where it has none."""
    first, *others = stages
    return (first if plain(first) in HEADINGS["stage"] else STAGE, *others)


def _holds_texts(cells: Sequence[str]) -> bool:
    """Whether names stand in a lane, and neither scores nor marks."""
    held = [cell for cell in cells if cell.strip()]
    return bool(held) and share_of_scores(held) == 0 and not any(map(is_mark, held))
