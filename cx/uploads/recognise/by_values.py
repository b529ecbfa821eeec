"""Which column is which, by what stands in it: names that the workspace holds, words for kinds, scores.

For tables whose headings say nothing that is known. Whatever is found so is proposed with its evidence, never taken as said:
the fit stays below that of headings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from cx.lexicon.headings import NUMBERING
from cx.lexicon.listed import parts
from cx.lexicon.plain import plain, plain_name
from cx.lexicon.score_words import NUMBER
from cx.lexicon.verdicts import lights_only
from cx.uploads.fields import SHAPE, FileLayout
from cx.uploads.recognise.columns import LayoutMatch, match_columns

NAMED = {"persona": "personas", "stage": "stages", "touchpoint": "touchpoints", "need": "needs"}
"""Fields whose cells may be names that the workspace holds, by the word for such names."""
FEWEST, SHARE = 2, 0.6
"""So many cells of a column, and so large a share of them, must be names or words that are known."""
FEWEST_COLUMNS = 2
"""So many columns must be known by their values."""
MOST_FIT = 0.85
"""Values are evidence, and no statement: a person is shown the columns opened."""
STEPS = 11
"""More different numbers than these are hardly scores of a few steps."""
LONGEST_NAME = 2_000
"""A longer cell is prose: it is not compared with what is known, which would cost its length for each field."""
WORDS_OF_A_NEED = 2
"""So many words stand on average in a cell that states a need."""


@dataclass(frozen=True)
class Seen:
    """What is known of the columns of a file that may have a layout."""

    layout: FileLayout
    by_values: frozenset[str]
    """Fields that are known by what stands in their columns, of whatever layout."""
    given: frozenset[str]
    """All fields of the layout that have a column."""


INCOMPLETE: tuple[tuple[Callable[[Seen], bool], str], ...] = (
    (lambda s: len(s.by_values) < FEWEST_COLUMNS, "one column of known names may be anything"),
    (lambda s: any(name not in {f.name for f in s.layout.fields} for name in s.by_values), "the values say more than this layout holds"),
    (lambda s: bool(s.layout.lacking(set(s.given))), "a field without which the layout makes no sense has no column"),
    (
        lambda s: s.layout.name == "needs" and "stage" not in s.given,
        "a persona and a need may be anything; a stage makes them a part of a journey",
    ),
)
"""Files of which the values do not make this layout: test, and why."""


def by_values(
    shape: FileLayout, header: Sequence[str], sample: Sequence[Sequence[str]], known: Mapping[str, Sequence[str]], kinds: Collection[str]
) -> LayoutMatch | None:
    """The table read as `shape` by its values; None where they do not give all that the shape needs.

    Headings that are known hold unless the values say otherwise; at least two columns must be known by their values.
    """
    columns = {h: [cell for cell in cells if cell.strip()] for h, cells in zip(header, zip(*sample, strict=False), strict=False)}
    named = _named(columns, known, kinds)
    told = {heading: field for heading, (field, _) in named.items()}
    _add_headings(shape, header, columns, told)
    evidence = [reason for _, reason in named.values()]
    fields = {field.name for field in shape.fields}
    if len(named) >= FEWEST_COLUMNS and "need" not in told.values():
        evidence += _statements(columns, told)
    if "score" not in told.values() and "score" in fields:
        evidence += _scores(columns, told)
    seen = Seen(shape, frozenset(field for field, _ in named.values()), frozenset(told.values()) & fields)
    if any(test(seen) for test, _ in INCOMPLETE):
        return None
    mapping = {h: told.get(h, "") if told.get(h, "") in fields else "" for h in header}
    reason = f"By the values: {'; '.join(evidence)}. Confirm which column is which."
    if shape.name == "needs" and "score" in seen.given:
        reason += " No column is a touchpoint, so the scores rate the need itself at its stage."
    return LayoutMatch(shape, _fit(seen, mapping), reason, mapping)


def _add_headings(shape: FileLayout, header: Sequence[str], columns: Mapping[str, Sequence[str]], told: dict[str, str]) -> None:
    """Take the headings that are known for what they say, where the values say nothing else."""
    free = {h: f for h, f in match_columns(shape, header).items() if f and h not in told}
    for heading, field in free.items():
        is_mark = field == "note" and _are_steps(columns.get(heading, ()))  # “Note” over marks is no remark
        if field not in told.values() and not is_mark:
            told[heading] = field


def _fit(seen: Seen, mapping: Mapping[str, str]) -> float:
    """How well the columns fit the layout: less than headings do."""
    shown = [heading for heading in mapping if heading]
    share = sum(1 for heading in shown if mapping[heading]) / max(1, len(shown))
    fit = 0.45 + 0.35 * share + 0.02 * min(len(seen.given), 8) + (0.06 if seen.layout.name == "sheet" else 0.0)
    return min(fit, MOST_FIT)


def _named(columns: Mapping[str, Sequence[str]], known: Mapping[str, Sequence[str]], kinds: Collection[str]) -> dict[str, tuple[str, str]]:
    """The field of each column whose values are known, with the evidence; the surest first, each field once."""
    names = {field: {plain_name(name) for name in known.get(word, ())} for field, word in NAMED.items()}
    hits: list[tuple[float, str, str, str]] = []
    for heading, cells in columns.items():
        short = [cell for cell in cells if len(cell) <= LONGEST_NAME]
        for field, word in NAMED.items():
            count = sum(_is_named(cell, names[field], field == "stage") for cell in short)
            hits.append(
                (
                    count / max(1, len(cells)) if count >= FEWEST else 0.0,
                    heading,
                    field,
                    f"{count} of {len(cells)} cells of “{heading}” are names of {word}",
                )
            )
        count = sum(plain(cell) in kinds for cell in short)
        share = count / max(1, len(cells)) if count >= FEWEST else 0.0
        hits.append((share, heading, "kind", f"{count} of {len(cells)} cells of “{heading}” say of what kind a need is"))
    found: dict[str, tuple[str, str]] = {}
    for share, heading, field, evidence in sorted(hits, key=lambda hit: -hit[0]):
        if share >= SHARE and heading not in found and field not in {taken for taken, _ in found.values()}:
            found[heading] = (field, evidence)
    return {heading: found[heading] for heading in columns if heading in found}


def _is_named(cell: str, names: Collection[str], several: bool) -> bool:
    if plain_name(cell) in names:
        return True
    listed = [re.sub(r"^\d+[.)]?\s+", "", part) for part in (parts(cell) if several else [cell])]
    return bool(listed) and all(plain_name(part) in names for part in listed)


def _statements(columns: Mapping[str, Sequence[str]], told: dict[str, str]) -> list[str]:
    """The one column of texts that is left holds the needs, where nothing else could; several are left to a person."""
    free = [
        h for h, cells in columns.items() if h not in told and cells and sum(len(c.split()) for c in cells) >= WORDS_OF_A_NEED * len(cells)
    ]
    if len(free) != 1:
        return []
    told[free[0]] = "need"
    return [f"“{free[0]}” is the only other column of texts, so perhaps the needs"]


def _scores(columns: Mapping[str, Sequence[str]], told: dict[str, str]) -> list[str]:
    """The one column of a few different numbers, or of traffic lights, holds the scores."""
    left = {h: cells for h, cells in columns.items() if h not in told and plain(h) not in NUMBERING}
    free = [h for h, cells in left.items() if _are_steps(cells) or lights_only(cells)]
    if len(free) != 1:
        return []
    told[free[0]] = "score"
    return [f"“{free[0]}” is the only column of a few numbers, so perhaps the scores"]


def _are_steps(cells: Sequence[str]) -> bool:
    """Whether a column holds a few different numbers, and rather again and again than counted up."""
    different = len(set(cells))
    are_few = 0 < different <= STEPS
    come_again = len(cells) < 4 or different < len(cells)
    return are_few and come_again and all(NUMBER.fullmatch(cell.strip()) for cell in cells)


BY_VALUES = (SHAPE["sheet"], SHAPE["needs"])
"""Shapes that are recognised by values: what ties a persona, a need and a stage."""
