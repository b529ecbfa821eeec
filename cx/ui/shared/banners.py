"""What every view says of the personas in it: which are assumed, and which are used where nobody was interviewed."""

from __future__ import annotations

from markupsafe import Markup

from cx.analysis.headlines import assumed_personas
from cx.analysis.markets import origin_sentences
from cx.frames import of_persona
from cx.languages.messages import tr
from cx.ui.shared.components import tag
from cx.ui.shared.markup import write_html
from cx.ui.shared.scope_bar import View

LISTED = 4
"""So many personas have a sentence each; more are counted."""


def banners(view: View) -> None:
    """Say which of the personas in view are assumed, and which nobody was interviewed about where they are used (method 9.1, 9.3)."""
    if said := view.kept(("banners", view.persona_id), lambda: _said(view)):
        write_html(said)


def _said(view: View) -> Markup:
    lines = Markup("")
    if assumed := assumed_personas(of_persona(view.answer.personas, view.persona_id)):
        lines += Markup('<p class="fact">{} {}</p>').format(tag(tr("assumed")), assumed)
    said = origin_sentences(view.answer, view.names, view.persona_id)
    if said:
        more = " " + tr("And {more} more.", more=len(said) - LISTED) if len(said) > LISTED else ""
        lines += Markup('<p class="fact">{} {}{}</p>').format(tag(tr("from another country")), " ".join(said[:LISTED]), more)
    return lines
