"""What questions of a survey have in common at their beginning, and what each asks beyond it: by the code book, else by their headings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from cx.lexicon.plain import plain
from cx.survey.column import NO_RATING, Column

STEMS = (
    re.compile(r"(.+?)\s*\[[^][]+\]\s*"),
    re.compile(r"(.+)\s[-–—]\s.+"),
    re.compile(r"(.+?):\s.+"),
    re.compile(r"([A-Za-z]+\d+)(?:[_.\-]\d{1,3}|[_.\-]?[a-z])"),
)
"""How headings say what their questions have in common: stem [item], stem - item, stem: item, and codes such as Q5_1 and Q5a."""
JOINTS = (" - ", " – ", ": ", " [", ".")
"""What stands between the stem of a battery and its item, where no code book says which is which."""
EDGES = " -–—:.…[]/"


def together(columns: Mapping[int, Column]) -> list[list[int]]:
    """The places of the columns that share a stem, as the code book or their headings say it."""
    stems: dict[str, list[int]] = {}
    for place, column in columns.items():
        stem = stem_of(column)
        if stem and column.question.kind not in NO_RATING:
            stems.setdefault(stem, []).append(place)
    return list(stems.values())


def stem_of(column: Column) -> str:
    """What a question has in common with the others of its battery, to compare; blank where nothing says so."""
    text = stem_text(column)
    return plain(text) or text


def stem_text(column: Column) -> str:
    """The same as it stands in the question."""
    if column.question.stem:
        return column.question.stem
    heading = " ".join(column.heading.split())
    return next((match[1] for pattern in STEMS if (match := pattern.fullmatch(heading))), "")


def items_of_batteries(asked: Sequence[str], stems: Sequence[str]) -> list[str]:
    """The item of each question that shares its stem with others, as the code book says or as the texts show; else ""."""
    found = []
    for text, stem in zip(asked, stems, strict=True):
        if stem and text.startswith(stem):
            found.append(_item(text, stem))
            continue
        shared = (text[: at + len(joint)] for joint in JOINTS if (at := text.rfind(joint)) > 0)
        stem = max((one for one in shared if sum(other.startswith(one) for other in asked) > 1), key=len, default="")
        found.append(_item(text, stem) if stem else "")
    return found


def _item(text: str, stem: str) -> str:
    """What follows the stem; nothing where that is the end of a question, which says too little without its beginning."""
    item = text.removeprefix(stem).strip(EDGES)
    return "" if item.endswith("?") else item
