"""What is this file, and which column is what? Proposals with reasons; a person confirms them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from cx.lexicon.plain import plain, plain_name
from cx.lexicon.values import KINDS
from cx.uploads.fields import LEFT_OUT, SHAPES
from cx.uploads.recognise.by_headings import by_headings
from cx.uploads.recognise.by_values import BY_VALUES, by_values
from cx.uploads.recognise.coded import coded_match
from cx.uploads.recognise.columns import LayoutMatch, match_columns
from cx.uploads.recognise.doubts import doubted
from cx.uploads.recognise.grids import ACROSS, CODE, grids
from cx.uploads.recognise.our_columns import our_columns
from cx.uploads.recognise.respondents import survey_match
from cx.uploads.recognise.which_list import ask_which_list


def recognise(file: str, header: Sequence[str], sample: Sequence[Sequence[str]], known: Mapping[str, Sequence[str]]) -> list[LayoutMatch]:
    """Readings of a table, the best first; never empty.

    `sample` holds some rows of text, `known` the names that the workspace holds under `needs`,
    `touchpoints`, `stages` and `personas`; they tell a matrix from its transpose, and what columns are whose headings say nothing.
    """
    matches = our_columns(file, header)
    for shape in SHAPES:
        if shape.name in (*ACROSS, "coded", "survey", LEFT_OUT):
            continue
        reading = by_headings(shape, header, sample, file)
        if reading is None and shape in BY_VALUES:
            reading = by_values(shape, header, sample, known, KINDS)
        if reading:
            matches.append(reading)
    _prefer_new_needs(matches, header, sample, known)
    matches = ask_which_list(matches, header, sample, file, known)
    matches += grids(header, sample, known)
    matches = doubted(matches, header, sample, file, known)
    matches += coded_match(header)
    matches.append(survey_match(header, sample))
    matches.sort(key=lambda r: -r.fit)
    seen = {r.shape.name for r in matches}
    # Last, every other kind: a person may know better than the headings.
    return matches + [LayoutMatch(s, 0.0, "No heading says so.", match_columns(s, header)) for s in SHAPES if s.name not in seen]


def fingerprint(header: Sequence[str]) -> str:
    """What identifies a layout: its headings, whatever their order, case and decoration."""
    return hashlib.sha256("\x1f".join(sorted(plain(h) for h in header)).encode()).hexdigest()[:16]


def _prefer_new_needs(
    matches: list[LayoutMatch], header: Sequence[str], sample: Sequence[Sequence[str]], known: Mapping[str, Sequence[str]]
) -> None:
    """A list of touchpoints with one need to each, none of them known, is rather a sheet that brings the needs as well."""
    by_shape = {r.shape.name: r for r in matches}
    points, sheet = by_shape.get("touchpoints"), by_shape.get("sheet")
    if points is None or sheet is None or sheet.fit > points.fit:
        return
    if any(f in ("need", "need_id") and not points.mapping[h] for h, f in sheet.mapping.items()):
        # What the list of touchpoints would leave out is the need that the row is about.
        matches[matches.index(sheet)] = replace(sheet, fit=points.fit + 0.01)
        return
    heading = next(
        (h for h, f in points.mapping.items() if f == "needs" and sheet.mapping[h] == "need" and not plain(h).endswith("s")), None
    )
    if heading is None:
        return
    names = {plain_name(n) for n in known.get("needs", ())}
    cells = [row[list(header).index(heading)] for row in sample]
    listed = [part.strip() for cell in cells for part in re.split(r"[;,/|\n]", cell) if part.strip()]
    if listed and all(CODE.fullmatch(part) for part in listed):
        return  # “B1, B8” refers to needs that stand elsewhere; nobody states a need so
    if not any(plain_name(cell) in names for cell in cells):
        matches[matches.index(sheet)] = replace(sheet, fit=points.fit + 0.01)
