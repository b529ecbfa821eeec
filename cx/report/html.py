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
from cx.report.content import LISTED, Report

TEMPLATE = Path(__file__).parent / "report.html"


def html(report: Report) -> str:
    """The report as HTML. Whatever users wrote is escaped; nothing is loaded from elsewhere."""
    page = _template().render(
        report=report,
        limit=LISTED,
        belief_columns=BELIEF_COLUMNS,
        promised_columns=PROMISED,
        changed_columns=CHANGED,
        for_whom=FOR_WHOM,
        tones=tones("light"),
        is_dashed=is_dashed,
        picture=_picture,
        not_assessed=words.NOT_ASSESSED,
    )
    return words.printable(page)


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(TEMPLATE.read_text(encoding="utf-8"))


def _picture(svg: bytes) -> Markup:
    # As an image the drawing can neither run scripts nor collide with names of the page.
    return Markup("data:image/svg+xml;base64," + base64.b64encode(svg).decode())
