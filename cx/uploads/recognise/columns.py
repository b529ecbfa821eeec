"""Which heading is which field, and which cells could be scores."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from cx.lexicon.languages import lexicon
from cx.lexicon.patterns import any_of
from cx.lexicon.plain import plain
from cx.uploads.fields import Field, FileLayout

CLOSE = 88
"""Similarity (0 to 100) from which a heading counts as a misspelling of one that we know."""
SCALE = re.compile(
    rf"(?<=\w)[\s,:]{{1,3}}(?:\d{{1,2}}\s?(?:-|–|/|{any_of(lexicon().words('numbers', 'to'))})\s?|/\s?|(?:{any_of(lexicon().words('numbers', 'out_of'))})\s)\d{{1,3}}$",
    re.IGNORECASE,
)
"""The scale at the end of a heading: “Score 1-5”, “Score out of 5”."""
OPPOSITE = any_of(lexicon().words("directions", "opposite"))
"""What turns the word behind it round."""


@dataclass(frozen=True)
class LayoutMatch:
    """One reading of a file: the shape, how well it fits (0 to 1), why, and which column is which field.

    `mapping` gives a field name, or "" for a column that is left out, for every heading of the file.
    """

    shape: FileLayout
    fit: float
    reason: str
    mapping: dict[str, str]


def match_columns(shape: FileLayout, header: Sequence[str]) -> dict[str, str]:
    """The field of each heading, or "": by name, by synonym, by a close spelling; each field once, but for a list
    that is spread over numbered columns (“Pain 1”, “Pain 2”)."""
    mapping = dict.fromkeys(header, "")
    taken: set[str] = set()
    scored: list[tuple[float, int, str, Field]] = []
    for place, heading in enumerate(header):
        for field in shape.fields:
            said = SCALE.sub("", heading) if field.name == "score" else heading
            likeness = max(
                _likeness(plain(said), field), _likeness(plain(heading.rpartition(".")[2]), field) - 60 if "." in heading else 0.0
            )
            if likeness >= CLOSE:
                scored.append((-likeness, place, heading, field))
    for _, _, heading, field in sorted(scored, key=lambda s: s[:2]):
        if mapping[heading] == "" and field.name not in taken:
            mapping[heading] = field.name
            taken.add(field.name)
    for field in shape.fields:
        spread = [h for h in header if mapping[h] in ("", field.name) and _is_numbered(plain(h), field)]
        if field.many and len(spread) > 1 and field.name not in taken.difference(mapping[h] for h in spread):
            mapping |= dict.fromkeys(spread, field.name)
            taken.add(field.name)
    return mapping


def _is_opposite(heading: str, candidate: str) -> bool:
    """“Dissatisfaction” is spelt nearly like “satisfaction”, and is its opposite."""
    return bool(re.fullmatch(rf"(?:{OPPOSITE})\s*{re.escape(candidate)}s?", heading))


def _is_id(heading: str) -> bool:
    """“Kontaktpunkt-ID” is spelt nearly like “Kontaktpunkt”, and holds no names."""
    return "id" in heading.split()


def _is_numbered(heading: str, field: Field) -> bool:
    base = re.fullmatch(r"(.*\S)\s*\d{1,2}", heading)
    return base is not None and _likeness(base[1], field) > 100


def _likeness(heading: str, field: Field) -> float:
    best = 0.0
    for rank, candidate in enumerate((field.name.replace("_", " "), *field.headings)):
        if heading == candidate or heading.rstrip("s") == candidate.rstrip("s"):
            return 200.0 - rank  # the field's own name wins over a synonym of another
        if len(heading) > 4 and len(candidate) > 4 and not _is_opposite(heading, candidate) and _is_id(heading) == _is_id(candidate):
            best = max(best, fuzz.ratio(heading, candidate))
    return best
