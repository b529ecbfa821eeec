"""Rows of a grid that hold a name and no score: headings of groups of needs, or needs that nothing serves yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from cx.lexicon.score_words import is_mark
from cx.uploads.proposal import KEEP, Proposal

NAMING = ("need", "touchpoint")
MOST_ROWS = 20_000
"""No matrix is longer; a list is not searched."""


def group_rows(mapping: Mapping[str, str], header: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]]) -> list[Proposal]:
    """Whether rows of nothing but a name are left out: proposed where they are told apart by capitals or a colon; where the
    first row is one and a scored row follows each, a person says it."""
    heading = next((h for h, field in mapping.items() if field in NAMING), "")
    if not heading:
        return []
    place = header.index(heading)
    others = [i for i, h in enumerate(header) if i != place and mapping.get(h)]
    scored = [i for i in others if mapping[header[i]] == "*"]
    kinds: list[str] = []  # of each row "group" or "need"
    names: list[str] = []
    marked = False
    for number, (_, cells) in enumerate(rows):
        if number >= MOST_ROWS:
            return []
        if not cells[place].strip():
            continue
        names.append(cells[place])
        kinds.append("need" if any(cells[i].strip() for i in others) else "group")
        marked = marked or any(is_mark(cells[i]) for i in scored)
    found = [name for name, kind in zip(names, kinds, strict=True) if kind == "group"]
    needs = [name for name, kind in zip(names, kinds, strict=True) if kind == "need"]
    if not found or not needs:
        return []
    told_apart = _are_loud(found) and not _are_loud(needs)
    in_order = (
        kinds[0] == "group" and len(found) > 1 and kinds[-1] == "need" and ("group", "group") not in zip(kinds, kinds[1:], strict=False)
    )
    if not told_apart and (marked or not in_order):
        return []
    field = mapping[heading]
    title = f"{len(found)} rows hold a name and no score: headings of groups, or {field}s of which nothing is known yet?"
    options = {"drop": "Headings of groups: leave these rows out", KEEP: f"Each is a {field}"}
    sample = tuple((name, "left out") for name in found[:6])
    return [
        Proposal(
            f"{heading}:group rows",
            heading,
            "rows",
            title,
            len(found),
            sample,
            options,
            dict.fromkeys(found, ""),
            must_be_said=not told_apart,
        )
    ]


def _are_loud(names: Sequence[str]) -> bool:
    """Whether all are in capitals, or end with a colon."""
    return all((name.isupper() and len(name.strip()) > 2) or name.rstrip().endswith(":") for name in names)
