"""What stands over the shortfalls page: the finding, its scope, the names of the tabs."""

from __future__ import annotations

from cx.analysis import list_words
from cx.analysis.headlines import scope_line
from cx.analysis.shortfalls import Shortfalls
from cx.ui.shared.scope_bar import View
from cx.ui.shortfalls.items import personas_of

TABS = ("The list", "Find out", "What closes most", "Who is affected", "How sure", "Other views")


def title_of(view: View, gaps: Shortfalls) -> str:
    """The finding."""
    return list_words.list_finding(gaps, view.names, view.persona_id)


def scope_of(view: View, gaps: Shortfalls) -> str:
    """Round, people, evidence, filters, and how personas are weighed."""
    return f"{scope_line(view.answer, personas_of(view), view.changed)} · {list_words.weight_sentence(gaps)}"
