"""A chart as a picture or drawing: the same specification and rows as on the page, without a browser."""

from __future__ import annotations

import json
import re
from typing import Any

import pandas as pd

from cx import words
from cx.charts.drawing import draw

ESCAPED = re.compile(r"(?<!\\)((?:\\\\)*)((?:\\u[0-9a-f]{4}|\\[bf])+)")
"""Characters escaped in JSON, after an even number of backslashes."""


def picture(spec: dict[str, Any], frame: pd.DataFrame, kind: str = "png", scale: float = 2) -> bytes:
    """The chart as `png` or `svg`. `frame` is what the specification draws; it stays as it is. Raises CannotDraw."""
    rows = json.loads(frame.to_json(orient="records")) if len(frame) else []
    # A character that XML does not allow ends the process that draws.
    text = json.dumps(_clean({**spec, "data": {"values": rows}}))
    return draw("svg", spec=text) if kind == "svg" else draw("png", spec=text, scale=scale)


def _clean(part: Any, name: str = "") -> Any:
    if isinstance(part, dict):
        return {words.printable(key): _clean(value, key) for key, value in part.items()}
    if isinstance(part, list):
        return [_clean(item, name) for item in part]
    if not isinstance(part, str):
        return part
    clean = words.printable(part)
    # Expressions hold texts in quotes, where such a character is escaped.
    return ESCAPED.sub(_unescaped, clean) if name in ("labelExpr", "test", "expr") else clean


def _unescaped(found: re.Match[str]) -> str:
    """The escaped characters that can be printed, escaped again; together, since half of a pair is no character."""
    return found[1] + json.dumps(words.printable(json.loads(f'"{found[2]}"')))[1:-1]
