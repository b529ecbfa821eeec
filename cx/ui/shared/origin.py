"""The banner of a persona that was built from the interviews of one country and is used in another."""

from __future__ import annotations

from markupsafe import Markup

from cx.analysis.markets import origin_sentences
from cx.ui.shared.components import tag
from cx.ui.shared.markup import write_html
from cx.ui.shared.scope_bar import View

LISTED = 4
"""So many personas have a sentence each; more are counted."""


def origin_note(view: View) -> None:
    """Say which of the personas in view nobody was interviewed about where they are used (method 9.3); nothing where there is none."""
    said = origin_sentences(view.answer, view.names, view.persona_id)
    if said:
        more = f" And {len(said) - LISTED} more." if len(said) > LISTED else ""
        write_html(Markup('<p class="fact">{} {}{}</p>').format(tag("from another country"), " ".join(said[:LISTED]), more))
