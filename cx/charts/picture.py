"""A chart as a picture or drawing: the same specification and rows as on the page, without a browser."""

from __future__ import annotations

import json
import re
from typing import Any

import pandas as pd
import vl_convert

from cx import words

ESCAPED = re.compile(r"(?<!\\)((?:\\\\)*)\\(?:u00(?:0[0-8bcef]|1[0-9a-f])|[bf])")
"""A control character escaped in JSON, after an even number of backslashes."""


def picture(spec: dict[str, Any], frame: pd.DataFrame, kind: str = "png", scale: float = 2) -> bytes:
    """The chart as `png` or `svg`. `frame` is what the specification draws; it stays as it is."""
    rows = json.loads(frame.to_json(orient="records")) if len(frame) else []
    # The renderer ends the whole process at a character that XML does not allow.
    text = json.dumps(_clean({**spec, "data": {"values": rows}}))
    if kind == "svg":
        return vl_convert.vegalite_to_svg(text).encode()
    return vl_convert.vegalite_to_png(text, scale=scale)


def _clean(part: Any, name: str = "") -> Any:
    if isinstance(part, dict):
        return {words.printable(key): _clean(value, key) for key, value in part.items()}
    if isinstance(part, list):
        return [_clean(item, name) for item in part]
    if not isinstance(part, str):
        return part
    clean = words.printable(part)
    # Expressions hold texts in quotes, where such a character is escaped.
    return ESCAPED.sub(r"\1", clean) if name in ("labelExpr", "test", "expr") else clean
