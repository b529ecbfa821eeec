"""The file itself: data, script and style sheet in one page, its signature, and whether a file still is as it was written."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from cx.appearance import is_dashed
from cx.colours import page_variables, tones
from cx.languages import numbers
from cx.languages.messages import ENGLISH, speaking, spoken
from cx.languages.templates import said_in
from cx.report.html import said

HERE = Path(__file__).parent
DATA = re.compile(rb'<script type="application/json" id="data">(.*?)</script>', re.S)
SIGNED = re.compile(rb'<meta name="data-sha256" content="([0-9a-f]{64})">')
LONGER = Markup(".chip { white-space: normal; }\n.panel .list td:first-child { min-width: 4.5rem; }\n")
"""For languages that say more than English: a state may take two lines."""
NEVER = "<>&\u2028\u2029"
"""Signs that could end the element in which the data stands, or a line of a script: written as JSON may write them."""


def page(data: Mapping[str, Any]) -> bytes:
    """The file for this data."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in NEVER:
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return _page(text, data)


def _page(text: str, data: Mapping[str, Any]) -> bytes:
    language = data.get("language", ENGLISH)
    with nullcontext() if language == spoken() else speaking(language):
        return _written(text, data, language)


def _written(text: str, data: Mapping[str, Any], language: str) -> bytes:
    script, style = (Markup(said_in((HERE / f"snapshot.{kind}").read_text(encoding="utf-8"))) for kind in ("js", "css"))
    longer = Markup("") if language == ENGLISH else LONGER
    style = Markup(":root {{ color-scheme: light dark; {} }}\n{}{}").format(page_variables(), style + longer, _tones())
    written = _template().render(
        data=data,
        language=language,
        tr=said,
        day=_day,
        text=Markup(text),
        script=script,
        style=style,
        allowed=_allowed(script, style),
        digest=_digest(text.encode()),
    )
    return written.encode()


def _day(text: str) -> str:
    """A day of the data as the language writes it."""
    return numbers.day(date.fromisoformat(text))


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string((HERE / "snapshot.html").read_text(encoding="utf-8"))


def _tones() -> Markup:
    """How a cell of each tone is drawn."""
    rule = ".t-{0} {{ background: var(--{0}-fill); color: var(--{0}-ink); border-color: var(--{0}-line);{1} }}\n"
    return Markup("").join(Markup(rule).format(name, " border-style: dashed;" if is_dashed(name) else "") for name in tones("light"))


def _allowed(script: str, style: str) -> str:
    """What the browser may do with the page: run this script, use this style sheet, and nothing else (Content Security Policy)."""
    runs, looks = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (script, style))
    return f"default-src 'none'; script-src 'sha256-{runs}'; style-src 'sha256-{looks}'; base-uri 'none'; form-action 'none'"


def _digest(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()


@dataclass(frozen=True)
class Checked:
    """Whether a file is a snapshot whose data is as it was signed (`signed`), and whether all around the data is what this version
    of the product writes (`same_page`); another version writes another page. `data` is None where the file is no snapshot."""

    data: dict[str, Any] | None
    digest: str
    signed: bool
    same_page: bool


def checked(content: bytes) -> Checked:
    """Look at a file that says it is a snapshot."""
    text, signature = DATA.search(content), SIGNED.search(content)
    try:
        data = json.loads(text[1]) if text and signature else None
    except ValueError:
        data = None
    if not isinstance(data, dict) or text is None or signature is None:
        return Checked(None, "", False, False)
    digest = _digest(text[1])
    try:
        same = _page(text[1].decode(), data) == content
    except Exception:  # what somebody else wrote may lack anything that the page asks for
        same = False
    return Checked(data, digest, digest.encode() == signature[1], same)
