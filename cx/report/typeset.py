"""Typesetting a template: texts of users are data, never markup."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cx import words
from cx.charts.drawing import draw
from cx.languages.messages import spoken
from cx.languages.templates import said_in
from cx.temporary import own_folder

FONTS = [
    "Source Sans 3",
    "Source Sans Pro",
    "Noto Sans",
    "Open Sans",
    "Segoe UI",
    "Helvetica Neue",
    "Arial",
    "Liberation Sans",
    "DejaVu Sans",
    "Libertinus Serif",
]
"""Fonts in order of preference; the last is always available."""


def typeset(template: Path, content: Callable[[Path], dict[str, Any]]) -> bytes:
    """A tagged PDF (PDF/UA) of a Typst template that reads `content.json`.

    `content` is given the folder of the run, to put pictures into, and returns what the template reads; the names
    of fonts and the language that is spoken here are added to it. Raises CannotDraw.
    """
    with tempfile.TemporaryDirectory(dir=own_folder()) as folder:
        place = Path(folder)
        found = {**content(place), "fonts": FONTS, "language": spoken()}
        (place / "content.json").write_text(json.dumps(_clean(found)), encoding="utf-8")
        main = place / template.name
        main.write_text(said_in(template.read_text(encoding="utf-8")), encoding="utf-8")
        return draw("pdf", main=str(main))


def _clean(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: _clean(value) for key, value in part.items()}
    if isinstance(part, list | tuple):
        return [_clean(item) for item in part]
    return words.printable(part) if isinstance(part, str) else part
