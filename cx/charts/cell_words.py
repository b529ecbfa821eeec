"""A cell in words: its value, what it rests on, its remarks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cx import words
from cx.appearance import look, number, projected_range
from cx.model import COUNTED, EVIDENCE_MEANING, FLAG_MEANING, SOURCES


def cell_text(cell: Mapping[str, Any]) -> str:
    """The text beside the glyph of a cell: its number, or the bounds of an unknown."""
    return look(cell).text


def value_words(cell: Mapping[str, Any]) -> str:
    """The value of a cell as a phrase."""
    if cell.get("projected") is True:
        return f"projected {projected_range(cell) or 'without a value'}; target {words.percent(cell['target'])}"
    if cell["state"] == "not_assessed":
        return f"{words.bounds(cell['lower'], cell['upper'])}; target {words.percent(cell['target'])}"
    if cell["state"] == "no_touchpoint" and words.missing(cell.get("evidence")):
        return f"nothing live serves it; target {words.percent(cell['target'])}"
    return f"{number(cell['fulfilment'], look(cell).provisional, cell['target'], cell['adequate'])}; target {words.percent(cell['target'])}"


def rests_on(cell: Mapping[str, Any]) -> str:
    """What a cell rests on as a phrase: answers, source, interval, evidence level."""
    if cell.get("projected") is True:
        return "a projection: nobody has measured it"
    if words.missing(cell.get("evidence")):
        return "no rating"
    noun = COUNTED.get(cell.get("source") or "", "answer")
    parts = []
    if not words.missing(cell["n"]):
        parts.append(words.count(cell["n"], noun))
        behind = cell.get("touchpoints") or ()
        if len(behind) > 1:
            parts[-1] += f" about {len(behind)} touchpoints"
    level = EVIDENCE_MEANING[cell["evidence"]].label.lower()
    source = SOURCES[cell["source"]].lower() if cell.get("source") else ""
    if cell.get("stale") is True:
        parts.append(f"{source or 'evidence'} older than the limit, so it counts as {level}")
    else:
        parts += [source] if source else []
        parts.append(f"{level} evidence")
    span = words.interval(cell.get("interval_low"), cell.get("interval_high"), cell["target"], cell["adequate"])
    return ", ".join(parts) + (f"; 95% interval {span}" if span else "")


def flag_words(flags: Iterable[str]) -> str:
    """Flags as words, separated by commas."""
    return ", ".join(FLAG_MEANING[flag].label for flag in flags)
