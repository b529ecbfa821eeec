"""The value and the scale on which a score of a file is stored: pains and signed scales apart."""

from __future__ import annotations

from cx.model import scale as scale_of
from cx.uploads.defaults import Defaults

SIGNED = {"signed": "-2-2", "unit": "-1-1"}
"""The scale of the scores of pains, where they stand on another one than the scores beside them."""


def _as_relief(value: str, scale: str) -> str:
    """A score of a pain on an unsigned scale as relief between 0 (no effect) and 1; unreadable text stays."""
    known = scale_of(scale)
    try:
        return value if known is None else repr((float(value) - known.zero) / known.span)
    except ValueError:
        return value


def _shifted(value: str, scale: str) -> tuple[str, str]:
    """A score on a scale from −k to k as one from 0 to 2k; everything else stays."""
    known = scale_of(scale)
    if known is None or known.for_others:
        return value, scale
    try:
        return f"{round(float(value) + known.high, 9):g}", f"0-{2 * known.high:g}"
    except ValueError:
        return value, scale


def _for_pains(scale: str) -> bool:
    known = scale_of(scale)
    return known is not None and known.for_pains


def stored_score(score: str, scale: str, *, of_pain: bool, defaults: Defaults) -> tuple[str, str] | None:
    """Value and scale of a cleaned score on this scale (empty = none was named); None if it is left out, as a person decided.

    A score that begins with = is a word read as a rating between 0 and 1, whatever the scale of its column.
    """
    verdict = score.startswith("=")
    value, scale = (score[1:], "0-1") if verdict else (score, scale)
    if not of_pain:
        return _shifted(value, scale) if defaults.signed == "shift" else (value, scale)
    if _for_pains(scale or "0-1"):
        return value, scale
    if defaults.pains == "skip":
        return None
    if defaults.pains in SIGNED and not verdict:
        return value, SIGNED[defaults.pains]
    return _as_relief(value, scale or "0-1"), "-1-1"
