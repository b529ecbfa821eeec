"""Which heading is which field, and which cells could be scores."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from cx.lexicon.headings import NUMBERING
from cx.lexicon.languages import lexicon
from cx.lexicon.patterns import any_of
from cx.lexicon.plain import plain
from cx.lexicon.spoken import demotion, fields_of, spoken
from cx.readers.courtesy import give_way
from cx.uploads.fields import LISTS_OF_PERSONA, Field, FileLayout

SURE_ENOUGH = 0.3
"""A reading that fits less is not proposed: a person says what the file is, with what speaks for each guess."""
UNSURE = 0.25
"""The fit of a reading that is possible, and that nothing but its headings speaks for."""
CLOSE = 88
"""Similarity (0 to 100) from which a heading counts as a misspelling of one that we know."""
TO, FROM, OUT_OF = (any_of(lexicon().words("numbers", key)) for key in ("to", "from", "out_of"))
SCALE = re.compile(rf"(?<=\w)[\s,:]{{1,3}}(?:(?:(?:{FROM})\s)?\d{{1,2}}\s?(?:-|–|/|{TO})\s?|/\s?|(?:{OUT_OF})\s)\d{{1,3}}$", re.IGNORECASE)
"""The scale at the end of a heading: “Score 1-5”, “Score out of 5”, “Bewertung von 1 bis 5”."""
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
    language = spoken(tuple(header))
    for place, heading in enumerate(header):
        give_way()
        whole, unscaled, last = plain(heading), plain(SCALE.sub("", heading)), plain(heading.rpartition(".")[2])
        for field in shape.fields:
            text = unscaled if field.name == "score" else whole
            likeness = max(_likeness(text, field, language), _likeness(last, field, language) - 60 if "." in heading else 0.0)
            if likeness >= CLOSE:
                scored.append((-likeness, place, heading, field))
    for _, _, heading, field in sorted(scored, key=lambda s: s[:2]):
        if mapping[heading] == "" and field.name not in taken:
            mapping[heading] = field.name
            taken.add(field.name)
    for field in (f for f in shape.fields if f.many):
        spread = [h for h in header if mapping[h] in ("", field.name) and _is_numbered(plain(h), field, language)]
        if len(spread) > 1 and field.name not in taken.difference(mapping[h] for h in spread):
            mapping |= dict.fromkeys(spread, field.name)
            taken.add(field.name)
    return mapping | _more_lists(shape, mapping, language)


def _more_lists(shape: FileLayout, mapping: dict[str, str], language: str) -> dict[str, str]:
    """The columns of a persona sheet that list the same by another word: “Pain points” beside “Frustrations”."""
    if shape.name != "personas":
        return {}
    lists = [field for field in shape.fields if field.name in LISTS_OF_PERSONA and field.name != "needs"]  # which may be ids
    return {
        heading: field.name
        for heading, name in mapping.items()
        for field in lists
        if not name and _likeness(plain(heading), field, language) > 100
    }


def _is_opposite(heading: str, candidate: str) -> bool:
    """“Dissatisfaction” is spelt nearly like “satisfaction”, and is its opposite."""
    return bool(re.fullmatch(rf"(?:{OPPOSITE})\s*{re.escape(candidate)}s?", heading))


def _is_id(heading: str) -> bool:
    """“Kontaktpunkt-ID” is spelt nearly like “Kontaktpunkt”, and holds no names."""
    return "id" in heading.split()


def _is_numbered(heading: str, field: Field, language: str) -> bool:
    base = re.fullmatch(r"(.*\S)\s*\d{1,2}", heading)
    return base is not None and _likeness(base[1], field, language) > 100


@lru_cache(maxsize=100_000)  # a thousand headings and all fields: every layout is tried on the same headings
def _likeness(heading: str, field: Field, language: str) -> float:
    """How surely a plain heading is that of a field: from 100 on it is one of its words, below it is spelt like one."""
    ranks, long = _candidates(field)
    behind = demotion(heading, field.name, language)
    if behind is None or (heading in NUMBERING and heading not in field.headings):
        return 0.0  # “Encuestado” numbers the rows, “Encuestados” is a count
    rank = ranks.get(heading.rstrip("s"))
    if rank is not None:
        return 200.0 - rank / 100 - behind  # the field's own name wins over a synonym of another
    if len(heading) <= 4:
        return 0.0
    alike = process.extract(heading, long, scorer=fuzz.ratio, score_cutoff=CLOSE, limit=None)
    return max(
        (
            likeness
            for word, likeness, _ in alike
            if not _is_opposite(heading, word) and _is_id(heading) == _is_id(word) and _is_said(word, field, language)
        ),
        default=0.0,
    )


def _is_said(word: str, field: Field, language: str) -> bool:
    """Whether a word may be misspelt in a table of a language: “Objective” is English, and no misspelt “objectivo”."""
    own = word == field.name.replace("_", " ") or field.name.endswith("_id")
    return own or not language or field.name in fields_of(language).get(word.rstrip("s"), ())


@cache
def _candidates(field: Field) -> tuple[dict[str, int], list[str]]:
    """The rank of each word for a field, without a plural s, and those that are long enough to be misspelt."""
    words = (field.name.replace("_", " "), *field.headings)
    ranks: dict[str, int] = {}
    for rank, word in enumerate(words):
        ranks.setdefault(word.rstrip("s"), rank)
    return ranks, [word for word in words if len(word) > 4]
