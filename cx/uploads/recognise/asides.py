"""Sheets that are no data: notes, legends, read-mes, headings without rows. Proposed to be left out, with the reason."""

from __future__ import annotations

from collections.abc import Sequence

from cx.lexicon.headings import NUMBERING
from cx.lexicon.languages import lexicon
from cx.lexicon.plain import plain
from cx.lexicon.score_words import share_of_scores
from cx.readers.text_table import TextTable
from cx.uploads.fields import LEFT_OUT, SHAPE
from cx.uploads.recognise.coded import is_codebook
from cx.uploads.recognise.columns import SURE_ENOUGH, UNSURE, LayoutMatch
from cx.uploads.recognise.not_ours import not_ours

EXPLAINS = frozenset(lexicon().words("sheets", "explain"))
"""What people call sheets that explain a workbook, and nothing else, even where they repeat its headings."""
TITLES = EXPLAINS | {*lexicon().words("sheets", "perhaps")}
"""What such sheets are called, and a sheet of data may be called too."""
SIGNS = frozenset(lexicon().words("sheets", "sign"))
"""First headings of legends."""
EXPLAINED = frozenset(lexicon().words("sheets", "meaning"))
"""Their second ones."""
SURE = 0.75
"""A reading of data that fits as well as this stands against the name of a sheet."""
PROSE_WORDS = 5
"""A column of texts with so many words on average is prose."""
FIT = 0.9


def with_asides(table: TextTable, matches: Sequence[LayoutMatch]) -> list[LayoutMatch]:
    """The readings of a table, with leaving it out first where it looks like no data, else last."""
    others = [r for r in matches if r.shape.name != LEFT_OUT]
    reason = _reason(table, others)
    nothing = dict.fromkeys(table.header, "")
    if reason:
        return [LayoutMatch(SHAPE[LEFT_OUT], FIT, reason, nothing), *others]
    if others[0].fit >= SURE_ENOUGH:
        return [*others, LayoutMatch(SHAPE[LEFT_OUT], 0.0, "Nothing of it is wanted.", nothing)]
    known = {
        heading for one in others for heading, field in one.mapping.items() if field and field != "*" and plain(heading) not in NUMBERING
    }
    return [*others, LayoutMatch(SHAPE[LEFT_OUT], UNSURE, not_ours(table.header, [cells for _, cells in table.sample()], known), nothing)]


def _reason(table: TextTable, others: Sequence[LayoutMatch]) -> str:
    """Why a table seems to be no data; empty where it seems to be data."""
    sample = [cells for _, cells in table.sample()]
    if not sample:
        return "" if table.damaged else "There are headings and no rows below them."
    if is_codebook(table.header):
        return "It is a codebook: codes and what they mean. Bring the coded interviews; nothing of the codes alone is stored."
    title = plain((table.sheet or "").split(" · ")[0])
    if title in EXPLAINS:
        return f"A sheet called “{table.sheet}” explains the others."
    if others[0].fit >= SURE:
        return ""
    if title in TITLES:
        return f"A sheet called “{table.sheet}” explains the others, and its headings are not those of data."
    if _is_legend(table.header):
        return f"“{table.header[0]}” and “{table.header[1]}” look like a legend."
    # A file of its own is asked about: whoever brings one thing wants it read.
    if table.sheet is not None and others[0].fit < SURE / 2 and _is_prose(sample):
        return "There are texts in it and no columns, as in notes."
    return ""


def _is_legend(header: Sequence[str]) -> bool:
    names = [plain(heading) for heading in header]
    return 2 <= len(names) <= 4 and names[0] in SIGNS and any(name in EXPLAINED for name in names[1:])


def _is_prose(sample: Sequence[Sequence[str]]) -> bool:
    """Whether most of what stands here are sentences in one column."""
    columns = [[cell for cell in cells if cell.strip()] for cells in zip(*sample, strict=False)]
    used = [cells for cells in columns if cells]
    if any(share_of_scores(cells) > 0.5 for cells in used):
        return False
    longest = max(used, key=lambda cells: sum(map(len, cells)), default=[])
    words = sum(len(cell.split()) for cell in longest)
    return len(used) <= 2 and bool(longest) and words >= PROSE_WORDS * len(longest)
