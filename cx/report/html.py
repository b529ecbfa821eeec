"""The report as one HTML file that needs nothing else: pictures and styles are inside, and it prints well."""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from cx import words
from cx.analysis.belief import BELIEF_COLUMNS
from cx.appearance import is_dashed
from cx.colours import tones
from cx.delivery.progress import FOR_WHOM
from cx.delivery.twin import CHANGED, PROMISED
from cx.languages.messages import spoken, tr
from cx.report.content import LISTED, Report

TEMPLATE = Path(__file__).parent / "report.html"


def html(report: Report) -> str:
    """The report as HTML. Whatever users wrote is escaped; nothing is loaded from elsewhere."""
    page = _template().render(
        report=report,
        limit=LISTED,
        language=spoken(),
        tr=said,
        belief_columns=[tr(name) for name in BELIEF_COLUMNS],
        promised_columns=[tr(name) for name in PROMISED],
        changed_columns=[tr(name) for name in CHANGED],
        for_whom=[tr(name) for name in FOR_WHOM],
        tones=tones("light"),
        is_dashed=is_dashed,
        picture=_picture,
        not_assessed=tr(words.NOT_ASSESSED),
    )
    return words.printable(page)


def said(message: str, **values: object) -> Markup:
    """A message of a template in the language that is spoken here; what is filled in is escaped."""
    return Markup(tr(message)).format(**values)


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(TEMPLATE.read_text(encoding="utf-8"))


def _picture(svg: bytes) -> Markup:
    # As an image the drawing can neither run scripts nor collide with names of the page.
    return Markup("data:image/svg+xml;base64," + base64.b64encode(svg).decode())
