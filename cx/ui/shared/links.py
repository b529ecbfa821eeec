"""Links from one page to another, in the same view."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from cx import words
from cx.charts.grid import JOURNEY
from cx.languages.messages import tr
from cx.ui.shared.scope_bar import View, link_to
from cx.ui.shared.selection import place_text


def cell_address(row: Mapping[str, Any], **more: str) -> str:
    """A link to the evidence of a cell or, for a need, to the map of its touchpoints; `more` changes the view, such as its market."""
    stage: Any = row.get("stage_id")
    cell = (row["need_id"], JOURNEY if words.missing(stage) else stage)
    return "coverage?" + urlencode(link_to(persona=row["persona_id"], cell=place_text(cell), **more))


def decision_address(row: Mapping[str, Any]) -> str:
    """A link to a decision on record, and to the form that replaces it."""
    return "workshop?" + urlencode({"decision": row["decision_id"]})


TOUCHPOINT = "touchpoint"
"""The parameter of the Touchpoints page that names one."""


def touchpoint_address(touchpoint_id: str) -> str:
    """A link to the page of a touchpoint, in the same view."""
    return "touchpoints?" + urlencode(link_to(**{TOUCHPOINT: touchpoint_id}))


def touchpoint_link(view: View, touchpoint_id: str) -> Markup:
    """Its name as a link to its page."""
    return Markup('<a href="{}">{}</a>').format(touchpoint_address(touchpoint_id), view.names.touchpoints.get(touchpoint_id, touchpoint_id))


def name_of_rated(view: View, touchpoint_id: Any) -> str:
    """What a rating is about: a touchpoint, as a link to its page, or the need as a whole."""
    return tr(words.WHOLE) if words.missing(touchpoint_id) else touchpoint_link(view, touchpoint_id)


ON_THE_TABLE = "table"
"""The parameter of the Workshop page that names a cell to put on the table."""
