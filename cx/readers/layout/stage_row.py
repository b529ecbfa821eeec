"""A row of stages above the names of the columns, in a file that cannot merge cells: “Find,,Pay,” over “Map,Website,Till,App”."""

from __future__ import annotations

from collections.abc import Sequence

from cx.lexicon.plain import plain
from cx.lexicon.score_words import is_mark, share_of_scores
from cx.lexicon.stages import STAGES, number_of


def is_stage_row(over: Sequence[str], names: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Whether the row names stages of which each holds for the columns up to the next: blank over the columns of labels, over
    columns of scores or marks only, and at least half of the names are those that stages usually have.

    A person is asked about it, as about groups that a workbook states by merged cells.
    """
    held = [place for place, cell in enumerate(over) if cell.strip()]
    width = max((place + 1 for place, cell in enumerate(names) if cell.strip()), default=0)
    if len(held) < 2 or not held[0] or held[-1] >= width or len(held) == width - held[0]:
        return False
    texts = [over[place].strip() for place in held]
    usual = sum(plain(text) in STAGES or number_of(text) is not None for text in texts)
    if len({text.casefold() for text in texts}) < len(texts) or 2 * usual < len(texts):
        return False
    if not all(names[place].strip() for place in range(held[0], width)):
        return False
    cells = [cell for row in body for cell in row[held[0] : width] if cell.strip()]
    return bool(cells) and all(share_of_scores([cell]) or is_mark(cell) for cell in cells)
