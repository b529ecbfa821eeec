"""A cell in words: its value, what it rests on, its remarks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cx import words
from cx.appearance import look, number, projected_range
from cx.languages.messages import tr
from cx.model import COUNTED, EVIDENCE_MEANING, FLAG_MEANING, SOURCES

A_SOURCE: dict[str, tuple[str, str]] = {"answer": ("answer", "answers"), "case": ("case", "cases"), "rater": ("rater", "raters")}
"""What the `n` of a source counts, one and many."""


def cell_text(cell: Mapping[str, Any]) -> str:
    """The text beside the glyph of a cell: its number, or the bounds of an unknown."""
    return look(cell).text


def value_words(cell: Mapping[str, Any]) -> str:
    """The value of a cell as a phrase."""
    target = words.percent(cell["target"])
    if cell.get("projected") is True:
        return tr("projected {value}; target {target}", value=projected_range(cell) or tr("without a value"), target=target)
    if cell["state"] == "not_assessed":
        return tr("{value}; target {target}", value=words.bounds(cell["lower"], cell["upper"]), target=target)
    if cell["state"] == "no_touchpoint" and words.missing(cell.get("evidence")):
        return tr("nothing live serves it; target {target}", target=target)
    value = number(cell["fulfilment"], look(cell).provisional, cell["target"], cell["adequate"])
    return tr("{value}; target {target}", value=value, target=target)


def rests_on(cell: Mapping[str, Any]) -> str:
    """What a cell rests on as a phrase: answers, source, interval, evidence level."""
    if cell.get("projected") is True:
        return tr("a projection: nobody has measured it")
    if words.missing(cell.get("evidence")):
        return tr("no rating")
    noun = COUNTED.get(cell.get("source") or "", "answer")
    parts = []
    if not words.missing(cell["n"]):
        parts.append(words.count(cell["n"], *A_SOURCE[noun]))
        behind = cell.get("touchpoints") or ()
        if len(behind) > 1:
            parts[-1] = tr("{answers} about {n} touchpoints", answers=parts[-1], n=len(behind))
    level = tr(EVIDENCE_MEANING[cell["evidence"]].label.lower())
    source = tr(SOURCES[cell["source"]].lower()) if cell.get("source") else ""
    if cell.get("stale") is True:
        parts.append(tr("{source} older than the limit, so it counts as {level}", source=source or tr("evidence"), level=level))
    else:
        parts += [source] if source else []
        parts.append(tr("{level} evidence", level=level))
    span = words.interval(cell.get("interval_low"), cell.get("interval_high"), cell["target"], cell["adequate"])
    return "; ".join([", ".join(parts), *([tr("95% interval {span}", span=span)] if span else [])])


def flag_words(flags: Iterable[str]) -> str:
    """Flags as words, separated by commas."""
    return ", ".join(tr(FLAG_MEANING[flag].label) for flag in flags)
